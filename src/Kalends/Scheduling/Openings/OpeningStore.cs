using System.Text.Json;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Providers.Public;

namespace Kalends.Scheduling.Openings;

/// <summary>The stored openings; a caller that changes them must hold the calendar.</summary>
static class OpeningStore
{
    // A period may contain thousands of short appointments.
    const int ReplacedMax = 500;
    const int ShownMax = 10;

    /// <param name="Opening">The new opening, or the identical one that exists already.</param>
    /// <param name="IsNew">Whether the opening did not exist before.</param>
    /// <param name="Replaced">The openings that were cut for it.</param>
    /// <param name="Remaining">The parts of those that are left, each as an opening of its own.</param>
    public sealed record Outcome(
        Opening Opening, bool IsNew, IReadOnlyList<Opening> Replaced, IReadOnlyList<Opening> Remaining);

    /// <summary>
    /// Offers an opening. Existing openings in its period are cut if the caller asks for it, or if all their slots
    /// there are closed; otherwise the offer is refused. A reserved appointment in the period is always a reason to
    /// refuse. Reservations stay as they are.
    /// </summary>
    /// <remarks>The caller appends the event of the new opening.</remarks>
    public static async Task<Outcome> Offer(Session session, Call call, Opening wanted, bool replace)
    {
        if (await Insert(session, call, wanted) is { } opening)
            return new Outcome(opening, IsNew: true, [], []);

        var standing = await session.All(FindStanding, Opening.ReadWithHours, ("provider", wanted.ProviderId),
            ("from", wanted.StartsAt), ("to", wanted.EndsAt), ("limit", ReplacedMax + 1));
        var same = standing.Find(one => one with { Id = wanted.Id } == wanted);
        if (same is not null && (replace || wanted.Type is not null))
            return new Outcome(same, IsNew: false, [], []);
        if (same is not null || !(replace || await IsClosed(session, call, wanted, standing)))
            throw Overlaps(wanted, standing);
        if (await FindBooked(session, call, standing) is { Count: > 0 } booked)
            throw Overlaps(wanted, booked);

        var remaining = await Cut(session, call, standing, wanted.Stretch);
        opening = await Insert(session, call, wanted) ?? throw Overlaps(wanted, []);
        return new Outcome(opening, IsNew: true, standing, remaining);
    }

    /// <summary>Whether all slots that an opening would replace are closed.</summary>
    static async Task<bool> IsClosed(Session session, Call call, Opening wanted, List<Opening> standing)
    {
        var around = wanted.Stretch.Around(Opening.SlotLengthMax);
        var closures = await session.All(
            FindClosures, row => new Interval(row.At("starts_at"), row.At("ends_at")),
            ("provider", wanted.ProviderId), ("from", around.Start), ("to", around.End));
        return new Calendar(standing, closures, [])
            .Touching(wanted.Stretch, StartRules.From(call.Now))
            .All(slot => slot.State == SlotState.Closed);
    }

    /// <summary>
    /// The appointments among openings that are held or confirmed. Their reservations are shown through the opening, so
    /// it must stay.
    /// </summary>
    static async Task<List<Opening>> FindBooked(Session session, Call call, List<Opening> standing)
    {
        var appointments = standing.Where(one => one.Type is not null).Select(one => one.Id).ToList();
        if (appointments.Count == 0)
            return [];
        var booked = await session.All(
            FindReserved, row => row.Long("opening_id"), ("openings", appointments), ("now", call.Now));
        return standing.FindAll(one => booked.Contains(one.Id));
    }

    /// <summary>Removes openings, and offers the parts of them outside a period as new ones.</summary>
    static async Task<List<Opening>> Cut(
        Session session, Call call, List<Opening> standing, Interval stretch)
    {
        if (standing.Count > ReplacedMax)
            throw SchedulingErrors.TooManyOpenings.Refused(ReplacedMax);
        await Remove(session, call, standing);
        foreach (var opening in standing)
            await ProviderLog.Append(session, call, opening.Event("removed"));

        var remaining = new List<Opening>();
        foreach (var part in standing.SelectMany(opening => opening.Beside(stretch)))
        {
            var left = await Insert(session, call, part)
                ?? throw new InvalidOperationException("An opening was offered under the calendar's lock.");
            await ProviderLog.Append(session, call, left.Event("offered"));
            remaining.Add(left);
        }
        return remaining;
    }

    static async Task<Opening?> Insert(Session session, Call call, Opening wanted)
    {
        if (await session.Number(InsertOpening, ("provider", wanted.ProviderId), ("starts", wanted.StartsAt),
                ("ends", wanted.EndsAt), ("length", wanted.SlotLength), ("type", wanted.Type),
                ("zone", wanted.Hours?.TimeZone), ("local", wanted.Hours?.LocalStart),
                ("services", wanted.Hours?.ServiceIds.Count > 0 ? 1L : 0L), ("now", call.Now)) is not { } id)
            return null;
        await AddServices(session, wanted.ProviderId, [wanted]);
        return wanted with { Id = id };
    }

