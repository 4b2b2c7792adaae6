using Kalends.Platform;
using Kalends.Providers.Matching;
using Kalends.Providers.Search;

namespace Kalends.Providers;

/// <summary>What the directory needs before the first request.</summary>
static class ProvidersSetup
{
    public static void Add(IServiceCollection services, Settings settings)
    {
        settings.Add<ProvidersSettings>();
        settings.Add<MatchWeights>();
    }

    public static void Work(IServiceCollection services, Settings settings) =>
        services.AddSingleton(new Chore(8, TimeSpan.FromSeconds(10), KeepWords.Run));
}
