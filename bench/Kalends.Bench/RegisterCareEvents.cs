using Kalends.Bench.Kit;

namespace Kalends.Bench;

/// <summary>What keeping the month totals costs a registration, over HTTP on both engines.</summary>
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

    public static async Task<IReadOnlyList<Figure>> Run(Workshop shop)
    {
        var cluster = await Cluster.Of(shop);
        return
        [
            .. await On(shop, "SQLite", () => LedgerData.File(shop, Rows),
                "CREATE TRIGGER no_totals BEFORE INSERT ON month_totals BEGIN SELECT RAISE(IGNORE); END"),
            .. await On(shop, "PostgreSQL", () => cluster.Ledger(Rows),
                "CREATE RULE no_totals AS ON INSERT TO month_total_deltas DO INSTEAD NOTHING"),
        ];
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
