using System.Text.Json.Serialization;

namespace Kalends.Providers.Public;

/// <summary>What users think of a provider, from all published reviews.</summary>
/// <param name="Sum">The sum of their ratings, in hundredths: with the count, the exact mean.</param>
/// <param name="Count">How many they are.</param>
readonly record struct Rating(long Sum, long Count)
{
    /// <summary>From 0 to 5, rounded to four decimals; null where there is no review.</summary>
    [JsonPropertyOrder(-1)]
    public decimal? Mean => Count == 0 ? null : decimal.Round(Sum / 100m / Count, 4);
}
