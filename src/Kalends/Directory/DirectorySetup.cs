using Kalends.Accounts.Public;
using Kalends.Directory.Matching;
using Kalends.Directory.Reviews;
using Kalends.Directory.Search;
using Kalends.Platform.Integrity;
using Kalends.Platform.Storage;
using Kalends.Providers.Public;

namespace Kalends.Directory;

/// <summary>The services and settings that the directory needs before the first request.</summary>
static class DirectorySetup
{
    public static void Add(IServiceCollection services, Settings settings)
    {
        settings.Add<MatchWeights>();
        services.AddSingleton(new UserReference("reviews", FindReviewOf));
        services.AddSingleton(new ProfileIndex(SearchTerms.Store, SearchTerms.Remove));
        services.AddSingleton(DirectoryPersonalData.All);
        services.AddSingleton(DirectoryPersonalData.Erasure);
    }

    /// <summary>What always holds of the rows.</summary>
    public static IReadOnlyList<Invariant> Invariants() => [.. VerifyRatings.All, .. VerifySearchTerms.All];

    static readonly Sql FindReviewOf = new("SELECT 1 AS n FROM reviews WHERE user_id = @user LIMIT 1");
}
