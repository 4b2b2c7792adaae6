using System.Security.Cryptography;
using System.Text;

namespace Kalends.Platform.Calls;

/// <summary>
/// The keys that sign links and codes, as <see cref="SignedToken"/> writes them: one that the database holds, mixed
/// with each of the configuration, so that neither is enough alone.
/// </summary>
sealed class LinkKeys
{
    LinkKeys(IReadOnlyList<string> all) => All = all;

    /// <summary>The keys; the first signs, all verify.</summary>
    public IReadOnlyList<string> All { get; }

    /// <param name="stored">The key that the database holds.</param>
    /// <param name="call">The call, for the keys of the configuration.</param>
    public static LinkKeys Of(string stored, Call call)
    {
        var given = call.Settings<SecretsSettings>().Keys();
        return new(given.Count == 0
            ? [stored]
            : [.. given.Select(key => Convert.ToBase64String(
                HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"links\n{stored}"))))]);
    }

    public string Write(string purpose, params ReadOnlySpan<long> numbers) =>
        SignedToken.Write(All[0], purpose, numbers);

    /// <summary>The numbers of a token of one of these keys and this purpose; null for any other text.</summary>
    public long[]? Read(string purpose, int count, string text) => All
        .Select(key => SignedToken.Read(key, purpose, count, text))
        .FirstOrDefault(numbers => numbers is not null);
}
