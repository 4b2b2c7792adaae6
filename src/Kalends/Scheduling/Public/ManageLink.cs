using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Scheduling.Public;

/// <summary>
/// Signed links with which a client reads, moves and cancels one reservation without an account. A link ends at the
/// start of the reservation for which it was made, and as soon as the reservation is over.
/// </summary>
static class ManageLink
{
    const string Purpose = "manage reservation";

    /// <summary>The token of a new link to a reservation.</summary>
    public static async Task<string> TokenOf(Session session, Call call, long reservationId, Instant until) =>
        (await KeysOf(session, call)).Write(Purpose, reservationId, until.Micros);

    /// <summary>The reservation that a token leads to now; null if it leads nowhere.</summary>
    public static async Task<long?> ReservationOf(Session session, Call call, string token) =>
        (await KeysOf(session, call)).Read(Purpose, count: 2, token) is [var id, var until] && call.Now.Micros < until
            ? id
            : null;

    /// <summary>The provider of the reservation that a token leads to, or led to until it was over.</summary>
    public static async Task<long?> ProviderOf(Session session, Call call, string token) =>
        await ReservationOf(session, call, token) is { } id ? await session.Number(FindProvider, ("id", id)) : null;

    static async Task<LinkKeys> KeysOf(Session session, Call call) =>
        LinkKeys.Of((await session.One(FindKey, row => row.Text("link_key")))!, call);

    static readonly Sql FindProvider = new("SELECT provider_id AS n FROM reservations WHERE id = @id");

    static readonly Sql FindKey = new("SELECT link_key FROM installation WHERE id = 1");
}
