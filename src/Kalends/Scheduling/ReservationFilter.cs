using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Platform.Time;

namespace Kalends.Scheduling;

/// <summary>Which reservations are wanted, of those that the caller may see.</summary>
/// <param name="State">Only those that stand so now.</param>
/// <param name="From">Only those that end after it.</param>
/// <param name="To">Only those that start before it; with <c>from</c>, those that overlap the time between.</param>
/// <param name="ProviderId">Only those of this provider.</param>
/// <param name="ClientId">Only those of this client.</param>
/// <param name="StartsFrom">Only those that start at or after it.</param>
/// <param name="StartsBefore">Only those that start before it.</param>
sealed record ReservationFilter(
    ReservationState? State = null, Instant? From = null, Instant? To = null, [Id] long? ProviderId = null,
    [Id] long? ClientId = null, Instant? StartsFrom = null, Instant? StartsBefore = null)
{
    /// <summary>Reservations between two places, both exclusive, nearest to the end that is walked from.</summary>
    public async Task<List<Reservation>> Find(
        Session session, Call call, Place low, Place high, bool backward, int limit)
    {
        var way = ClientId is not null ? Way.OfClient
            : ProviderId is not null ? Way.OfProvider
            : call.Scope.IsOrganisations ? Way.OfOrganisation
            : call.Scope.IsStaff ? Way.All
            : Way.OfCaller;
        var rows = await session.All(Statements[(way, backward)], Reservation.Read, call.Scope.With(
            ("state", State), ("from", Earliest), ("to", Latest), ("after", From ?? Place.First.StartsAt),
            ("low_at", low.StartsAt), ("low_id", low.Id), ("high_at", high.StartsAt), ("high_id", high.Id),
            ("provider", ProviderId), ("client", ClientId), ("now", call.Now), ("limit", limit)));
        return rows.ConvertAll(row => row.AsOf(call.Now));
    }

    // What lasts a day at most and ends after an instant starts less than a day before it: so the order of starts, in
    // which the pages are, bounds the search for ends too.
    Instant Earliest
    {
        get
        {
            var overlapping = From is { } from ? from - Opening.SlotLengthMax : Place.First.StartsAt;
            return StartsFrom > overlapping ? StartsFrom.Value : overlapping;
        }
    }

    Instant Latest
    {
        get
        {
            var overlapping = To ?? Place.Last.StartsAt;
            return StartsBefore < overlapping ? StartsBefore.Value : overlapping;
        }
    }

    /// <summary>The ways into the table, each with an index to walk.</summary>
    public enum Way
    {
        All,
        OfProvider,
        OfClient,
        OfOrganisation,
        OfCaller,
    }

    /// <summary>A statement for each way, forward and backward.</summary>
    public static readonly Dictionary<(Way Way, bool Backward), Sql> Statements = Enum.GetValues<Way>()
        .SelectMany(way => ((bool[])[false, true]).Select(backward => (way, backward)))
        .ToDictionary(key => key, key => Statement(Condition(key.way), key.backward ? "DESC" : "ASC"));

    static string Condition(Way way) => way switch
    {
        Way.All => "",
        Way.OfProvider =>
            "AND r.provider_id = @provider AND COALESCE(r.client_id = CAST(@client AS BIGINT), TRUE)",
        Way.OfClient =>
            "AND r.client_id = @client AND COALESCE(r.provider_id = CAST(@provider AS BIGINT), TRUE)",
        Way.OfOrganisation => "AND r.organisation_id = @organisation",
        Way.OfCaller => "AND r.client_id = (SELECT own.id FROM public_clients own WHERE own.user_id = @self)",
    };

    // A lapsed hold counts as expired, whether or not anybody has written that down.
    static Sql Statement(string way, string direction) => new($$"""
        SELECT {{Reservation.Columns("r.")}}
        FROM reservations r
        JOIN public_providers p ON p.id = r.provider_id
        JOIN public_clients c ON c.id = r.client_id
        WHERE r.starts_at >= @from AND r.starts_at < @to AND r.ends_at > @after {{way}}
          AND (r.starts_at, r.id) > (@low_at, @low_id) AND (r.starts_at, r.id) < (@high_at, @high_id)
          AND (@all OR r.organisation_id = @organisation OR p.owner_user_id = @owner OR c.user_id = @self)
          AND COALESCE(CAST(@state AS TEXT) =
              CASE WHEN r.state = 'held' AND r.expires_at <= @now THEN 'expired' ELSE r.state END, TRUE)
        ORDER BY r.starts_at {{direction}}, r.id {{direction}}
        LIMIT @limit
        """);
}
