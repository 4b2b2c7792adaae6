using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Kalends.Platform;

/// <summary>
/// Draws the bytes of keys, codes and passwords that nobody can guess, and recognises those that were shown.
/// </summary>
static class SecretBytes
{
    public static byte[] New(int count) => RandomNumberGenerator.GetBytes(count);

    /// <summary>Draws each character of a text from these.</summary>
    public static string Text(int length, string characters) => RandomNumberGenerator.GetString(characters, length);

    /// <summary>A secret of so many bytes, as a text for addresses (base64url).</summary>
    public static string Text(int count) => Base64Url.EncodeToString(New(count));

    /// <summary>The stored form of a secret: it recognises the secret, and is useless to a thief.</summary>
    public static string Hash(string secret) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
