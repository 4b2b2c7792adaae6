using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Providers.Public;

namespace Kalends.Scheduling;

/// <summary>The stored reservations, and the locks and checks of their changes.</summary>
/// <remarks>Locks are taken in this order: the calendar, the client, the row.</remarks>
static class ReservationStore
{
    /// <param name="Reservation">The stored reservation, locked until the end of the transaction.</param>
    /// <param name="By">The caller's part in the reservation.</param>
    public sealed record Found(Reservation Reservation, Party By);

    /// <summary>Locks the calendar of a reservation.</summary>
    public static void HoldCalendar(Session session, long id) =>
        session.Lock(LockOn.Calendar, CalendarOfReservation, ("id", id));

    /// <summary>Locks the client of a reservation; a caller that needs the calendar too locks that first.</summary>
    public static void HoldClient(Session session, long id) =>
        session.Lock(LockOn.Client, ClientOfReservation, ("id", id));

    /// <summary>
    /// Finds a reservation that the caller may see, or refuses with "not found"; refuses also a version that the caller
    /// does not know.
    /// </summary>
    public static async Task<Found> FindToChange(Session session, Call call, long id, string? ifMatch = null)
    {
        if (await session.One(FindWithOwners, Owned.ReadWithHours, ("id", id), ("now", call.Now)) is not { } found
            || found.PartyOf(call) is var by && by == Party.Nobody)
            throw SchedulingErrors.NoSuchReservation.Refused();
        EntityTag.Check(ifMatch, found.Reservation.Version);
        return new Found(
            (by & Party.Keeper) != 0 ? found.Reservation : found.Reservation with { OutsideHours = null }, by);
    }

    /// <summary>Stores a decision with its event, if the reservation has not changed since.</summary>
    public static async Task Store(Session session, Call call, Reservation was, Reservation now, string verb)
    {
        await session.EnqueueChange(Update, ("id", now.Id), ("was", was.State), ("known", was.Version),
            ("state", now.State), ("expires", now.ExpiresAt), ("confirmed", now.ConfirmedAt), ("ended", now.EndedAt),
            ("reason", now.CancelReason), ("code", now.CancelCode), ("late", now.Late ? 1L : 0L),
            ("arrived", now.ArrivedAt), ("extended", now.ExtendedAt), ("version", now.Version));
        await ProviderLog.Append(session, call, now.Event(verb));
    }

    /// <summary>
    /// Refuses to reinstate a reservation if another one takes its time by now; the caller must hold the calendar. The
    /// refusal names the other reservation to callers who may see it, because the provider may have moved to another
    /// organisation since.
    /// </summary>
    public static async Task RequireFreeTime(Session session, Call call, Reservation missed)
    {
        foreach (var other in await session.All(FindInTheTime, Owned.Read, ("id", missed.Id)))
            if (other.Reservation.AsOf(call.Now) is { State: ReservationState.Expired } lapsed)
                await Store(session, call, other.Reservation, lapsed, "expired");
            else
                throw other.Named(call, SchedulingErrors.TimeTaken);
    }

    /// <summary>
    /// Asks for another reservation of a client at a time; the caller must hold the client. The reservation that is
    /// moved counts for nothing.
    /// </summary>
    public static Elsewhere AskElsewhere(
        Session session, Call call, long clientId, Interval stretch, long moved = 0) => new(session.Ask(
            FindOfClient, Owned.Read, ("client", clientId), ("from", stretch.Start), ("to", stretch.End),
            ("now", call.Now), ("moved", moved)));

    /// <summary>Another reservation of a client at a time, if there is one.</summary>
    public sealed class Elsewhere(Later<Owned> others)
    {
        /// <summary>
        /// Refuses a client who has another reservation at the time. The refusal names it to callers who may see it.
        /// </summary>
        public async ValueTask RequireNone(Call call)
        {
            if (await others.Rows() is [var other, ..])
                throw other.Named(call, other.PartyOf(call) == Party.Client
                    ? SchedulingErrors.YouAreBusy
                    : SchedulingErrors.ClientBusy);
        }
    }

