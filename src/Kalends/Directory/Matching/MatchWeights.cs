using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;

namespace Kalends.Directory.Matching;

/// <summary>
/// The weights of the parts of a score; the share of a part is its weight divided by the sum of the weights of all
/// requested parts.
/// </summary>
sealed record MatchWeights : ISettings, IValidatableObject
{
    // This version is increased when scores change although the weights are the same.
    const int Rules = 1;

    public static string Section => "Kalends:Providers:Weights";

    /// <summary>An identifier of these weights; the same identifier means the same scores.</summary>
    [JsonPropertyOrder(-1)]
    public string Version => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(string.Create(
        CultureInfo.InvariantCulture, $"{Rules} {Skills} {Price} {Rating} {Dates} {RatingPrior}"))))[..8];

    /// <summary>The weight of the share of the requested skills that the provider has.</summary>
    [Range(0, 1_000_000)]
    public int Skills { get; init; } = 40;

    /// <summary>The weight of how far the provider's price lies below the highest price of a day.</summary>
    [Range(0, 1_000_000)]
    public int Price { get; init; } = 20;

    /// <summary>The weight of the provider's rating.</summary>
    [Range(0, 1_000_000)]
    public int Rating { get; init; } = 25;

    /// <summary>The weight of the share of the requested days on which the provider could work.</summary>
    [Range(0, 1_000_000)]
    public int Dates { get; init; } = 15;

    /// <summary>The number of added reviews with the installation's mean that count beside a provider's own.</summary>
    [Range(1, 1_000_000)]
    public int RatingPrior { get; init; } = 10;

    public IEnumerable<ValidationResult> Validate(ValidationContext context)
    {
        if (Skills + Price + Rating + Dates == 0)
            yield return new ValidationResult("One of the weights must be more than 0.");
    }
}
