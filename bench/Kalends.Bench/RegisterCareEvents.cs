using Kalends.Bench.Kit;
using Kalends.Reimbursements.CareEvents;

namespace Kalends.Bench;

/// <summary>
/// What keeping the month totals costs a registration, over HTTP on both engines; and on SQLite, what HTTP costs.
/// </summary>
static class RegisterCareEvents
{
    const int Clients = 16;
    const int Rows = 120_000;

    const string Limit = """
        The reference is the same server on a database that throws every change of a total away before it is made (a
        rule on PostgreSQL, a trigger on SQLite), so that the ratio is what the totals cost: on PostgreSQL an appended
        row that travels with the event, and the folding in the background; on SQLite the update of one row in the
        writer's cache.
        """;

    const string LaneLimit = """
        Both sides wait for the same flushes and run the same statements. HTTP adds a request with its token, input, log
        and answer, and the load generator that makes it, on the same processors.
        """;

    public static async Task<IReadOnlyList<Figure>> Run(Workshop shop)
    {
        var cluster = await Cluster.Of(shop);
        return
        [
            await AgainstLane(shop),
            .. await On(shop, "SQLite", () => LedgerData.File(shop, Rows),
                "CREATE TRIGGER no_totals BEFORE INSERT ON month_totals BEGIN SELECT RAISE(IGNORE); END"),
            .. await On(shop, "PostgreSQL", () => cluster.Ledger(Rows),
                "CREATE RULE no_totals AS ON INSERT TO month_total_deltas DO INSTEAD NOTHING"),
        ];
    }

    static async Task<Figure> AgainstLane(Workshop shop)
    {
        await using var server = await Server.Start(shop, await LedgerData.File(shop, Rows));
        await using var db = World.Open(await LedgerData.File(shop, Rows));
        return Figure.AtLeast(0.6,
            "register a care event over REST, 16 clients, SQLite, every commit flushed",
            "16 tasks that run the same use case on the same write lane without HTTP",
            await Rounds.Interleave(
                shop,
                time => Register(server, time, hot: false),
                time => AtOnce.Rate(Clients, time, n => RegisterCareEvent.Run(
                    new(n % LedgerData.Caregivers + 1, n % LedgerData.Types + 1,
                        Instants.From(DateTimeOffset.UtcNow)),
                    World.Call(db)))),
            LaneLimit);
    }

    static async Task<IReadOnlyList<Figure>> On(
        Workshop shop, string engine, Func<Task<string>> database, string withoutTotals)
    {
        var without = await database();
        await LedgerData.Execute(without, withoutTotals);
        await using var subject = await Server.Start(shop, await database());
        await using var reference = await Server.Start(shop, without);
        return
        [
            await Measure("spread over 2,000 caregivers", hot: false),
            await Measure("all of one caregiver", hot: true),
        ];

        async Task<Figure> Measure(string which, bool hot) => Figure.AtMost(1.3,
            $"register a care event over REST, 16 clients, {which}, {engine}",
            "the same without totals",
            await Rounds.Interleave(
                shop, time => Register(subject, time, hot), time => Register(reference, time, hot)),
            Limit);
    }

    static Task<double> Register(Server server, TimeSpan time, bool hot) => Wrk.Script(
        server.Url, Clients, time, "register.lua", hot ? "hot" : "spread",
        Instants.From(DateTimeOffset.UtcNow).Written(), $"{LedgerData.Caregivers}", $"{LedgerData.Types}");
}