    internal sealed record Owned(Reservation Reservation, string OwnerUserId, string? ClientUserId)
    {
        public static Owned Read(Row row) => new(
            Reservation.Read(row), row.Text("owner_user_id"), row.TextOrNull("client_user_id"));

        public static Owned ReadWithHours(Row row) => Read(row) with { Reservation = OutsideHours.Read(row) };

        public Party PartyOf(Call call)
        {
            var keeps = call.With(SchedulingAccess.KeepCalendar).Scope.Covers(OwnerUserId, Reservation.OrganisationId);
            var party = keeps ? Party.Keeper : call.Scope.All ? Party.Accountant : Party.Nobody;
            var isClient = (call.Scope.SelfUserId is { } self && self == ClientUserId)
                || (call.Scope.ClientId == Reservation.ClientId && ClientUserId is null)
                || call.Scope.ReservationId == Reservation.Id;
            return isClient ? party | Party.Client : party;
        }

        /// <summary>A refusal because of this reservation, which it names to callers who may see it.</summary>
        public Refused Named(Call call, Refusal refusal) => PartyOf(call) == Party.Nobody
            ? refusal.Refused()
            : refusal.Refused().With("reservation", InTheWay.Of(Reservation));
    }

    static readonly Sql CalendarOfReservation = new("SELECT provider_id AS key FROM reservations WHERE id = @id");

    static readonly Sql ClientOfReservation = new("SELECT client_id AS key FROM reservations WHERE id = @id");

    // Subqueries look the owners up. A join would lock the provider's row, and all callers would wait for it. An erased
    // client is neither a user's nor a guest.
    const string Owners = """
        (SELECT p.owner_user_id FROM public_providers p WHERE p.id = r.provider_id) AS owner_user_id,
               (SELECT CASE WHEN c.erased_at IS NULL THEN c.user_id ELSE '' END
                FROM public_clients c
                WHERE c.id = r.client_id) AS client_user_id
        """;

    static readonly string WithOwners = $"{Reservation.Columns("r.")}, {Owners}";

    static readonly Sql FindWithOwners = new($$"""
        SELECT {{OutsideHours.ColumnsForKeepers}}, {{Owners}}
        FROM reservations r
        WHERE r.id = @id
        {lock}
        """);

    // The greatest length of a reservation ends the search for overlaps.
    static readonly Sql FindOfClient = new($"""
        SELECT {WithOwners}
        FROM reservations r
        WHERE r.client_id = @client AND {Reservation.LiveNow("r.")} AND r.starts_at < @to AND r.id <> @moved
          AND r.ends_at > @from AND r.ends_at < @to + {Reservation.LengthMax.Micros}
        ORDER BY r.ends_at
        LIMIT 1
        """);

    static readonly Sql Update = new("""
        UPDATE reservations
        SET state = @state, expires_at = @expires, confirmed_at = @confirmed, ended_at = @ended,
            cancel_reason = @reason, cancel_code = @code, late = @late,
            arrived_at = @arrived, extended_at = @extended, version = @version
        WHERE id = @id AND state = @was AND version = @known
        """);

    static readonly Sql FindInTheTime = new($$"""
        SELECT {{WithOwners}}
        FROM reservations r
        WHERE r.provider_id = {{OfReservation("provider_id")}} AND {{Reservation.Live("r.")}}
          AND {{Reservation.Overlap(OfReservation("busy_from"), OfReservation("busy_to"), "r.")}} AND r.id <> @id
        ORDER BY r.busy_to
        {lock}
        """);

    static string OfReservation(string column) => $"(SELECT {column} FROM reservations WHERE id = @id)";
}

/// <summary>A reservation that is in the way of another, for callers who may see it.</summary>
/// <param name="Id">The id of the reservation.</param>
/// <param name="StartsAt">The start of its slot.</param>
/// <param name="EndsAt">The end of its slot.</param>
/// <param name="State">Held or confirmed.</param>
/// <param name="ExpiresAt">The instant at which a hold expires.</param>
sealed record InTheWay(
    long Id, Instant StartsAt, Instant EndsAt, ReservationState State, Instant ExpiresAt)
{
    public static InTheWay Of(Reservation one) => new(one.Id, one.StartsAt, one.EndsAt, one.State, one.ExpiresAt);
}
