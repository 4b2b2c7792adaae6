using Kalends.Bench.Kit;
using Kalends.Providers.Public;
using Kalends.Scheduling;

namespace Kalends.Bench;

/// <summary>
/// The first slots that can be booked with anybody, of 50, 500 and 5,000 providers with openings for a year, four
/// fifths of the next 14 days taken; on both engines.
/// </summary>
static class FirstSlots
{
    const int PageSize = 20;
    public const int ProvidersAtFull = 5000;
    static readonly int[] Sizes = [50, 500, ProvidersAtFull];

    const string Limit = """
        Of few providers all calendars of a day are read. Of many a search goes from one start to the next and asks the
        openings that have a slot there, by the index of openings of the same stretch, until the page is full: it asks
        five openings for a free one, however many providers there are.
        """;

    const string FirstLimit = """
        All slots of the first eleven days are taken. An opening whose time is all confirmed is no longer in the index,
        so the search begins where something is free.
        """;

    const string BareLimit = """
        The reference is one statement by hand, prepared, that finds the earliest start with a free opening and the page
        at it, by four tasks without HTTP. It knows of one instant only, behind the usual notice, and of no other
        policy, buffer or service. What comes on top are the request, its token and log, finding out when somebody may
        be booked and how few the providers are, and judging what was found by the calendars and policies of its
        providers.
        """;

    public static async Task<IReadOnlyList<Figure>> Run(Workshop shop) =>
    [
        .. await On(shop, "SQLite", (size, taken) => CalendarLoad.File(shop, size, taken)),
        .. await On(shop, "PostgreSQL", (size, taken) => CalendarLoad.Database(shop, size, taken)),
    ];

    static async Task<IReadOnlyList<Figure>> On(
        Workshop shop, string engine, Func<int, CalendarLoad.Taken, Task<string>> load)
    {
        var works = new List<Func<TimeSpan, Task<double>>>();
        var servers = new List<DirectoryServer>();
        const string path = "/v1/slots?limit=20";
        foreach (var taken in Enum.GetValues<CalendarLoad.Taken>())
            foreach (var size in Sizes)
            {
                var database = await load(size, taken);
                servers.Add(shop.Keep(await DirectoryServer.Start(shop, database)));
                works.Add(servers[^1].Ask("first", path));
                if (taken == CalendarLoad.Taken.Here && size == Sizes[^1])
                    works.Add(await ByHand(servers[^1], database, path));
            }

        var rates = await Rounds.Turns(shop, DirectoryServer.Turn, works);
        // Other benches work on the same databases.
        foreach (var server in servers)
            await server.DisposeAsync();
        Rounds Of(int subject, int reference) => new(rates[subject], rates[reference]);
        var first = $"first {PageSize} slots of anybody, {engine}";
        return
        [
            servers[1].WithLatency(
                Figure.AtMost(3, $"{first}, 500 providers", "of 50", Of(1, 0), Limit), "first"),
            servers[2].WithLatency(
                Figure.AtMost(3, $"{first}, 5,000 providers", "of 50", Of(2, 0), Limit), "first"),
            Figure.AtMost(2, $"{first}, 5,000 providers", "one statement by hand, 4 tasks without HTTP", Of(2, 3),
                BareLimit),
            servers[5].WithLatency(
                Figure.AtMost(3, $"{first}, 5,000 providers, the first days all taken", "of 50", Of(6, 4), FirstLimit),
                "first"),
        ];
    }

    /// <summary>One statement as a good hand would write it, which finds the answer by itself; and its plan.</summary>
    static async Task<Func<TimeSpan, Task<double>>> ByHand(DirectoryServer server, string database, string path)
    {
        await using var asker = await Asker.Open(database);
        var items = (await server.Answer(path)).GetProperty("items").EnumerateArray().ToList();
        var notice = Policy.Default(new SchedulingSettings()).BookNotice;
        var statement = Statement((Instants.From(DateTimeOffset.UtcNow) + notice).Micros);
        DirectoryServer.MustBeSame(
            "first slots", [.. items.Select(item => item.GetProperty("provider_id").GetInt64())],
            await asker.Read(statement));
        await Console.Error.WriteLineAsync(await asker.Plan(statement));
        return DirectoryServer.Bare(database, one => one.Read(statement));
    }

