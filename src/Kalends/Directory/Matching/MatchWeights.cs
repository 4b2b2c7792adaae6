using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;

namespace Kalends.Directory.Matching;

/// <summary>How much each part of a score counts: a part's share is its weight in the sum of those asked for.</summary>
sealed record MatchWeights : ISettings, IValidatableObject
{
    // Counts up when scores come out differently although the weights are the same.
    const int Rules = 1;

    public static string Section => "Kalends:Providers:Weights";

    /// <summary>Names these weights: the same name, the same scores.</summary>
    [JsonPropertyOrder(-1)]
    public string Version => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(string.Create(
        CultureInfo.InvariantCulture, $"{Rules} {Skills} {Price} {Rating} {Dates} {RatingPrior}"))))[..8];

    /// <summary>The share of the asked skills that the provider has.</summary>
    [Range(0, 1_000_000)]
    public int Skills { get; init; } = 40;

    /// <summary>How far the provider's price lies below the most that a day may cost.</summary>
    [Range(0, 1_000_000)]
    public int Price { get; init; } = 20;

    /// <summary>What users think of the provider.</summary>
    [Range(0, 1_000_000)]
    public int Rating { get; init; } = 25;

    /// <summary>The share of the asked days on which the provider could work.</summary>
    [Range(0, 1_000_000)]
    public int Dates { get; init; } = 15;

    /// <summary>How many reviews of the installation's mean count beside a provider's own.</summary>
    [Range(1, 1_000_000)]
    public int RatingPrior { get; init; } = 10;

    public IEnumerable<ValidationResult> Validate(ValidationContext context)
    {
        if (Skills + Price + Rating + Dates == 0)
            yield return new ValidationResult("One of the weights must be more than 0.");
    }
}
