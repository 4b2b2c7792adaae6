using System.Globalization;
using System.Text.Json;
using Kalends.Bench.Kit;
using Kalends.Providers;
using Kalends.Scheduling.Openings;

namespace Kalends.Bench;

/// <summary>
/// What a page costs when a hundred times as much is stored, or with <c>--large</c> ten thousand times: the same page
/// of a small and of a large database, on both engines.
/// </summary>
static class Growth
{
    const string Tree = """
        An index leads to the first row of a page, and the page is what follows. It may take the time that the depth of
        the index grows by.
        """;

    const string First = """
        Of few providers the calendars of a day are read, of many the openings by their starts; either way until the
        page is full.
        """;

    const string Scores = """
        Faster than the logarithm, because no index has the scores, which depend on what is asked: all who fit are
        scored and sorted, and in a larger directory more fit.
        """;

    const string Months = """
        The slots of a week, of a provider with openings for 24 months and of one with those of a month. The openings of
        the week are found by their index.
        """;

    /// <param name="Name">What is asked for.</param>
    /// <param name="Path">The path of the request.</param>
    /// <param name="Body">The file with its body; null where it has none.</param>
    /// <param name="Limit">What holds it where it is.</param>
    sealed record Page(string Name, string Path, string? Body = null, string Limit = Tree);

    /// <param name="What">What much is stored of.</param>
    /// <param name="Small">Rows of the small database.</param>
    /// <param name="Large">Rows of the large one.</param>
    /// <param name="Load">Fills a database so that it has as many.</param>
    /// <param name="Pages">What is asked of both.</param>
    sealed record Stored(
        string What, int Small, int Large, Func<int, Task<string>> Load, IReadOnlyList<Page> Pages)
    {
        /// <summary>How many times as long a page may take.</summary>
        public double Goal => Math.Round(Math.Log(Large) / Math.Log(Small), 1);
    }

    public static async Task<IReadOnlyList<Figure>> Run(Workshop shop)
    {
        var cluster = await Cluster.Of(shop);
        return
        [
            .. await On(
                shop, "SQLite", rows => EventWorld.File(shop, rows), rows => LedgerData.File(shop, rows),
                providers => CalendarLoad.File(shop, providers, CalendarLoad.Taken.Here),
                () => Task.FromResult(shop.PathOf("months.db"))),
            .. await On(
                shop, "PostgreSQL", rows => EventWorld.Database(shop, rows), cluster.Ledger,
                providers => CalendarLoad.Database(shop, providers, CalendarLoad.Taken.Here),
                () => cluster.Empty("months")),
        ];
    }

    static async Task<IReadOnlyList<Figure>> On(
        Workshop shop, string engine, Func<int, Task<string>> events, Func<int, Task<string>> careEvents,
        Func<int, Task<string>> calendars, Func<Task<string>> empty)
    {
        var (rows, providers) = shop.IsLarge ? (10_000_000, 1_000_000) : (100_000, 10_000);
        var figures = new List<Figure>();
        foreach (var stored in (Stored[])
        [
            new("events", 1000, rows, events, [new("the log", "/v1/events?limit=50")]),
            new("care events", 1000, rows, careEvents, [new("care events", "/v1/care-events?limit=50")]),
            new("reservations", 1000, rows, reservations => calendars(reservations / ReservationsEach),
                [new("reservations", "/v1/reservations?limit=50")]),
            new("providers", 100, providers, calendars, await OfDirectory(shop)),
        ])
            figures.AddRange(await Compare(shop, engine, stored));
        figures.Add(await CompareMonths(shop, engine, await empty()));
        return figures;
    }

    /// <summary>Four fifths of the slots of ten days.</summary>
    const int ReservationsEach = 125;

    static async Task<IReadOnlyList<Page>> OfDirectory(Workshop shop) =>
    [
        new("reviews, ten of each provider", "/v1/reviews?limit=50"),
        new("a search by cost", "/v1/providers?order=cost&limit=20"),
        new("a search by the next free slot", "/v1/providers?order=next_free&limit=20", Limit: First),
        new("the first slots of anybody", "/v1/slots?limit=20", Limit: First),
        new("a recommendation by cost", "/v1/providers/recommend", await Recommend(shop, "cost")),
        new("a recommendation by match", "/v1/providers/recommend", await Recommend(shop, "match"), Scores),
    ];