    // The stretches of the next openings are found from one another in their index, their starts are counted out, and
    // the earliest start with a free opening gives the page.
    static string Statement(long now)
    {
        string Next(string column, string after) => $"""
            (SELECT f.{column}
             FROM free_openings f
             WHERE f.free_micros > 0
               AND (f.starts_at, f.ends_at, f.slot_micros, f.provider_id) > ({after}, {long.MaxValue})
             ORDER BY f.starts_at, f.ends_at, f.slot_micros, f.provider_id
             LIMIT 1)
            """;
        string Shape(string after) =>
            $"{Next("starts_at", after)}, {Next("ends_at", after)}, {Next("slot_micros", after)}";
        const string after = "+one.starts_at, +one.ends_at, +one.slot_micros";
        var free = $"""
            f.starts_at = t.starts_at AND f.ends_at = t.ends_at AND f.slot_micros = t.slot_micros AND f.free_micros > 0
              AND (SELECT 1 FROM reservations r
                   WHERE r.provider_id = f.provider_id AND r.state IN ('held', 'confirmed') AND r.busy_to > t.start
                     AND r.busy_to < t.start + t.slot_micros + {Longest} AND r.busy_from < t.start + t.slot_micros
                   LIMIT 1) IS NULL
              AND (SELECT 1 FROM closures c
                   WHERE c.provider_id = f.provider_id AND c.ends_at > t.start AND c.starts_at < t.start + t.slot_micros
                   LIMIT 1) IS NULL
              AND (SELECT 1 FROM providers p WHERE p.id = f.provider_id AND {Profile.Listed} LIMIT 1) IS NOT NULL
            """;
        return $$"""
            WITH RECURSIVE shapes (starts_at, ends_at, slot_micros, n) AS (
                SELECT {{Shape($"{now - 24 * Hour}, 0, 0")}}, 1
                UNION ALL
                SELECT {{Shape(after)}}, one.n + 1
                FROM shapes one
                WHERE one.starts_at IS NOT NULL AND one.n < {{Shapes}}
            ), ticks (start, starts_at, ends_at, slot_micros) AS (
                SELECT CASE WHEN starts_at >= {{now}} THEN starts_at
                       ELSE starts_at + ({{now}} - starts_at + slot_micros - 1) / slot_micros * slot_micros END,
                       starts_at, ends_at, slot_micros
                FROM shapes
                WHERE ends_at > {{now}}
                UNION ALL
                SELECT start + slot_micros, starts_at, ends_at, slot_micros
                FROM ticks
                WHERE start + 2 * slot_micros <= ends_at
            ), firsts (start) AS (
                SELECT t.start
                FROM (SELECT * FROM ticks WHERE start < ends_at ORDER BY start) AS t
                WHERE (SELECT 1 FROM free_openings f WHERE {{free}} LIMIT 1) IS NOT NULL
                LIMIT 1
            )
            SELECT f.provider_id, t.start, t.slot_micros
            FROM (SELECT * FROM ticks WHERE start = (SELECT start FROM firsts)) AS t
            {each free_openings f}
                FROM free_openings f
                WHERE {{free}}
                ORDER BY f.provider_id
                LIMIT {{PageSize}}
            {end f}
            ORDER BY f.provider_id
            LIMIT {{PageSize}}
            """;
    }

    /// <summary>The number of stretches that are looked at: those of today and of the next day.</summary>
    const int Shapes = 32;
    const long Hour = 3_600_000_000;
    const long Longest = 172_800_000_000;
}
