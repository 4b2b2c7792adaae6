using System.Buffers;
using System.Numerics;

namespace Kalends.Accounts.ApiKeys;

/// <summary>
/// The secret of an API key: <c>kal_</c>, thirty random characters, and six that check them, so that a typing error and
/// a leaked key are recognised without the database.
/// </summary>
static class KeySecret
{
    public const string Start = "kal_";

    /// <summary>The length of every secret.</summary>
    public const int Length = 40;

    const string Characters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    static readonly SearchValues<char> Known = SearchValues.Create(Characters);

    const int RandomCharacters = 30;
    const int CheckCharacters = 6;
    const int ShownCharacters = 6;

    public static string New()
    {
        var random = SecretBytes.Text(RandomCharacters, Characters);
        return Start + random + Check(random);
    }

    /// <summary>Whether a text is meant to be one.</summary>
    public static bool IsMeant(string text) => text.StartsWith(Start, StringComparison.Ordinal);

    /// <summary>Whether a text could be one: of another, no database needs to be asked.</summary>
    public static bool IsWellFormed(string text) =>
        text.Length == Length && IsMeant(text) && !text.AsSpan(Start.Length).ContainsAnyExcept(Known)
        && text.AsSpan(Length - CheckCharacters).SequenceEqual(Check(text.AsSpan(Start.Length, RandomCharacters)));

    /// <summary>The beginning that is shown; 24 random characters stay unknown.</summary>
    public static string PrefixOf(string secret) => secret[..(Start.Length + ShownCharacters)];

    // CRC-32C in base 62: six characters hold 32 bits.
    static string Check(ReadOnlySpan<char> random)
    {
        var sum = uint.MaxValue;
        foreach (var character in random)
            sum = BitOperations.Crc32C(sum, (byte)character);
        sum = ~sum;
        Span<char> check = stackalloc char[CheckCharacters];
        for (var i = CheckCharacters - 1; i >= 0; i--)
            (check[i], sum) = (Characters[(int)(sum % Characters.Length)], sum / (uint)Characters.Length);
        return check.ToString();
    }
}
