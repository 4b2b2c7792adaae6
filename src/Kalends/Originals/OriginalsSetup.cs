using Kalends.Originals.Appointments;

namespace Kalends.Originals;

/// <summary>Prepares the routes of the original services before the first request.</summary>
static class OriginalsSetup
{
    public static void Add(IServiceCollection services, Settings settings)
    {
        settings.Add<OriginalsSettings>();
        services.AddSingleton<OriginalAccounts>();
        OriginalRoutes.Document.Add(services);
    }
}
