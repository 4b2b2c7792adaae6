using System.Globalization;
using Kalends.Bench.Kit;
using Kalends.Providers.Public;

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

    const string SearchLimit = """
        Ten profiles as objects and as JSON are most of a page. Who is free is found from the calendars of the first ten
        providers, one day of each, or from the first starts of all.
        """;

    const string BareLimit = """
        The reference is one statement by hand, prepared, with the instant of the answer and the stretches of its
        openings written into it, by four tasks without HTTP. What comes on top are the request, its token and log,
        finding out when somebody may be booked, which stretches there are and how few the providers are, and judging
        what was found by the calendars and policies of its providers.
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

        var searches = works.Count;
        foreach (var server in (DirectoryServer[])[servers[0], servers[2]])
            works.AddRange(Searches.Select(search => server.Ask(search.Name, search.Path)));

        var rates = await Rounds.Turns(shop, DirectoryServer.Turn, works);
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
            .. from size in (int[])[0, 1]
               from search in (int[])[1, 2]
               let at = searches + size * Searches.Length
               select Figure.AtMost(
                   2, $"search of {(size == 0 ? "50" : "5,000")} providers {Searches[search].Name}, {engine}",
                   "the same without asking who is free", Of(at + search, at), SearchLimit),
        ];
    }

    /// <summary>A page of the directory; the same of those who are free soon; and by the next free slot.</summary>
    static readonly (string Name, string Path)[] Searches =
    [
        ("by cost", "/v1/providers?limit=10&order=cost"),
        ("by cost, free within a month", string.Create(
            CultureInfo.InvariantCulture,
            $"/v1/providers?limit=10&order=cost&free_before={Soon:yyyy-MM-dd}T00:00:00Z")),
        ("by the next free slot", "/v1/providers?limit=10&order=next_free"),
    ];

    static DateTime Soon => DateTime.UtcNow.AddDays(29);

    /// <summary>The statement that a good hand would write who knows where the answer is; and its plan.</summary>
    static async Task<Func<TimeSpan, Task<double>>> ByHand(DirectoryServer server, string database, string path)
    {
        await using var asker = await Asker.Open(database);
        var items = (await server.Answer(path)).GetProperty("items").EnumerateArray().ToList();
        var start = Instants.From(items[0].GetProperty("starts_at").GetDateTimeOffset()).Micros;
        var shapes = await asker.Rows($"""
            SELECT DISTINCT starts_at, ends_at, slot_micros
            FROM free_openings
            WHERE starts_at <= {start} AND ends_at > {start} AND ({start} - starts_at) % slot_micros = 0
            """);
        var each = shapes.Select(shape => $"""
            SELECT * FROM (
                SELECT f.provider_id, f.id, f.slot_micros
                FROM free_openings f
                JOIN providers p ON p.id = f.provider_id
                WHERE f.starts_at = {shape[0]} AND f.ends_at = {shape[1]} AND f.slot_micros = {shape[2]}
                  AND f.free_micros > 0 AND {Profile.Listed}
                  AND {Free("reservations r", "busy_from", "busy_to", start, shape[2], Live)}
                  AND {Free("closures r", "starts_at", "ends_at", start, shape[2], "")}
                ORDER BY f.provider_id
                LIMIT {PageSize}) AS one{shape[0]}_{shape[2]}
            """);
        var statement = $"{string.Join("\nUNION ALL\n", each)}\nORDER BY provider_id LIMIT {PageSize}";
        DirectoryServer.MustBeSame(
            "first slots", [.. items.Select(item => item.GetProperty("provider_id").GetInt64())],
            await asker.Read(statement));
        await Console.Error.WriteLineAsync(await asker.Plan(statement));
        return DirectoryServer.Bare(database, one => one.Read(statement));
    }

    static string Free(string rows, string from, string to, long start, long slot, string which) => $"""
        NOT EXISTS (
            SELECT 1 FROM {rows}
            WHERE r.provider_id = f.provider_id {which} AND r.{to} > {start} AND r.{to} < {start + slot + Longest}
              AND r.{from} < {start + slot})
        """;

    const string Live = "AND r.state IN ('held', 'confirmed')";
    const long Longest = 172_800_000_000;
}
