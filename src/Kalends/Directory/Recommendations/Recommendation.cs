using System.Text.Json.Serialization;
using Kalends.Directory.Matching;
using Kalends.Directory.Search;
using Kalends.Providers.Public;
using Kalends.Scheduling.Public;

namespace Kalends.Directory.Recommendations;

/// <summary>A recommended provider, with the reasons.</summary>
/// <param name="Provider">The provider.</param>
/// <param name="Score">The score, from 0 to 1,000,000: the sum of the points of its parts.</param>
/// <param name="Parts">The parts of the score.</param>
/// <param name="MatchedSkills">The requested skills that the provider has.</param>
/// <param name="CoveredDays">The number of the requested days on which the provider could work.</param>
/// <param name="FirstSlot">
/// The provider's first slot on the requested days that can be reserved; only with <c>bookable</c>.
/// </param>
sealed record Recommendation(
    Profile Provider, long Score, ScoreParts Parts, IReadOnlyList<string> MatchedSkills, long CoveredDays,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] FreeSlot? FirstSlot)
{
    public static Recommendation Of(ProviderQuery.Found found, Match match)
    {
        var score = match.Of(found.Profile);
        return new(
            found.Profile, score.Total, score.Parts, match.MatchedSkills(found.Profile),
            match.CoveredDays(found.Profile), found.FirstSlot);
    }
}
