using Kalends.Messages.Links;
using Kalends.Platform.Storage;

namespace Kalends.Messages.Guests;

/// <summary>
/// A text by which a form knows, for a while, that a guest has proved their address. It is good for forms, not for the
/// API.
/// </summary>
static class GuestProof
{
    /// <summary>The greatest length of a proof.</summary>
    public const int Max = 100;

    const string Purpose = "guest proof";

    static readonly TimeSpan Life = TimeSpan.FromMinutes(30);

    public static async Task<string> Of(Session session, long clientId, Instant now) =>
        SignedToken.Write(await MessageKey.Find(session), Purpose, clientId, (now + Life).Micros);

    /// <summary>The client of a guest; null if the proof is none of ours, or is over.</summary>
    public static async Task<long?> ClientOf(Session session, string proof, Instant now) =>
        SignedToken.Read(await MessageKey.Find(session), Purpose, count: 2, proof) is [var client, var until]
            && now.Micros < until
            ? client
            : null;
}