    static async Task<string> Recommend(Workshop shop, string order)
    {
        var (file, today) = (shop.PathOf($"grown-{order}.json"), DateOnly.FromDateTime(DateTime.UtcNow));
        await File.WriteAllBytesAsync(file, JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object>
        {
            ["skills"] = DirectoryData.Skills.Take(3),
            ["budget"] = 100_000,
            ["dates"] = new[] { new { from_date = today.AddDays(1), to_date = today.AddDays(9) } },
            ["order"] = order,
            ["limit"] = 10,
        }));
        return file;
    }

    static async Task<IReadOnlyList<Figure>> Compare(Workshop shop, string engine, Stored stored)
    {
        await using var small = await DirectoryServer.Start(shop, await stored.Load(stored.Small));
        await using var large = await DirectoryServer.Start(shop, await stored.Load(stored.Large));
        var works = new List<Func<TimeSpan, Task<double>>>();
        foreach (var page in stored.Pages)
        {
            await MustBeAsLong(page, small, large);
            works.Add(large.Ask(page.Name, page.Path, page.Body));
            works.Add(small.Ask(page.Name, page.Path, page.Body));
        }
        var rates = await Rounds.Turns(shop, DirectoryServer.Turn, works);
        return stored.Pages.Select((page, n) => large.WithLatency(
            Figure.AtMost(
                stored.Goal,
                string.Create(CultureInfo.InvariantCulture,
                    $"a page of {page.Name}, of {stored.Large:N0} {stored.What}, {engine}"),
                string.Create(CultureInfo.InvariantCulture, $"of {stored.Small:N0}"),
                new Rounds(rates[2 * n], rates[2 * n + 1]), page.Limit), page.Name)).ToList();
    }

    static async Task MustBeAsLong(Page page, DirectoryServer small, DirectoryServer large)
    {
        var (few, many) = (await Count(small, page), await Count(large, page));
        if (few == 0 || few != many)
            throw new InvalidOperationException($"{page.Name}: {few} rows came of a few, and {many} of many.");
    }

    static async Task<int> Count(DirectoryServer server, Page page) =>
        (await server.Answer(page.Path, page.Body)).GetProperty("items").GetArrayLength();

    static async Task<Figure> CompareMonths(Workshop shop, string engine, string database)
    {
        await using (var db = World.Open(database))
        {
            await World.LetIn(db);
            await Offer(db, 1, days: 31);
            await Offer(db, 2, days: 730);
        }
        await using var server = await DirectoryServer.Start(shop, database);
        string Week(int provider) => $"/v1/providers/{provider}/slots?from={World.Start}&to={World.Start + Days(7)}";
        var rates = await Rounds.Turns(shop, DirectoryServer.Turn, [
            server.Ask("24 months", Week(2)), server.Ask("a month", Week(1))]);
        return server.WithLatency(
            Figure.AtMost(
                Math.Round(Math.Log(730) / Math.Log(31), 1), $"slots of a week, of openings for 24 months, {engine}",
                "of openings for a month", new Rounds(rates[0], rates[1]), Months), "24 months");
    }

    // Eight hours of every day, in one request for a hundred days.
    static async Task Offer(Platform.Storage.Db db, int provider, int days)
    {
        var call = World.Call(db);
        await CreateProvider.Run(new($"Provider {provider}"), call);
        foreach (var some in Enumerable.Range(0, days).Select(day => World.Start + Days(day) + Hours(9)).Chunk(100))
            await OfferOpenings.Run(new(
                provider, some.Select(start => new OfferOpenings.Range(start, start + Hours(8))).ToList(), 30), call);
    }

    static TimeSpan Days(int days) => TimeSpan.FromDays(days);

    static TimeSpan Hours(int hours) => TimeSpan.FromHours(hours);
}
