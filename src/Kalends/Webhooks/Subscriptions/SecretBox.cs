using System.Security.Cryptography;
using System.Text;

namespace Kalends.Webhooks.Subscriptions;

/// <summary>Thrown where a stored secret cannot be read, because its key is not configured any more.</summary>
sealed class SecretLost : Exception;

/// <summary>
/// Makes the secrets of webhooks and writes them as they are stored: encrypted (AES-256-GCM) if the operator has
/// configured a key.
/// </summary>
static class SecretBox
{
    const string Plain = "plain:";
    const string Sealed = "aes256gcm:";
    const int SecretBytesCount = 32;

    static readonly int NonceBytes = AesGcm.NonceByteSizes.MaxSize;
    static readonly int TagBytes = AesGcm.TagByteSizes.MaxSize;

    /// <summary>A new secret as its receiver gets it.</summary>
    public static string New() => $"whsec_{Convert.ToBase64String(SecretBytes.New(SecretBytesCount))}";

    /// <summary>The bytes that sign.</summary>
    public static byte[] KeyOf(string secret) => Convert.FromBase64String(secret["whsec_".Length..]);

    public static string Write(string secret, IReadOnlyList<byte[]> keys)
    {
        if (keys.Count == 0)
            return Plain + secret;
        var text = Encoding.ASCII.GetBytes(secret);
        var box = new byte[NonceBytes + text.Length + TagBytes];
        SecretBytes.New(NonceBytes).CopyTo(box, 0);
        using var cipher = new AesGcm(keys[0], TagBytes);
        cipher.Encrypt(
            box.AsSpan(0, NonceBytes), text, box.AsSpan(NonceBytes, text.Length), box.AsSpan(NonceBytes + text.Length));
        return Sealed + Convert.ToBase64String(box);
    }

    /// <summary>Reads a stored secret, or throws <see cref="SecretLost"/>.</summary>
    public static string Read(string stored, IReadOnlyList<byte[]> keys)
    {
        if (stored.StartsWith(Plain, StringComparison.Ordinal))
            return stored[Plain.Length..];
        var box = Convert.FromBase64String(stored[Sealed.Length..]);
        var text = new byte[box.Length - NonceBytes - TagBytes];
        foreach (var key in keys)
            try
            {
                using var cipher = new AesGcm(key, TagBytes);
                cipher.Decrypt(
                    box.AsSpan(0, NonceBytes), box.AsSpan(NonceBytes, text.Length),
                    box.AsSpan(NonceBytes + text.Length), text);
                return Encoding.ASCII.GetString(text);
            }
            catch (AuthenticationTagMismatchException)
            {
                // Another key wrote it.
            }
        throw new SecretLost();
    }
}
