using System.ComponentModel.DataAnnotations;

namespace Kalends.Accounts;

/// <summary>The lifetimes of tokens and the keys that sign them.</summary>
sealed record AccountsSettings : ISettings, IValidatableObject
{
    const int KeyBytesMin = 32;

    public static string Section => "Kalends:Accounts";

    /// <summary>
    /// The keys that sign tokens, separated by commas, each base64 of at least 32 bytes: the first signs, all verify.
    /// If there is none, the keys are kept in the database.
    /// </summary>
    public string TokenKey { get; init; } = "";

    /// <summary>Minutes for which an access token is valid.</summary>
    [Range(1, 1440)]
    public int AccessMinutes { get; init; } = 10;

    /// <summary>Minutes for which the token of a guest is valid, who has proved an e-mail address.</summary>
    [Range(1, 1440)]
    public int GuestMinutes { get; init; } = 30;

    /// <summary>Days for which a refresh token is valid.</summary>
    [Range(1, 365)]
    public int RefreshDays { get; init; } = 30;

    /// <summary>
    /// Failed sign-ins of one name from one address after which each further one doubles a pause; ten times as many for
    /// one address, or for one name.
    /// </summary>
    [Range(1, 10_000)]
    public int FailedSignIns { get; init; } = 20;

    /// <summary>
    /// The least number of characters of a new password: at least 8, and 15 where there is nothing but a password
    /// (NIST SP 800-63B-4, 3.1.1.2).
    /// </summary>
    [Range(8, 64)]
    public int PasswordMin { get; init; } = 8;

    /// <summary>
    /// Whether people may choose one of the most common passwords; true in a demo, whose own users have one.
    /// </summary>
    public bool CommonPasswords { get; init; }

    /// <summary>The keys in base64; none if they are kept in the database.</summary>
    public IReadOnlyList<string> Keys() => TokenKey.Length == 0 ? [] : TokenKey.Split(',');

    public IEnumerable<ValidationResult> Validate(ValidationContext context)
    {
        if (!Keys().All(IsKey))
            yield return new ValidationResult($"TokenKey must be base64 of at least {KeyBytesMin} bytes.");
    }

    static bool IsKey(string text) =>
        Convert.TryFromBase64String(text, new byte[text.Length], out var length) && length >= KeyBytesMin;
}
