using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Kalends.Bench.Kit;

namespace Kalends.Bench;

/// <summary>One remittance of 100,000 care events, over HTTP against its lines alone.</summary>
static class RemitMany
{
    const int Lines = 100_000;

    const string Limit = """
        The reference inserts the same lines into the same table with the same indexes, in one statement, and rolls
        them back. The rest is what makes a remittance of lines: leaving out what is reimbursed already, the sum, and
        moving the totals. Nobody else's registration waits for it on PostgreSQL; on SQLite every write does.
        """;

    public static async Task<IReadOnlyList<Figure>> Run(Workshop shop)
    {
        var cluster = await Cluster.Of(shop);
        return
        [
            await On(shop, "SQLite", await LedgerData.File(shop, LedgerData.Months)),
            await On(shop, "PostgreSQL", await cluster.Ledger(LedgerData.Months)),
        ];
    }

    static async Task<Figure> On(Workshop shop, string engine, string database)
    {
        await LedgerData.AddBusyMonth(database, caregiver: 1, Lines);
        await using var server = await Server.Start(shop, database);
        using var http = new HttpClient { BaseAddress = new Uri(server.Url), Timeout = TimeSpan.FromMinutes(5) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token.Text);
        var n = 0;
        var rounds = await Rounds.Interleave(
            shop,
            async _ =>
            {
                var started = Stopwatch.GetTimestamp();
                var id = await Remit(http, $"bench-{n++}");
                var took = Stopwatch.GetElapsedTime(started);
                await Post(http, $"/v1/remittances/{id}/reverse", "{}");
                return 1 / took.TotalSeconds;
            },
            _ => InsertLines(database));
        return Figure.Times(
            $"remit {Lines:N0} care events in one call, {engine}", "the insert of its lines alone, in SQL", rounds,
            Limit);
    }

    static async Task<long> Remit(HttpClient http, string reference)
    {
        var answer = await Post(http, "/v1/remittances", JsonSerializer.Serialize(new
        {
            reference,
            caregiver_id = 1,
            service_month = LedgerData.End.AddMonths(-1).ToString("yyyy-MM", CultureInfo.InvariantCulture),
        }));
        return JsonDocument.Parse(answer).RootElement.GetProperty("id").GetInt64();
    }

    static async Task<string> Post(HttpClient http, string path, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync(new Uri(path, UriKind.Relative), content);
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode ? text : throw new InvalidOperationException(text);
    }

    static async Task<double> InsertLines(string database)
    {
        await using var connection = await LedgerData.Connect(database);
        await using var transaction = await connection.BeginTransactionAsync();
        var started = Stopwatch.GetTimestamp();
        await LedgerData.Run(connection, $"""
            INSERT INTO remittance_lines (remittance_id, care_event_id)
            SELECT (SELECT MIN(id) FROM remittances), id
            FROM care_events
            WHERE caregiver_id = 1 AND service_month = {LedgerData.End.AddMonths(-1):yyyyMM}
            """);
        var took = Stopwatch.GetElapsedTime(started);
        await transaction.RollbackAsync();
        return 1 / took.TotalSeconds;
    }
}
