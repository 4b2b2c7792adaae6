using System.ComponentModel.DataAnnotations;

namespace Kalends.Accounts;

/// <summary>How long tokens live and what signs them.</summary>
sealed record AccountsSettings : ISettings, IValidatableObject
{
    const int KeyBytesMin = 32;

    public static string Section => "Kalends:Accounts";

    /// <summary>
    /// The keys that sign tokens, separated by commas, each base64 of at least 32 bytes: the first signs, all verify.
    /// Without one, keys are kept in the database.
    /// </summary>
    public string TokenKey { get; init; } = "";

    /// <summary>Minutes an access token lives.</summary>
    [Range(1, 1440)]
    public int AccessMinutes { get; init; } = 10;

    /// <summary>Days a refresh token lives.</summary>
    [Range(1, 365)]
    public int RefreshDays { get; init; } = 30;

    /// <summary>
    /// Failed sign-ins of one name from one address before each further one doubles a pause; ten times as many of one
    /// address, or of one name.
    /// </summary>
    [Range(1, 10_000)]
    public int FailedSignIns { get; init; } = 20;

    /// <summary>The keys, in base64; none where they are kept in the database.</summary>
    public IReadOnlyList<string> Keys() => TokenKey.Length == 0 ? [] : TokenKey.Split(',');

    public IEnumerable<ValidationResult> Validate(ValidationContext context)
    {
        if (!Keys().All(IsKey))
            yield return new ValidationResult($"TokenKey must be base64 of at least {KeyBytesMin} bytes.");
    }

    static bool IsKey(string text) =>
        Convert.TryFromBase64String(text, new byte[text.Length], out var length) && length >= KeyBytesMin;
}
