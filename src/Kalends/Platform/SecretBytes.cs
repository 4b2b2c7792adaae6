using System.Security.Cryptography;

namespace Kalends.Platform;

/// <summary>Draws the bytes of keys, codes and passwords that nobody can guess.</summary>
static class SecretBytes
{
    public static byte[] New(int count) => RandomNumberGenerator.GetBytes(count);
}
