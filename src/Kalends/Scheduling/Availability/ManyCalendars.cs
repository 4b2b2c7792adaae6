using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Providers.Public;

namespace Kalends.Scheduling.Availability;

/// <summary>
/// Finds the first starts of many providers: it goes from one start of slots to the next, and at each asks the openings
/// that have a slot there, in the order of their providers, until the page is full.
/// </summary>
sealed class ManyCalendars(Session session, Call call, SlotSearch search, Notices.Stage stage, Notices notices)
{
    /// <summary>The sizes of a statement, so that there are few different ones; the first asks one instant.</summary>
    static readonly int[] Sizes = [4, 16, 64, 256];

    /// <summary>The number of openings that are asked for a page, about.</summary>
    const int AskedMax = 400_000;
    const int CandidatesMax = 500;
    const int JudgedMax = 5000;
    const int SkippedMax = 200_000;

    readonly HashSet<long> _seen = [];
    IReadOnlyList<string> _zones = [AnyZone];
    int _judged;

    const string AnyZone = "";

    /// <summary>
    /// Adds the next starts of the window, and answers where it stopped because it had done enough work.
    /// </summary>
    public async Task<Spot?> Find(List<FirstSlot> found, Spot? after, int most)
    {
        if (!search.Times.AreAll && search.Times.Zone is null)
            _zones = await session.All(FindZones, row => row.Text("time_zone"));
        var from = Instant.Max(stage.Window.Start, after?.Start ?? stage.Window.Start);
        var ticks = new Ticks(session, new Interval(from, stage.Window.End));
        var (size, asked, askedMax) = (0, 0, Sizes[^1]);
        while (asked < askedMax)
        {
            var some = await ticks.Next(
                size == 0 ? 1 : Sizes[size], start => _zones.Any(zone => IsAsked(start, zone)), SkippedMax);
            if (some.Count == 0)
                break;
            if (await Ask(some, found, after, most) is { } stopped)
                return stopped;
            if (found.Count >= most)
                return null;
            asked += some.Count;
            size = Math.Min(size + 1, Sizes.Length - 1);
            if (size == 2 && await session.Number(CountActive) is { } active)
                askedMax = (int)Math.Clamp(AskedMax / Math.Max(1, active), Sizes[1], 4096);
        }
        return await ticks.Peek() is { } next ? new Spot(next, 0) : null;
    }

    bool IsAsked(Instant start, string zone) => search.Times.Has(start, Zone.Of(zone));

    async Task<Spot?> Ask(List<Ticks.Tick> ticks, List<FirstSlot> found, Spot? after, int most)
    {
        var limit = most - found.Count + 2;
        while (true)
        {
            var (candidates, end) = await FindCandidates(ticks, after, limit);
            var judged = await Judge(candidates.Where(one => !search.Once || !_seen.Contains(one.ProviderId)).ToList());
            foreach (var slot in judged.Take(most - found.Count))
            {
                found.Add(slot);
                _seen.Add(slot.ProviderId);
            }
            if (found.Count >= most || end is null)
                return null;
            after = end;
            if ((_judged += candidates.Count) > JudgedMax)
                return after;
            limit = Math.Min(limit * 2, CandidatesMax);
        }
    }

    /// <summary>An opening that may be free at a start.</summary>
    /// <param name="Start">The start.</param>
    /// <param name="ProviderId">The provider.</param>
    /// <param name="SlotLength">The length of the opening's slots.</param>
    /// <param name="Zone">The provider's time zone.</param>
    /// <param name="Asked">The place of the tick among those that one statement asked.</param>
    sealed record Candidate(Instant Start, long ProviderId, TimeSpan SlotLength, DateTimeZone Zone, long Asked)
    {
        public Spot Spot => new(Start, ProviderId);

        public static Candidate Read(Row row) => new(
            row.At("starts_at"), row.Long("provider_id"), Opening.LengthOf(row.Long("slot_micros")),
            Providers.Public.Zone.Of(row.Text("time_zone")), row.Long("asked"));
    }

    /// <summary>The candidates whose calendars say that they are free, in the same order.</summary>
    async Task<List<FirstSlot>> Judge(IReadOnlyList<Candidate> candidates)
    {
        var free = new List<FirstSlot>();
        if (candidates.Count == 0)
            return free;
        var care = new Interval(
            candidates[0].Start, candidates.Max(one => one.Start + (search.Fit.Length ?? one.SlotLength)));
        IReadOnlyList<long> ids = candidates.Select(one => one.ProviderId).Distinct().ToList();
        var asked = candidates.ToLookup(one => one.ProviderId);
        var rules = await CalendarRules.Of(session, call, ids, care, search.Service);
        if (search.Once)
            await Calendar.Each(
                session, ids, new Interval(search.Window.Start, care.End),
                (id, calendar) => free.AddRange(Firsts(calendar, asked[id].ToList(), rules(id))), search.Service);
        else
            await Calendar.EachFor(
                session, ids, care,
                (id, calendar) => free.AddRange(Those(calendar, asked[id], rules(id))), search.Service);
        return free.OrderBy(slot => slot.StartsAt).ThenBy(slot => slot.ProviderId).ToList();
    }

    IEnumerable<FirstSlot> Those(Calendar calendar, IEnumerable<Candidate> asked, StartRules rules) =>
        from one in asked
        from slot in search.Free(calendar, At(one.Start), rules, one.Zone)
        select FirstSlot.Of(one.ProviderId, slot);

