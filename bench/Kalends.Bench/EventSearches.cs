using System.Diagnostics;
using System.Text;
using Kalends.Bench.Kit;
using Kalends.Events;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Bench;

/// <summary>
/// Searching a log of a million events, on both engines: deep pages and bad shapes against good ones.
/// </summary>
static class EventSearches
{
    const int Limit = 50;
    const int Pages = 1000;

    const string Deep = """
        A page is found from the number that the page before ended at, so that it does not matter how many pages lie
        before it.
        """;

    const string Bad = """
        Two words that half of all messages have each, and none has both: nothing but looking each pair up can tell.
        The search looks at 100,000 candidates for a page (Kalends:Events:CandidatesMax) and answers how far it came.
        """;

    const string Worst = "two common words that never meet";

    static readonly (string Name, EventLogFilter Filter)[] Shapes =
    [
        ("a common word", new(Words: "even")),
        ("a rare word", new(Words: "n777777")),
        ("a common and a rare word", new(Words: "even n777776")),
        (Worst, new(Words: "even odd")),
        ("a literal inside a common word", new(Contains: "laced the ord")),
        ("a literal inside a rare word", new(Contains: "77777")),
        ("a literal that no message has", new(Contains: "zebra")),
        ("a literal of two common words that never meet", new(Contains: "even odd")),
        ("a literal without a word", new(Contains: "!!")),
        ("a component", new(Component: "orders")),
        ("a component and a common word", new(Component: "billing", Words: "odd")),
        ("a component and a rare address", new(Component: "orders", Email: "user77@example.com")),
        ("an hour a week ago", new(From: EventWorld.At(500_000), To: EventWorld.At(503_600))),
    ];

    public static async Task<IReadOnlyList<Figure>> Run(Workshop shop)
    {
        var figures = new List<Figure>();
        await using (var db = World.Open(shop.PathOf("events.db")))
        {
            await EventWorld.FillSqlite(shop.PathOf("events.db"), EventWorld.Events);
            figures.AddRange(await Measure(shop, "SQLite", db));
        }
        var cluster = await Cluster.Of(shop);
        await using (var db = World.Open(await cluster.Empty("events")))
        {
            await cluster.Script(shop, "events", EventWorld.Postgres(EventWorld.Events));
            figures.AddRange(await Measure(shop, "PostgreSQL", db));
        }
        return figures;
    }

    static async Task<IReadOnlyList<Figure>> Measure(Workshop shop, string engine, Db db)
    {
        var call = World.Call(db);
        await EventBlocks.Complete(call);
        var (shapes, worst) = (new StringBuilder(), new List<double>());
        foreach (var (name, filter) in Shapes)
        {
            var (ms, rows, more) = (new List<double>(), 0, false);
            for (var round = 0; round < shop.Rounds; round++)
            {
                var started = Stopwatch.GetTimestamp();
                var found = await Find(call, filter, long.MaxValue);
                ms.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
                (rows, more) = (found.Events.Count, found.StoppedAt is not null && found.Events.Count < Limit);
            }
            if (name == Worst)
                worst = ms;
            var line = $"{name}: {Rounds.Median(ms):0.0} ms ({rows} found{(more ? ", goes on" : "")})";
            await Console.Error.WriteLineAsync($"  {engine}: {line}");
            shapes.Append(line).Append("; ");
        }

        var deep = await PageThousand(call);
        var pages = await Rounds.Interleave(
            shop, time => Rate(time, () => Find(call, new(Words: "even"), deep)),
            time => Rate(time, () => Find(call, new(Words: "even"), long.MaxValue)));
        return
        [
            Figure.AtLeast(0.8, $"event search at 1 M, {engine}: page 1,000 of a common word",
                "page 1 of the same search", pages, $"{Deep} All shapes: {shapes}"),
            Figure.Below(1000, "ms", $"event search at 1 M, {engine}: two common words that never meet, one page",
                "none", worst, Bad),
        ];
    }

    static async Task<long> PageThousand(Call call)
    {
        var high = long.MaxValue;
        for (var page = 1; page < Pages; page++)
            high = (await Find(call, new(Words: "even"), high)).StoppedAt!.Value - 1;
        return high;
    }

    static Task<Finding> Find(Call call, EventLogFilter filter, long high) => call.Read(session =>
        new EventSearch(session, call, filter, ascending: false).Find(
            0, high, new SearchLimits(Limit, long.MaxValue, 100_000)));

    static async Task<double> Rate(TimeSpan time, Func<Task<Finding>> find)
    {
        var (started, done) = (Stopwatch.GetTimestamp(), 0);
        for (; Stopwatch.GetElapsedTime(started) < time; done++)
            await find();
        return done / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
