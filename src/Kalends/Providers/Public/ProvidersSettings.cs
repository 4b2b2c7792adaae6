using System.ComponentModel.DataAnnotations;

namespace Kalends.Providers.Public;

/// <summary>The rules of the directory.</summary>
sealed record ProvidersSettings : ISettings, IValidatableObject
{
    public static string Section => "Kalends:Providers";

    /// <summary>The currency (ISO 4217) of prices, and of questions about prices, that name none.</summary>
    public string Currency { get; init; } = "GBP";

    /// <summary>
    /// Whether people without an account see and book the providers of whom neither they nor their organisation say so.
    /// </summary>
    public bool Published { get; init; }

    public IEnumerable<ValidationResult> Validate(ValidationContext context)
    {
        if (Platform.Currency.Find(Currency) is null)
            yield return new ValidationResult("Currency must be a code of ISO 4217, such as EUR.");
    }
}