    // A provider whose first start is an earlier one has been found there.
    IEnumerable<FirstSlot> Firsts(Calendar calendar, List<Candidate> asked, StartRules rules) => search
        .Free(calendar, new Interval(search.Window.Start, At(asked[^1].Start).End), rules, asked[0].Zone)
        .Take(1)
        .Where(slot => asked.Exists(one => one.Start == slot.StartsAt))
        .Select(slot => FirstSlot.Of(asked[0].ProviderId, slot));

    static Interval At(Instant start) => new(start, start + Instants.Moment);

    /// <summary>
    /// The next candidates in order, and the place up to which these are all; null if there are no others.
    /// </summary>
    async Task<(List<Candidate> Candidates, Spot? End)> FindCandidates(List<Ticks.Tick> ticks, Spot? after, int limit)
    {
        var all = new List<Candidate>();
        var ends = new List<Spot>();
        var asked = ticks
            .Where(tick => after is null || tick.Start >= after.Value.Start)
            .SelectMany(tick => _zones.Where(zone => IsAsked(tick.Start, zone)).Select(zone => (tick, zone)))
            .ToList();
        var each = EachOf(limit, asked.Count(one => one.tick.Start == asked[0].tick.Start));
        foreach (var some in asked.Chunk(Sizes[^1]))
        {
            var given = new Parameters();
            var found = await session.All(
                Sql.Shaped(Text(some, after, each, given)), Candidate.Read,
                [("now", call.Now), ("service", search.Service?.Id), .. given.Values]);
            all.AddRange(found);
            ends.AddRange(found.GroupBy(one => one.Asked).Where(tick => tick.Count() == each)
                .Select(tick => tick.MaxBy(one => one.ProviderId)!.Spot));
        }
        Spot? end = ends.Count == 0 ? null : ends.Min();
        var ordered = all.OrderBy(one => one.Spot).TakeWhile(one => end?.CompareTo(one.Spot) is not < 0).ToList();
        return ordered.Count <= limit ? (ordered, end) : (ordered[..limit], ordered[limit - 1].Spot);
    }

    /// <summary>
    /// The number of openings that are asked for at a tick: twice its share of the page. It is one of few numbers, so
    /// that there are few different statements.
    /// </summary>
    static int EachOf(int limit, int ticks) =>
        Math.Min((2 * limit / Math.Max(ticks, 1) + 7) / 4 * 4, (limit + 3) / 4 * 4);

    string Text((Ticks.Tick Tick, string Zone)[] asked, Spot? after, int each, Parameters given)
    {
        var rows = asked
            .Select((one, at) => Row(at, one.Tick.Start, one.Tick.Shape, one.Zone, after, given))
            .Concat(Enumerable.Repeat(0, Sizes.First(size => size >= asked.Length) - asked.Length)
                .Select((_, at) => Row(asked.Length + at, Instants.Earliest, default, AnyZone, null, given)));
        var values = string.Join(", ", rows);
        var fit = search.Fit;
        var end = $"(asked.column1 + {(fit.Length is { } length ? given.Add(length) : "f.slot_micros")})";
        var taken = (
            From: $"asked.column1 - {given.Add(fit.Before)}", To: $"{end} + {given.Add(fit.After)}");
        return $$"""
            SELECT asked.column1 AS starts_at, f.provider_id, f.slot_micros, z.time_zone, asked.column7 AS asked
            FROM (VALUES {{values}}) AS asked
            {each free_openings f}
                FROM free_openings f
                WHERE f.starts_at = asked.column2 AND f.ends_at = asked.column3 AND f.slot_micros = asked.column4
                  AND f.free_micros > 0 AND f.provider_id > asked.column5 AND {{Admits}} AND {{Fits(end)}}
                  AND (SELECT 1 FROM reservations r
                       WHERE r.provider_id = f.provider_id AND {{Reservation.LiveNow("r.")}}
                         AND {{Reservation.Overlap(taken.From, taken.To, "r.")}}
                       LIMIT 1) IS NULL
                  AND (SELECT 1 FROM closures c
                       WHERE c.provider_id = f.provider_id AND c.ends_at > asked.column1 AND c.starts_at < {{end}}
                       LIMIT 1) IS NULL
                  AND (SELECT 1 FROM external_busy e
                       WHERE e.provider_id = f.provider_id AND {{ExternalBusy.Overlap("asked.column1", end, "e.")}}
                       LIMIT 1) IS NULL
                  AND (SELECT 1 FROM public_providers p
                       WHERE p.id = f.provider_id AND {{Profile.Listed}}
                         AND (asked.column6 = '' OR p.time_zone = asked.column6)
                         AND {{stage.Whose.Condition(given)}}
                         AND {{notices.Condition(stage.Window, "asked.column1", "f.starts_at", given)}}
                       LIMIT 1) IS NOT NULL
                ORDER BY f.provider_id
                LIMIT {{each}}
            {end f}
            JOIN public_providers z ON z.id = f.provider_id
            """;
    }

    static string Row(int at, Instant start, Shape shape, string zone, Spot? after, Parameters given)
    {
        var behind = after is { } place && place.Start == start ? place.ProviderId : 0;
        return $"({given.Add(start.Micros)}, {given.Add(shape.StartsAt.Micros)}, {given.Add(shape.EndsAt.Micros)}, " +
            $"{given.Add(shape.SlotLength.Ticks / 10)}, {given.Add(behind)}, {given.Add(zone)}, {at})";
    }

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

    static readonly Sql CountActive = new("""
        SELECT COUNT(*) AS n
        FROM (SELECT 1 FROM public_providers WHERE active = 1 LIMIT 20001) AS counted
        """);

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
