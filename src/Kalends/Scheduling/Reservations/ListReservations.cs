using Kalends.Platform.Calls;
using Kalends.Platform.Paging;
using Kalends.Providers.Public;

namespace Kalends.Scheduling.Reservations;

/// <summary>Lists the reservations that the caller may see, in the order of their starts.</summary>
static class ListReservations
{
    /// <param name="State">Only reservations that are in this state now.</param>
    /// <param name="From">Only reservations that end after this instant.</param>
    /// <param name="To">
    /// Only reservations that start before this instant; with <c>from</c>, those that overlap the time between.
    /// </param>
    /// <param name="ProviderId">Only reservations with this provider.</param>
    /// <param name="ClientId">Only reservations of this client.</param>
    /// <param name="StartsFrom">Only reservations that start at or after this instant.</param>
    /// <param name="StartsBefore">Only reservations that start before this instant.</param>
    public sealed record Input(
        ReservationState? State = null, Instant? From = null, Instant? To = null, [Id] long? ProviderId = null,
        [Id] long? ClientId = null, Instant? StartsFrom = null, Instant? StartsBefore = null);

    public static async Task<Page<Reservation>> Run(Input input, PageRequest page, Call call)
    {
        var found = await call.Read(session => Query(input, call.Scope, call.Now).Page(session, page));
        // A page of a calendar names nobody; whoever looks clients up by their ids is logged there.
        await ClientReads.Log(call, ReadKind.Reservations, found.Items
            .Where(one => input.ClientId is not null || one.CancelReason is not null).Select(one => one.ClientId));
        return found;
    }

    public static ListQuery<Reservation> Query(Input input, RowScope scope, Instant now)
    {
        // A reservation lasts a day at most, so one that ends after an instant starts less than a day before it. The
        // pages are in the order of starts, and this bound limits the search for ends too.
        var (earliest, latest) = (input.From - Opening.SlotLengthMax, input.To);
        var query = new ListQuery<Reservation>(
            ByStart, row => OutsideHours.Read(row).AsOf(now), OutsideHours.Columns, Reservation.Rows,
            scope.With(("now", now)))
            .Where(Reservation.Visible)
            .LedBy(
                ("r.client_id", input.ClientId ?? scope.ClientId), ("r.provider_id", input.ProviderId),
                ("r.organisation_id", scope.IsOrganisations ? scope.OrganisationId : null))
            .Where("r.starts_at >= {0}", new[] { earliest, input.StartsFrom }.Max())
            .Where("r.starts_at < {0}", new[] { latest, input.StartsBefore }.Min())
            .Where("r.ends_at > {0}", input.From)
            .Where(StateNow + " = {0}", input.State);
        var isClients = !scope.IsStaff && scope.ClientId is null && input is { ClientId: null, ProviderId: null };
        return isClients ? query.Where(OfCaller) : query;
    }

    const string OfCaller = "r.client_id = (SELECT own.id FROM public_clients own WHERE own.user_id = @self)";

    // A lapsed hold counts as expired, whether or not it has been marked as expired.
    const string StateNow = "CASE WHEN r.state = 'held' AND r.expires_at <= @now THEN 'expired' ELSE r.state END";

    public static readonly Keyset<Reservation> ByStart = new("starts_at",
        new Key<Reservation>("r.starts_at", reservation => reservation.StartsAt.Micros),
        new Key<Reservation>("r.id", reservation => reservation.Id));
}
