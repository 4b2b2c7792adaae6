using Kalends.Platform;
using Kalends.Providers.Matching;

namespace Kalends.Providers;

/// <summary>What the directory needs before the first request.</summary>
static class ProvidersSetup
{
    public static void Add(IServiceCollection services, Settings settings)
    {
        settings.Add<ProvidersSettings>();
        settings.Add<MatchWeights>();
    }
}
