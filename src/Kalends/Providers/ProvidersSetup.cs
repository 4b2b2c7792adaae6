using Kalends.Accounts.Public;
using Kalends.Platform;
using Kalends.Platform.Storage;
using Kalends.Providers.Matching;

namespace Kalends.Providers;

/// <summary>What the directory needs before the first request.</summary>
static class ProvidersSetup
{
    public static void Add(IServiceCollection services, Settings settings)
    {
        settings.Add<ProvidersSettings>();
        settings.Add<MatchWeights>();
        services.AddSingleton(new UserReference("providers", FindProviderOf));
        services.AddSingleton(new UserReference("clients", FindClientOf));
        services.AddSingleton(new UserReference("reviews", FindReviewOf));
    }

    static readonly Sql FindProviderOf =
        new("SELECT 1 AS n FROM providers WHERE user_id = @user OR owner_user_id = @user LIMIT 1");

    static readonly Sql FindClientOf =
        new("SELECT 1 AS n FROM clients WHERE user_id = @user OR owner_user_id = @user LIMIT 1");

    static readonly Sql FindReviewOf = new("SELECT 1 AS n FROM reviews WHERE user_id = @user LIMIT 1");
}
