using Kalends.Platform.Storage;

namespace Kalends.Tests.Kit;

/// <summary>How an engine means to run a statement.</summary>
static class Plans
{
    public static async Task<string> Explain(this TestApp app, Sql sql, params (string, object?)[] values)
    {
        var (text, column) = app is SqliteApp
            ? ($"EXPLAIN QUERY PLAN {sql.Sqlite}", "detail")
            : ($"EXPLAIN {sql.Postgres}", "QUERY PLAN");
        var lines = await app.OwnCall().Read(async session =>
            await session.All(Sql.Shaped(text), row => row.Text(column), values));
        return string.Join('\n', lines);
    }
}
