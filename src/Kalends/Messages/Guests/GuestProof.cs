using Kalends.Messages.Links;
using Kalends.Platform.Calls;
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

    public static async Task<string> Of(Session session, Call call, long clientId) =>
        (await MessageKey.Find(session, call)).Write(Purpose, clientId, (call.Now + Life).Micros);

    /// <summary>The client of a guest; null if the proof is none of ours, or is over.</summary>
    public static async Task<long?> ClientOf(Session session, Call call, string proof) =>
        (await MessageKey.Find(session, call)).Read(Purpose, count: 2, proof) is [var client, var until]
            && call.Now.Micros < until
            ? client
            : null;
}
