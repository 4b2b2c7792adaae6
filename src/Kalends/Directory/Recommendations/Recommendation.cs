using System.Text.Json.Serialization;
using Kalends.Directory.Matching;
using Kalends.Directory.Search;
using Kalends.Providers.Public;
using Kalends.Scheduling.Public;

namespace Kalends.Directory.Recommendations;

/// <summary>A provider who is recommended, and why.</summary>
/// <param name="Provider">Who.</param>
/// <param name="Score">How well they fit, from 0 to 1,000,000: the sum of the points of its parts.</param>
/// <param name="Parts">What the score is made of.</param>
/// <param name="MatchedSkills">Those of the asked skills that they have.</param>
/// <param name="CoveredDays">On how many of the asked days they could work.</param>
/// <param name="FirstSlot">Their first slot on the asked days that can be reserved; only with <c>bookable</c>.</param>
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
