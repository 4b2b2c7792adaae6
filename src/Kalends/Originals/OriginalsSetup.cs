using Kalends.Originals.Appointments;

namespace Kalends.Originals;

/// <summary>What the routes of the original services need before the first request.</summary>
static class OriginalsSetup
{
    public static void Add(IServiceCollection services, Settings settings)
    {
        settings.Add<OriginalsSettings>();
        services.AddSingleton<OriginalAccounts>();
    }
}