    /// <summary>Offers openings of a provider's working hours where none stand, all in one statement.</summary>
    public static async ValueTask Add(Session session, Call call, long providerId, IReadOnlyList<Opening> wanted)
    {
        var rows = wanted.Select(one => new
        {
            starts = one.StartsAt.Micros,
            ends = one.EndsAt.Micros,
            slot = one.SlotLength.Micros,
            zone = one.Hours!.TimeZone,
            local = one.Hours.LocalStart,
            services = one.Hours.ServiceIds.Count > 0 ? 1 : 0,
        });
        await session.Enqueue(InsertMany,
            ("provider", providerId), ("openings", JsonSerializer.Serialize(rows)), ("now", call.Now));
        await AddServices(session, providerId, wanted);
    }

    static async ValueTask AddServices(Session session, long providerId, IReadOnlyList<Opening> wanted)
    {
        var offers = wanted.SelectMany(one => (one.Hours?.ServiceIds ?? []).Select(id => (Service: id, one.EndsAt)));
        foreach (var offer in offers.GroupBy(one => one.Service, one => one.EndsAt.Micros))
        {
            IReadOnlyList<long> ends = offer.ToList();
            await session.Enqueue(InsertService, ("provider", providerId), ("ends", ends), ("service", offer.Key));
        }
    }

    /// <summary>Marks openings as removed.</summary>
    public static async ValueTask Remove(Session session, Call call, IEnumerable<Opening> openings)
    {
        IReadOnlyList<long> ids = openings.Select(opening => opening.Id).ToList();
        await session.Enqueue(RemoveOpenings, ("ids", ids), ("now", call.Now));
    }

    static Refused Overlaps(Opening wanted, IReadOnlyList<Opening> standing) => SchedulingErrors.OpeningOverlaps
        .Refused()
        .With("range", new OfferOpenings.Range(wanted.StartsAt, wanted.EndsAt))
        .With("openings", standing.Take(ShownMax).ToList());

    static readonly Sql InsertOpening = new("""
        INSERT INTO openings
            (provider_id, starts_at, ends_at, slot_micros, type, time_zone, local_start, services_only, created_at)
        VALUES (@provider, @starts, @ends, @length, @type, @zone, @local, @services, @now)
        ON CONFLICT DO NOTHING
        RETURNING id AS n
        """);

    const string InsertColumns = """
        INSERT INTO openings
            (provider_id, starts_at, ends_at, slot_micros, time_zone, local_start, services_only, created_at)
        """;

    static readonly Sql InsertMany = new(
        sqlite: $"""
            {InsertColumns}
            SELECT @provider, value ->> 'starts', value ->> 'ends', value ->> 'slot', value ->> 'zone',
                   value ->> 'local', value ->> 'services', @now
            FROM json_each(@openings)
            WHERE TRUE
            ON CONFLICT DO NOTHING
            """,
        postgres: $"""
            {InsertColumns}
            SELECT @provider, starts, ends, slot, zone, local, services, @now
            FROM json_to_recordset(CAST(@openings AS JSON)) AS given(
                starts BIGINT, ends BIGINT, slot BIGINT, zone TEXT, local TEXT, services BIGINT)
            ON CONFLICT DO NOTHING
            """);

    // No two standing openings of a provider end at the same moment.
    static readonly Sql InsertService = new("""
        INSERT INTO opening_services (opening_id, service_id)
        SELECT id, CAST(@service AS BIGINT)
        FROM openings
        WHERE provider_id = @provider AND ends_at {list ends} AND removed_at IS NULL
        """);

    // Openings of a provider do not overlap, so the order of their ends is that of their starts.
    static readonly Sql FindStanding = new($"""
        SELECT {Opening.ColumnsWithHours}
        FROM openings
        WHERE provider_id = @provider AND removed_at IS NULL AND {Opening.Overlap}
        ORDER BY ends_at
        LIMIT @limit
        """);

    static readonly Sql FindClosures = new("""
        SELECT starts_at, ends_at
        FROM closures
        WHERE provider_id = @provider AND ends_at > @from AND starts_at < @to
        ORDER BY starts_at
        """);

    static readonly Sql FindReserved = new($$"""
        SELECT opening_id
        FROM reservations
        WHERE opening_id {list openings} AND {{Reservation.LiveNow()}}
        """);

    static readonly Sql RemoveOpenings = new("UPDATE openings SET removed_at = @now WHERE id {list ids}");
}
