using System.Text.Json.Serialization;

namespace Kalends.Providers.Public;

/// <summary>The rating of a provider by users, from all published reviews.</summary>
/// <param name="Sum">The sum of the ratings, in hundredths; with the count it gives the exact mean.</param>
/// <param name="Count">The number of the ratings.</param>
readonly record struct Rating(long Sum, long Count)
{
    /// <summary>The mean from 0 to 5, rounded to four decimals; null if there is no review.</summary>
    [JsonPropertyOrder(-1)]
    public decimal? Mean => Count == 0 ? null : decimal.Round(Sum / 100m / Count, 4);
}
