using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Platform.Time;

namespace Kalends.Scheduling;

/// <summary>Lists the reservations that the caller may see, in the order of their starts.</summary>
static class ListReservations
{
    /// <param name="State">Only those that stand so now.</param>
    /// <param name="From">Only those that start at or after it.</param>
    /// <param name="To">Only those that start before it.</param>
    /// <param name="ProviderId">Only those of this provider.</param>
    /// <param name="ClientId">Only those of this client.</param>
    /// <param name="Limit">Rows a page.</param>
    /// <param name="Cursor">The <c>next</c> of the page before.</param>
    public sealed record Input(
        ReservationState? State = null, Instant? From = null, Instant? To = null, [Id] long? ProviderId = null,
        [Id] long? ClientId = null, [Number(1, 100)] int Limit = 50, [Text(0, 500)] string? Cursor = null);

    public static Task<Page<Reservation>> Run(Input input, Call call) => call.Read(async session =>
    {
        var statement = input.ClientId is not null ? FindOfClient
            : input.ProviderId is not null ? FindOfProvider
            : call.Reach is { All: false, OrganisationId: null, OwnerUserId: null } ? FindOfCaller
            : FindAll;
        var after = Cursor.Read(input.Cursor) ?? new Cursor(0, (input.From ?? new Instant(long.MinValue)).Micros, "");
        var rows = await session.All(statement, Reservation.Read, call.Reach.With(
            ("state", input.State), ("at", after.At), ("id", after.Id),
            ("to", input.To ?? new Instant(long.MaxValue)), ("provider", input.ProviderId), ("client", input.ClientId),
            ("now", call.Now), ("limit", input.Limit + 1)));
        return Page.Of(rows, input.Limit, row => Cursor.Write(row.Id, row.StartsAt.Micros))
            .Select(row => row.AsOf(call.Now));
    });

    // A statement for each way in, so that each has an index to walk; a lapsed hold counts as expired in all of them.
    static readonly Sql FindAll = Find("");
    static readonly Sql FindOfProvider =
        Find("AND r.provider_id = @provider AND COALESCE(r.client_id = CAST(@client AS BIGINT), TRUE)");
    static readonly Sql FindOfClient =
        Find("AND r.client_id = @client AND COALESCE(r.provider_id = CAST(@provider AS BIGINT), TRUE)");
    static readonly Sql FindOfCaller =
        Find("AND r.client_id IN (SELECT own.id FROM public_clients own WHERE own.user_id = @self)");

    static Sql Find(string way) => new($$"""
        SELECT r.id, r.opening_id, r.slot_index, r.provider_id, r.client_id, r.starts_at, r.ends_at, r.state,
               r.expires_at, r.created_at, r.confirmed_at, r.ended_at, r.cancel_reason
        FROM reservations r
        JOIN public_providers p ON p.id = r.provider_id
        JOIN public_clients c ON c.id = r.client_id
        WHERE (r.starts_at, r.id) > (@at, @id) AND r.starts_at < @to {{way}}
          AND (@all OR p.organisation_id = @organisation OR p.owner_user_id = @owner OR c.user_id = @self)
          AND COALESCE(CAST(@state AS TEXT) =
              CASE WHEN r.state = 'held' AND r.expires_at <= @now THEN 'expired' ELSE r.state END, TRUE)
        ORDER BY r.starts_at, r.id
        LIMIT @limit
        """);
}
