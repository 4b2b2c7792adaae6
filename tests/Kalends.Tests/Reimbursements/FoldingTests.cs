using Kalends.Platform.Storage;
using Kalends.Tests.Kit;
using Npgsql;

namespace Kalends.Tests.Reimbursements;

/// <summary>What is appended is folded in the background; only PostgreSQL appends.</summary>
public sealed class FoldingTests : IClassFixture<PostgresApp>
{
    readonly PostgresApp _app;

    public FoldingTests(PostgresApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task Changed_totals_are_appended_and_folded_in_the_background()
    {
        var (caregiver, type) = (await _app.GivenAProvider(), await _app.GivenAnEventType());
        for (var i = 0; i < 3; i++)
            await _app.GivenACareEvent(caregiver, type);
        var before = await Appended();

        await using var changed = await _app.Restart("--Kalends:Reimbursements:FoldSeconds=1");
        var after = await Patience.Until(Appended, appended => appended == 0);

        Assert.Equal(3, before);
        Assert.Equal(0, after);
        Assert.Equal(3, await _app.Db.Read(
            async session => await session.Number(CountInTotals, ("caregiver", caregiver)), CancellationToken.None));
        Assert.Empty(await _app.Drift());
    }

    async Task<long> Appended()
    {
        await using var connection = new NpgsqlConnection(_app.Database);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand("SELECT COUNT(*) FROM month_total_deltas", connection);
        return (long)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    static readonly Sql CountInTotals =
        new("SELECT open_events AS n FROM month_totals WHERE caregiver_id = @caregiver");
}
