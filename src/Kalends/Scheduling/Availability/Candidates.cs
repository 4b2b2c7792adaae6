using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Providers.Public;

namespace Kalends.Scheduling.Availability;

/// <summary>An opening that may be free at a start.</summary>
/// <param name="Start">The start.</param>
/// <param name="ProviderId">The provider.</param>
/// <param name="SlotLength">The length of the opening's slots.</param>
/// <param name="Zone">The provider's time zone, if it makes a difference.</param>
/// <param name="Asked">The place of the tick among those that one statement asked.</param>
sealed record Candidate(Instant Start, long ProviderId, TimeSpan SlotLength, DateTimeZone Zone, long Asked)
{
    public Spot Spot => new(Start, ProviderId);

    public static Candidate Read(Row row) => new(
        row.At("starts_at"), row.Long("provider_id"), Opening.LengthOf(row.Long("slot_micros")),
        Providers.Public.Zone.Of(row.Text("time_zone")), row.Long("asked"));
}

/// <summary>Finds the openings of many providers that may be free at the starts of their slots.</summary>
sealed class Candidates(Session session, Call call, SlotSearch search, Notices.Stage stage, Notices notices)
{
    /// <summary>The numbers of ticks in a statement, so that there are few different ones.</summary>
    public static readonly int[] Sizes = [4, 16, 64, 256];

    /// <summary>The greatest number of ticks of one instant that one statement merges.</summary>
    const int MergedMax = 16;

    const string AnyZone = "";

    IReadOnlyList<string> _zones = [AnyZone];

    /// <summary>A tick for the providers of one time zone, or of any.</summary>
    readonly record struct Question(Ticks.Tick Tick, string Zone);

    /// <summary>Finds the time zones, where those of the providers decide which starts count.</summary>
    public async Task Begin()
    {
        if (!search.Times.AreAll && search.Times.Zone is null)
            _zones = await session.All(FindZones, row => row.Text("time_zone"));
    }

    /// <summary>Whether a start counts for anybody.</summary>
    public bool AreAsked(Instant start) => _zones.Any(zone => IsAsked(start, zone));

    bool IsAsked(Instant start, string zone) => search.Times.Has(start, Zone.Of(zone));

    /// <summary>
    /// The next candidates in order, and the place up to which these are all; null if there are no others.
    /// </summary>
    public async Task<(List<Candidate> Found, Spot? End)> Find(List<Ticks.Tick> ticks, Spot? after, int limit)
    {
        var all = new List<Candidate>();
        var ends = new List<Spot>();
        var asked = ticks
            .Where(tick => after is null || tick.Start >= after.Value.Start)
            .SelectMany(tick => _zones, (tick, zone) => new Question(tick, zone))
            .Where(one => IsAsked(one.Tick.Start, one.Zone))
            .ToList();
        var first = asked.Count(one => one.Tick.Start == asked[0].Tick.Start);
        var merges = session.Merges && first == asked.Count && first <= MergedMax;
        // Some ticks of an instant find more than others, and what lies behind the last of a full one does not count.
        var each = Fours(merges ? limit : Math.Clamp(2 * limit / Math.Max(first, 1), 1, limit));
        foreach (var some in asked.Chunk(Sizes[^1]))
        {
            var given = new Parameters();
            var text = merges ? Merged(some, after, each, given) : Each(some, after, each, given);
            var found = await session.All(
                Sql.Shaped(text), Candidate.Read,
                [("now", call.Now), ("service", search.Service?.Id), .. given.Values]);
            all.AddRange(found);
            ends.AddRange(found.GroupBy(one => one.Asked).Where(tick => tick.Count() == each)
                .Select(tick => tick.MaxBy(one => one.ProviderId)!.Spot));
        }
        Spot? end = ends.Count == 0 ? null : ends.Min();
        var ordered = all.OrderBy(one => one.Spot).TakeWhile(one => end?.CompareTo(one.Spot) is not < 0).ToList();
        var enough = Enough(ordered, limit);
        return enough < ordered.Count ? (ordered[..enough], ordered[enough - 1].Spot) : (ordered, end);
    }

    /// <summary>The number of the first candidates that may yield as many starts.</summary>
    int Enough(List<Candidate> ordered, int starts)
    {
        if (!search.Once)
            return Math.Min(ordered.Count, starts);
        var providers = new HashSet<long>();
        return ordered.TakeWhile(one => !providers.Add(one.ProviderId) || providers.Count <= starts).Count();
    }

    /// <summary>A number or a little more, so that there are few different statements.</summary>
    static int Fours(int number) => (number + 3) / 4 * 4;

    /// <summary>
    /// Reads the ticks of one instant in the order of providers, so that no more openings are tested than are wanted.
    /// </summary>
    string Merged(Question[] asked, Spot? after, int most, Parameters given)
    {
        var isFree = IsFree(given);
        var parts = asked.Select(one => PlaceOf(one, after, given)).Select(at => $"""
            SELECT {at.Start} AS starts_at, f.provider_id, f.slot_micros, {at.Zone} AS time_zone, 0 AS asked
            FROM free_openings f
            WHERE {isFree(at)}
            """);
        return $"""
            {string.Join("\nUNION ALL\n", parts)}
            ORDER BY provider_id
            LIMIT {most}
            """;
    }

