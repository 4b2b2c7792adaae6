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
sealed class FormTokens(KeyRing keys, Cookies cookies)
{
    const int NonceBytes = 8;
    const int NonceLength = NonceBytes * 2;

    public string New()
    {
        var nonce = Convert.ToHexStringLower(SecretBytes.New(NonceBytes));
        return nonce + Marks(nonce, cookies.Session ?? cookies.Visitor)[0];
    }

    public bool AreGood(string? token) =>
        token?.Length > NonceLength && (cookies.Session ?? cookies.SentVisitor) is { } secret
        && Marks(token[..NonceLength], secret).Any(mark => AreEqual(mark, token[NonceLength..]));

    IReadOnlyList<string> Marks(string nonce, string secret) => keys.Marks($"form\n{nonce}\n{secret}");

    static bool AreEqual(string one, string other) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(one), Encoding.UTF8.GetBytes(other));
}
