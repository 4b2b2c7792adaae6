using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Kalends.Messages.Links;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Messages.Guests;

/// <summary>
/// The codes that guests type. Each is made of the id of its request when it is needed, so none is stored.
/// </summary>
static class GuestCode
{
    /// <summary>The greatest length of a code as it is typed.</summary>
    public const int Max = 20;

    /// <summary>How often a code may be typed wrongly: then it is good no more.</summary>
    public const int AttemptsMax = 5;

    /// <summary>The time for which a code is good.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(15);

    const int Digits = 100_000_000;

    /// <summary>The code of a request: eight digits.</summary>
    public static async Task<string> Of(Session session, Call call, long requestId) =>
        Of((await MessageKey.Find(session, call)).All[0], requestId);

    /// <summary>The request, among many, that a typed code is of; null if it is of none.</summary>
    public static async Task<long?> Match(Session session, Call call, IReadOnlyList<long> requestIds, string typed)
    {
        var keys = await MessageKey.Find(session, call);
        var digits = Encoding.ASCII.GetBytes(string.Concat(typed.Where(char.IsAsciiDigit)));
        long? found = null;
        foreach (var (id, key) in requestIds.SelectMany(id => keys.All.Select(key => (id, key))))
            if (CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Of(key, id)), digits))
                found = id;
        return found;
    }

    /// <summary>A keyed hash of a network: enough to count its requests, and it reveals no address.</summary>
    public static async Task<string> MarkOf(Session session, Call call, string network) => Convert.ToHexStringLower(
        Hash((await MessageKey.Find(session, call)).All[0], $"guest network\n{network}").AsSpan(0, 16));

    static string Of(string key, long requestId)
    {
        var hash = Hash(key, string.Create(CultureInfo.InvariantCulture, $"guest code\n{requestId}"));
        return (BinaryPrimitives.ReadUInt64BigEndian(hash) % Digits).ToString("D8", CultureInfo.InvariantCulture);
    }

    static byte[] Hash(string key, string text) =>
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(text));
}
