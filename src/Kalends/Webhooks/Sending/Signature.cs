using System.Security.Cryptography;
using System.Text;

namespace Kalends.Webhooks.Sending;

/// <summary>The signature of a message by Standard Webhooks 1.0, symmetric (<c>v1</c>).</summary>
static class Signature
{
    /// <summary>The signatures by all keys, separated by blanks, as <c>webhook-signature</c> has them.</summary>
    public static string Of(IEnumerable<byte[]> keys, string messageId, long seconds, ReadOnlySpan<byte> body)
    {
        byte[] signed = [.. Encoding.ASCII.GetBytes(FormattableString.Invariant($"{messageId}.{seconds}.")), .. body];
        return string.Join(' ', keys.Select(key => $"v1,{Convert.ToBase64String(HMACSHA256.HashData(key, signed))}"));
    }
}
