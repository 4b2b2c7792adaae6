using System.ComponentModel.DataAnnotations;

namespace Kalends.Accounts;

/// <summary>How long tokens live and what signs them.</summary>
sealed record AccountsSettings : ISettings, IValidatableObject
{
    const int KeyBytesMin = 32;

    public static string Section => "Kalends:Accounts";

    /// <summary>
    /// The key that signs tokens, base64 of at least 32 bytes; without one it is made once and kept in the database.
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

    /// <summary>The bytes of the key that signs tokens; null where it is kept in the database.</summary>
    public byte[]? KeyBytes()
    {
        var key = new byte[TokenKey.Length];
        return Convert.TryFromBase64String(TokenKey, key, out var length) && length >= KeyBytesMin
            ? key[..length]
            : null;
    }

    public IEnumerable<ValidationResult> Validate(ValidationContext context)
    {
        if (TokenKey.Length > 0 && KeyBytes() is null)
            yield return new ValidationResult($"TokenKey must be base64 of at least {KeyBytesMin} bytes.");
    }
}
