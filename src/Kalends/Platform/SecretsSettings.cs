using System.ComponentModel.DataAnnotations;

namespace Kalends.Platform;

/// <summary>Keys outside the database, without which a copy of the database opens nothing.</summary>
sealed record SecretsSettings : ISettings, IValidatableObject
{
    const int KeyBytes = 32;

    public static string Section => "Kalends:Secrets";

    /// <summary>
    /// The keys, separated by commas, each base64 of 32 bytes. They encrypt the secrets of webhooks, and are mixed into
    /// the keys that sign the links and codes of mails: the first encrypts and signs, all decrypt and verify. If there
    /// is none, the secrets are stored as they are, and links are signed by keys of the database alone.
    /// </summary>
    public string Key { get; init; } = "";

    public IReadOnlyList<byte[]> Keys() => [.. Words().Select(Convert.FromBase64String)];

    public IEnumerable<ValidationResult> Validate(ValidationContext context)
    {
        if (!Words().All(IsKey))
            yield return new ValidationResult($"Key must be base64 of {KeyBytes} bytes.");
    }

    string[] Words() => Key.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    static bool IsKey(string text) =>
        Convert.TryFromBase64String(text, new byte[text.Length], out var length) && length == KeyBytes;
}
