using System.Security.Cryptography;
using System.Text;
using Kalends.Accounts;

namespace Kalends.Web.Frame;

/// <summary>
/// Tokens by which a form proves that a page of ours sent it: keyed hashes of the browser's secret, which other sites
/// do not know.
/// </summary>
/// <remarks>
/// The keys are those that sign tokens, so a form of one process is good in every other one and after a restart. Each
/// token has a random part: otherwise the lengths of compressed pages would reveal it (BREACH).
/// </remarks>
sealed class FormTokens
{
    const int NonceBytes = 8;
    const int NonceLength = NonceBytes * 2;

    readonly KeyRing _keys;
    readonly Func<string> _secret;
    readonly Func<IEnumerable<string>> _accepted;

    FormTokens(KeyRing keys, Func<string> secret, Func<IEnumerable<string>> accepted) =>
        (_keys, _secret, _accepted) = (keys, secret, accepted);

    /// <summary>Tokens that are bound to the browser.</summary>
    public static FormTokens OfBrowser(KeyRing keys, Cookies cookies) => new(
        keys, () => cookies.Session ?? cookies.Visitor,
        () => (cookies.Session ?? cookies.SentVisitor) is { } secret ? [secret] : []);

    /// <summary>
    /// Tokens in a frame of another site, in which cookies fail. They say when a page of ours was made, and are good
    /// for an hour or two: there is no sign-in that another site could use.
    /// </summary>
    public static FormTokens InFrame(KeyRing keys, Instant now)
    {
        string Hour(int back) => $"frame {now.ToUnixTimeSeconds() / 3600 - back}";
        return new(keys, () => Hour(0), () => [Hour(0), Hour(1)]);
    }

    /// <summary>A new token.</summary>
    /// <param name="said">What a page says in the address of the next one, if the token proves that it did.</param>
    public string New(string said = "")
    {
        var nonce = Convert.ToHexStringLower(SecretBytes.New(NonceBytes));
        return nonce + Marks(nonce, _secret(), said)[0];
    }

    /// <summary>Whether a page of ours gave this browser the token, for the same as it says now.</summary>
    public bool AreGood(string? token, string said = "") =>
        token?.Length > NonceLength
        && _accepted().SelectMany(secret => Marks(token[..NonceLength], secret, said))
            .Any(mark => AreEqual(mark, token[NonceLength..]));

    IReadOnlyList<string> Marks(string nonce, string secret, string said) =>
        _keys.Marks($"form\n{nonce}\n{secret}\n{said}");

    static bool AreEqual(string one, string other) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(one), Encoding.UTF8.GetBytes(other));
}
