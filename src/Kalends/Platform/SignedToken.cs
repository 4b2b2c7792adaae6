using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Kalends.Platform;

/// <summary>
/// Short texts for links: a few numbers, with the proof that the owner of a key wrote them for one purpose.
/// </summary>
static class SignedToken
{
    const int MacBytes = 16;

    public static string Write(string key, string purpose, params ReadOnlySpan<long> numbers)
    {
        var bytes = new byte[numbers.Length * sizeof(long) + MacBytes];
        for (var i = 0; i < numbers.Length; i++)
            BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(i * sizeof(long)), numbers[i]);
        Mac(key, purpose, bytes.AsSpan(..^MacBytes)).CopyTo(bytes.AsSpan(^MacBytes..));
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>The numbers of a token of this key and purpose; null for any other text.</summary>
    public static long[]? Read(string key, string purpose, int count, string text)
    {
        var bytes = new byte[count * sizeof(long) + MacBytes];
        if (text.Length != Base64Url.GetEncodedLength(bytes.Length) || !Base64Url.IsValid(text)
            || !Base64Url.TryDecodeFromChars(text, bytes, out var length) || length != bytes.Length
            || !CryptographicOperations.FixedTimeEquals(
                Mac(key, purpose, bytes.AsSpan(..^MacBytes)), bytes.AsSpan(^MacBytes..)))
            return null;
        var numbers = new long[count];
        for (var i = 0; i < count; i++)
            numbers[i] = BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(i * sizeof(long)));
        return numbers;
    }

    static ReadOnlySpan<byte> Mac(string key, string purpose, ReadOnlySpan<byte> numbers)
    {
        using var mac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(key));
        mac.AppendData(Encoding.UTF8.GetBytes(purpose + "\n"));
        mac.AppendData(numbers);
        return mac.GetHashAndReset().AsSpan(0, MacBytes);
    }
}
