using System.ComponentModel.DataAnnotations;

namespace Kalends.Web;

/// <summary>Where the pages may be shown.</summary>
sealed record WebSettings : ISettings, IValidatableObject
{
    public static string Section => "Kalends:Web";

    /// <summary>
    /// Origins of sites, separated by blanks, that may show the booking by guests in a frame; none if it is empty.
    /// </summary>
    public string EmbedOrigins { get; init; } = "";

    public IEnumerable<ValidationResult> Validate(ValidationContext context)
    {
        if (EmbedOrigins.Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault(one => !IsOrigin(one))
            is { } wrong)
            yield return new ValidationResult(
                $"EmbedOrigins must be origins such as https://clinic.example, separated by blanks; {wrong} is none.");
    }

    static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
        && text == address.GetLeftPart(UriPartial.Authority);
}
