using System.Text.Json.Serialization;

namespace Kalends.Directory.Matching;

/// <summary>The score of a provider for a request, in millionths, and its parts.</summary>
/// <param name="Total">The score, from 0 to 1,000,000.</param>
/// <param name="Parts">The parts; their points add up to the total.</param>
sealed record Score(long Total, ScoreParts Parts);

/// <summary>The parts of a score; a criterion that the request leaves out has no part and no weight.</summary>
/// <param name="Skills">The share of the requested skills that the provider has.</param>
/// <param name="Price">How far the cost lies below the highest price of a day; a cost of 0 gets the full value.</param>
/// <param name="Rating">
/// The mean of the provider's reviews and of some added reviews with the installation's mean, as a share of the best
/// mean.
/// </param>
/// <param name="Dates">The share of the requested days on which the provider could work.</param>
sealed record ScoreParts(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ScorePart? Skills,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ScorePart? Price,
    ScorePart Rating,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ScorePart? Dates);

/// <summary>One part of a score.</summary>
/// <param name="Value">The value of this part, from 0 to 1,000,000.</param>
/// <param name="Weight">The weight of this part.</param>
/// <param name="Points">The points that this part adds to the score.</param>
sealed record ScorePart(long Value, long Weight, long Points);
