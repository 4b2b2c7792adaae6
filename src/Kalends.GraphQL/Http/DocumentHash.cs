using System.Security.Cryptography;

namespace Kalends.GraphQL.Http;

/// <summary>How documents are named by what they say: SHA-256 in lower-case hexadecimal digits.</summary>
static class DocumentHash
{
    /// <summary>What goes before a hash that stands where any id may stand.</summary>
    public const string Prefix = "sha256:";

    public static string Of(ReadOnlySpan<byte> text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text, hash);
        return Convert.ToHexStringLower(hash);
    }
}
