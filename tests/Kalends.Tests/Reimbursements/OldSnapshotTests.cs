using System.Globalization;
using System.Text.Json.Nodes;
using Kalends.Tests.Kit;
using Npgsql;

namespace Kalends.Tests.Reimbursements;

/// <summary>Transactions that stay open while totals are folded; only PostgreSQL appends and folds.</summary>
public sealed class OldSnapshotTests(PostgresApp app) : IClassFixture<PostgresApp>
{
    [Fact]
    public async Task A_snapshot_that_stays_open_does_not_make_readers_pass_over_what_is_folded()
    {
        app.RequireEngine();
        var caregiver = await app.GivenAProvider();
        await using var old = await Begin("BEGIN ISOLATION LEVEL REPEATABLE READ");
        var (before, pages) = (await Sum(old, caregiver), await PagesRead());

        for (var round = 0; round < 20; round++)
        {
            await Append(caregiver, 1000);
            await app.Fold();
        }

        Assert.Equal(20_000, await Sum(caregiver));
        Assert.Equal(before, await Sum(old, caregiver));
        // What was folded cannot be swept while the snapshot is open.
        Assert.InRange(await Number("SELECT pg_relation_size('month_total_deltas') / 8192"), 300, long.MaxValue);
        Assert.InRange(await PagesRead(), 0, pages + 30);
    }

    [Fact]
    public async Task What_is_committed_late_is_counted_and_folded_once()
    {
        app.RequireEngine();
        var caregiver = await app.GivenAProvider();
        await using var late = await Begin($"BEGIN; {Appending(caregiver, 1)}");
        await Append(caregiver, 1000);
        await app.Fold();
        Assert.Equal(1000, await Sum(caregiver));

        await Run(late, "COMMIT");

        Assert.Equal(1001, await Sum(caregiver));
        await app.Fold();
        Assert.Equal(1001, await Sum(caregiver));
        Assert.Equal(0, await Appended());
    }

    [Fact]
    public async Task What_another_server_had_folded_says_nothing_after_a_restore()
    {
        app.RequireEngine();
        var caregiver = await app.GivenAProvider();
        await Append(caregiver, 1000);
        await app.Fold();
        await app.Repair("UPDATE month_totals_folded SET below = below + 1000000");

        await Append(caregiver, 1000);

        Assert.Equal(2000, await Sum(caregiver));
        await app.Fold();
        Assert.Equal(2000, await Sum(caregiver));
        Assert.Equal(0, await Appended());
    }

    static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    Task Append(long caregiver, int rows) => app.Repair(Appending(caregiver, rows));

    static string Appending(long caregiver, int rows) => $"""
        INSERT INTO month_total_deltas (caregiver_id, organisation_id, service_month, booking_month, event_type_id,
            currency, open_events, open_amount, reimbursed_events, reimbursed_amount)
        SELECT {caregiver}, 0, 1, 1, 1, 'SEK', 1, 100, 0, 0 FROM generate_series(1, {rows})
        """;

    Task<long> Appended() => Number("SELECT COUNT(*) FROM month_total_deltas");

    Task<long> Sum(long caregiver) => Number(SumOf(caregiver));

    static async Task<long> Sum(NpgsqlConnection connection, long caregiver) =>
        (long)(await Run(connection, SumOf(caregiver)))!;

    static string SumOf(long caregiver) =>
        $"SELECT CAST(COALESCE(SUM(open_events), 0) AS BIGINT) FROM month_totals_now WHERE caregiver_id = {caregiver}";

    /// <summary>The pages that are touched to find what is not folded.</summary>
    async Task<long> PagesRead()
    {
        await using var connection = await Begin("SELECT COUNT(*) FROM month_totals_unfolded()");
        var plan = (string)(await Run(
            connection, "EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) SELECT * FROM month_totals_unfolded()"))!;
        var root = JsonNode.Parse(plan)![0]!["Plan"]!;
        return (long)root["Shared Hit Blocks"]! + (long)root["Shared Read Blocks"]!;
    }

    async Task<long> Number(string sql)
    {
        await using var connection = await Begin("SET jit = off");
        return Convert.ToInt64(await Run(connection, sql), CultureInfo.InvariantCulture);
    }

    async Task<NpgsqlConnection> Begin(string sql)
    {
        var connection = new NpgsqlConnection(app.Database);
        await connection.OpenAsync(Cancel);
        await Run(connection, sql);
        return connection;
    }

    static async Task<object?> Run(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(Cancel);
    }
}