    /// <summary>Reads as many openings of each tick.</summary>
    string Each(Question[] asked, Spot? after, int each, Parameters given)
    {
        var isFree = IsFree(given);
        var size = Sizes.First(size => size >= asked.Length);
        var rows = asked.Concat(Enumerable.Repeat(new Question(default, AnyZone), size - asked.Length))
            .Select((one, at) => PlaceOf(one, after, given).Row(at));
        return $$"""
            SELECT asked.column1 AS starts_at, f.provider_id, f.slot_micros, asked.column6 AS time_zone,
                   asked.column7 AS asked
            FROM (VALUES {{string.Join(", ", rows)}}) AS asked
            {each free_openings f}
                FROM free_openings f
                WHERE {{isFree(Place.OfRow)}}
                ORDER BY f.provider_id
                LIMIT {{each}}
            {end f}
            """;
    }

    /// <summary>The expressions for what is asked of openings.</summary>
    /// <param name="Start">The start of the slot.</param>
    /// <param name="From">The start of the opening.</param>
    /// <param name="To">The end of the opening.</param>
    /// <param name="Slot">The length of its slots.</param>
    /// <param name="Behind">The provider behind whom the others are.</param>
    /// <param name="Zone">The time zone of the provider.</param>
    readonly record struct Place(string Start, string From, string To, string Slot, string Behind, string Zone)
    {
        public static readonly Place OfRow = new(
            "asked.column1", "asked.column2", "asked.column3", "asked.column4", "asked.column5", "asked.column6");

        public string Row(int at) => $"({Start}, {From}, {To}, {Slot}, {Behind}, {Zone}, {at})";
    }

    static Place PlaceOf(Question asked, Spot? after, Parameters given)
    {
        var (start, shape) = asked.Tick;
        var behind = after is { } place && place.Start == start ? place.ProviderId : 0;
        return new(
            given.Add(start.Micros), given.Add(shape.StartsAt.Micros), given.Add(shape.EndsAt.Micros),
            given.Add(shape.SlotLength.Ticks / 10), given.Add(behind), given.Add(asked.Zone));
    }

    /// <summary>The condition on <c>free_openings f</c> at a place.</summary>
    Func<Place, string> IsFree(Parameters given)
    {
        var (fit, whose) = (search.Fit, stage.Whose.Condition(given));
        var length = fit.Length is { } care ? given.Add(care) : "f.slot_micros";
        var (before, behind) = (given.Add(fit.Before), given.Add(fit.After));
        return at =>
        {
            var end = $"({at.Start} + {length})";
            return $"""
                f.starts_at = {at.From} AND f.ends_at = {at.To} AND f.slot_micros = {at.Slot}
                  AND f.free_micros > 0 AND f.provider_id > {at.Behind} AND {Admits} AND {Fits(end)}
                  AND {IsUntaken($"{at.Start} - {before}", $"{end} + {behind}")}
                  AND (SELECT 1 FROM closures c
                       WHERE c.provider_id = f.provider_id AND c.ends_at > {at.Start} AND c.starts_at < {end}
                       LIMIT 1) IS NULL
                  AND (SELECT 1 FROM external_busy e
                       WHERE e.provider_id = f.provider_id AND {ExternalBusy.Overlap(at.Start, end, "e.")}
                       LIMIT 1) IS NULL
                  AND (SELECT 1 FROM public_providers p
                       WHERE p.id = f.provider_id AND {Profile.Listed}
                         AND ({at.Zone} = '' OR p.time_zone = {at.Zone})
                         AND {whose}
                         AND {notices.Condition(stage.Window, at.Start, "f.starts_at", given)}
                       LIMIT 1) IS NOT NULL
                """;
        };
    }

    // Live reservations of a provider never overlap, so the first that ends after the beginning decides.
    static string IsUntaken(string from, string to) => $"""
        COALESCE(
            (SELECT r.busy_from FROM reservations r
             WHERE r.provider_id = f.provider_id AND {Reservation.LiveNow("r.")} AND r.busy_to > {from}
             ORDER BY r.busy_to
             LIMIT 1),
            {long.MaxValue}) >= {to}
        """;

    string Admits => search.Service is null
        ? "f.services_only = 0"
        : """
            f.typed = 0 AND (f.services_only = 0
                OR (SELECT 1 FROM opening_services s WHERE s.opening_id = f.id AND s.service_id = @service) IS NOT NULL)
            """;

    // Care that outlasts the opening needs another one that adjoins; how far these reach the calendar tells.
    string Fits(string end) => search.Service is null
        ? "TRUE"
        : $"""
            ({end} <= f.ends_at OR f.ends_at = (
                SELECT n.starts_at
                FROM openings n
                WHERE n.provider_id = f.provider_id AND n.removed_at IS NULL AND n.ends_at > f.ends_at
                ORDER BY n.ends_at
                LIMIT 1))
            """;

    static readonly Sql FindZones = new("""
        WITH RECURSIVE zones (time_zone) AS (
            SELECT (SELECT MIN(time_zone) FROM public_providers WHERE active = 1)
            UNION ALL
            SELECT (
                SELECT MIN(p.time_zone)
                FROM public_providers p
                WHERE p.active = 1 AND p.time_zone > zones.time_zone)
            FROM zones
            WHERE zones.time_zone IS NOT NULL
        )
        SELECT time_zone FROM zones WHERE time_zone IS NOT NULL
        """);
}
