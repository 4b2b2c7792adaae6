using System.Text.Json.Serialization;

namespace Kalends.Directory.Matching;

/// <summary>How well a provider fits to what was asked, in millionths, and what that is made of.</summary>
/// <param name="Total">From 0 to 1,000,000.</param>
/// <param name="Parts">Their points add up to the total.</param>
sealed record Score(long Total, ScoreParts Parts);

/// <summary>The parts of a score; what was not asked for has no part and takes no weight.</summary>
/// <param name="Skills">The share of the asked skills that the provider has.</param>
/// <param name="Price">How far the cost lies below the most that a day may cost: all of it for nothing.</param>
/// <param name="Rating">
/// The mean of the provider's reviews and of some more that are as good as the installation's mean, of the best mean.
/// </param>
/// <param name="Dates">The share of the asked days on which the provider could work.</param>
sealed record ScoreParts(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ScorePart? Skills,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ScorePart? Price,
    ScorePart Rating,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ScorePart? Dates);

/// <summary>One part of a score.</summary>
/// <param name="Value">How well this part fits, from 0 to 1,000,000.</param>
/// <param name="Weight">How much it counts.</param>
/// <param name="Points">What it adds to the score.</param>
sealed record ScorePart(long Value, long Weight, long Points);
