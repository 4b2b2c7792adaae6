using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Platform.Time;

namespace Kalends.Scheduling;

/// <summary>Which reservations are wanted, of those that the caller may see.</summary>
/// <param name="State">Only those that stand so now.</param>
/// <param name="From">Only those that start at or after it.</param>
/// <param name="To">Only those that start before it.</param>
/// <param name="ProviderId">Only those of this provider.</param>
/// <param name="ClientId">Only those of this client.</param>
sealed record ReservationFilter(
    ReservationState? State = null, Instant? From = null, Instant? To = null, [Id] long? ProviderId = null,
    [Id] long? ClientId = null)
{
    /// <summary>Reservations between two places, both exclusive, nearest to the end that is walked from.</summary>
    public async Task<List<Reservation>> Find(
        Session session, Call call, Place low, Place high, bool backward, int limit)
    {
        var ways = backward ? Backward : Forward;
        var way = ClientId is not null ? ways.OfClient
            : ProviderId is not null ? ways.OfProvider
            : call.Reach.IsStaff ? ways.All
            : ways.OfCaller;
        var rows = await session.All(way, Reservation.Read, call.Reach.With(
            ("state", State), ("from", From ?? Place.First.StartsAt), ("to", To ?? Place.Last.StartsAt),
            ("low_at", low.StartsAt), ("low_id", low.Id), ("high_at", high.StartsAt), ("high_id", high.Id),
            ("provider", ProviderId), ("client", ClientId), ("now", call.Now), ("limit", limit)));
        return rows.ConvertAll(row => row.AsOf(call.Now));
    }

    // A statement for each way in, so that each has an index to walk.
    sealed record Ways(Sql All, Sql OfProvider, Sql OfClient, Sql OfCaller);

    static readonly Ways Forward = InDirection("ASC");

    static readonly Ways Backward = InDirection("DESC");

    static Ways InDirection(string direction) => new(
        All: Statement("", direction),
        OfProvider: Statement(
            "AND r.provider_id = @provider AND COALESCE(r.client_id = CAST(@client AS BIGINT), TRUE)", direction),
        OfClient: Statement(
            "AND r.client_id = @client AND COALESCE(r.provider_id = CAST(@provider AS BIGINT), TRUE)", direction),
        OfCaller: Statement(
            "AND r.client_id IN (SELECT own.id FROM public_clients own WHERE own.user_id = @self)", direction));

    // A lapsed hold counts as expired, whether or not anybody has written that down.
    static Sql Statement(string way, string direction) => new($$"""
        SELECT {{Reservation.Columns("r.")}}
        FROM reservations r
        JOIN public_providers p ON p.id = r.provider_id
        JOIN public_clients c ON c.id = r.client_id
        WHERE r.starts_at >= @from AND r.starts_at < @to {{way}}
          AND (r.starts_at, r.id) > (@low_at, @low_id) AND (r.starts_at, r.id) < (@high_at, @high_id)
          AND (@all OR p.organisation_id = @organisation OR p.owner_user_id = @owner OR c.user_id = @self)
          AND COALESCE(CAST(@state AS TEXT) =
              CASE WHEN r.state = 'held' AND r.expires_at <= @now THEN 'expired' ELSE r.state END, TRUE)
        ORDER BY r.starts_at {{direction}}, r.id {{direction}}
        LIMIT @limit
        """);
}
