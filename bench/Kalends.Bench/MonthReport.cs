using System.Diagnostics;
using System.Globalization;
using Kalends.Bench.Kit;

namespace Kalends.Bench;

/// <summary>The month report over five years: how it grows with the ledger, and against summing up the rows.</summary>
static class MonthReport
{
    const int Few = 100_000;

    const string GrowthLimit = """
        The report reads one total a month, however many care events are behind it: 5,000 of this caregiver against 200.
        What grows is the depth of an index.
        """;

    const string OrganisationLimit = """
        The report reads 1,500 totals, however many care events are behind them: 125,000 of the organisation against
        5,000. They lie among those of 2,000 caregivers against 500, so fewer of them share a page.
        """;

    const string RowsLimit = """
        The report reads the totals by caregiver and month, 120,000 rows, and sends them as JSON (the
        first row) or sums them up further (the second); the reference sums up all care events with the state that
        their remittance lines give them, in the same engine, and sends nothing.
        """;

    const string BytesLimit = """
        The answer has 120,000 rows in 16 MB, one for each month of a caregiver. Each is read from the database, written
        as JSON and sent while the next ones are read; the bare handler only sends. On SQLite a third of the time is
        reading and a third writing.
        """;

    const string EachCaregiver = "&group_by=month&group_by=caregiver";

    public static async Task<IReadOnlyList<Figure>> Run(Workshop shop)
    {
        var many = shop.IsShort ? LedgerData.RowsAtFull / 10 : LedgerData.RowsAtFull;
        var cluster = await Cluster.Of(shop);
        return
        [
            .. await On(shop, "SQLite", rows => LedgerData.File(shop, rows), many),
            .. await On(shop, "PostgreSQL", cluster.Ledger, many),
        ];
    }

    static async Task<IReadOnlyList<Figure>> On(
        Workshop shop, string engine, Func<int, Task<string>> ledger, int many)
    {
        var database = await ledger(many);
        await using var large = await Server.Start(shop, database);
        await using var small = await Server.Start(shop, await ledger(Few));
        return
        [
            Figure.AtMost(1.2, $"month report, 1 caregiver, 60 months, {Million(many)} care events, {engine}",
                "the same report at 100,000 care events of 500 caregivers",
                await Rounds.Interleave(shop, time => One(large, time), time => One(small, time)), GrowthLimit),
            Figure.AtMost(1.5,
                $"month report, 1 organisation of 25 caregivers, 60 months, {Million(many)} care events, {engine}",
                "the same report at 100,000 care events",
                await Rounds.Interleave(
                    shop, time => OfOrganisation(large, time), time => OfOrganisation(small, time)),
                OrganisationLimit),
            Figure.AtMost(0.02,
                $"month report, each of 2,000 caregivers, 60 months, {Million(many)} care events, {engine}",
                "GROUP BY over the rows, in SQL",
                await Rounds.Interleave(
                    shop, time => Wrk.Get(UrlOf(large, EachCaregiver), 1, time),
                    _ => SumUp(database, "e.service_month, e.caregiver_id"), warmUps: 1),
                RowsLimit),
            Figure.AtMost(0.02,
                $"month report, all caregivers together, 60 months, {Million(many)} care events, {engine}",
                "GROUP BY over the rows, in SQL",
                await Rounds.Interleave(
                    shop, time => Wrk.Get(UrlOf(large, "&group_by=month"), 1, time),
                    _ => SumUp(database, "e.service_month"), warmUps: 1),
                RowsLimit),
            await AgainstBytes(shop, large, engine),
        ];
    }

    /// <summary>A report of very many rows, against a server that sends its bytes without any work.</summary>
    static async Task<Figure> AgainstBytes(Workshop shop, Server server, string engine)
    {
        var url = UrlOf(server, EachCaregiver);
        using var http = Token.Client();
        await using var bare = await Server.StartBare(shop, await http.GetByteArrayAsync(new Uri(url)));
        return Figure.AtLeast(0.5,
            $"month report, each of 2,000 caregivers, 60 months, for one caller, {engine}",
            "a bare Kestrel handler that answers the same bytes",
            await Rounds.Interleave(shop, time => Wrk.Get(url, 1, time), time => Wrk.Get(bare.Url, 1, time)),
            BytesLimit);
    }

    static string Million(int rows) => $"{rows / 1_000_000} M";

    static Task<double> One(Server server, TimeSpan time) =>
        Wrk.Get(UrlOf(server, "&group_by=month&caregiver_ids=77"), 4, time);

    static Task<double> OfOrganisation(Server server, TimeSpan time) =>
        Wrk.Get(UrlOf(server, "&group_by=month&organisation_id=4"), 4, time);

    static string UrlOf(Server server, string groups) => $"{server.Url}/v1/reports/reimbursements?{Period}{groups}";

    static string Period => string.Create(CultureInfo.InvariantCulture,
        $"first_month={LedgerData.Start:yyyy-MM}&last_month={LedgerData.End.AddMonths(-1):yyyy-MM}");

    static async Task<double> SumUp(string database, string groups)
    {
        await using var connection = await LedgerData.Connect(database);
        var started = Stopwatch.GetTimestamp();
        await LedgerData.Run(connection, $"""
            SELECT COUNT(*) FROM (
                SELECT {groups}, e.currency, l.care_event_id IS NULL, COUNT(*), SUM(e.amount)
                FROM care_events e
                LEFT JOIN remittance_lines l ON l.care_event_id = e.id AND l.reversed_at IS NULL
                GROUP BY {groups}, e.currency, l.care_event_id IS NULL) AS report
            """);
        return 1 / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
