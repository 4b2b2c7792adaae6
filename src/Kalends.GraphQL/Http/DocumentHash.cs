using System.Security.Cryptography;

namespace Kalends.GraphQL.Http;

/// <summary>Names documents by their content: SHA-256 in lower-case hexadecimal digits.</summary>
static class DocumentHash
{
    /// <summary>The prefix of a hash that is used as an id.</summary>
    public const string Prefix = "sha256:";

    public static string Of(ReadOnlySpan<byte> text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text, hash);
        return Convert.ToHexStringLower(hash);
    }
}
