using System.ComponentModel.DataAnnotations;
using Kalends.Platform.Http;

namespace Kalends.Web;

/// <summary>Where the pages may be shown.</summary>
sealed record WebSettings : ISettings, IValidatableObject
{
    public static string Section => "Kalends:Web";

    /// <summary>
    /// Origins of sites, separated by blanks, that may show the booking by guests in a frame, in addition to those that
    /// the organisation of a provider names; none if it is empty.
    /// </summary>
    public string EmbedOrigins { get; init; } = "";

    public IReadOnlyList<string> Origins => Origin.Split(EmbedOrigins);

    public IEnumerable<ValidationResult> Validate(ValidationContext context)
    {
        if (Origins.FirstOrDefault(one => !Origin.IsOne(one)) is { } wrong)
            yield return new ValidationResult(
                $"EmbedOrigins must be origins such as https://clinic.example, separated by blanks; {wrong} is none.");
    }
}
