using Kalends.Platform;
using Kalends.Platform.Storage;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Storage;

/// <summary>A program starts on the schema that it knows, or says why not.</summary>
public abstract class MigrationTests
{
    readonly TestApp _app;
    readonly string _engine;

    protected MigrationTests(TestApp app, string engine)
    {
        app.RequireEngine();
        _app = app;
        _engine = engine;
    }

    [Fact]
    public async Task What_was_applied_is_not_applied_again()
    {
        await _app.Stop();

        await _app.Start();

        (await _app.Admin.Get("/v1/me")).Is(200);
    }

    [Fact]
    public async Task A_step_that_was_edited_after_it_was_applied_is_refused_by_its_file()
    {
        var kept = await Checksum("Scheduling", 3);
        await _app.Stop();
        await _app.Repair("""
            UPDATE migrations SET checksum = 'of another text' WHERE module = 'Scheduling' AND number = 3
            """);

        var refused = await Assert.ThrowsAsync<StartRefused>(() => _app.Start());

        Assert.Equal(
            $"Scheduling/Migrations/003_guards.{_engine}.sql is not what was applied to this database: it was " +
            "edited since. Undo the edit, and put the change into a new file.", refused.Message);
        await _app.Repair($"UPDATE migrations SET checksum = '{kept}' WHERE module = 'Scheduling' AND number = 3");
        await _app.Start();
    }

    [Fact]
    public async Task A_database_newer_than_the_program_is_refused()
    {
        await _app.Stop();
        await _app.Repair("""
            INSERT INTO migrations (module, number, file, checksum)
            VALUES ('Scheduling', 999, 'Scheduling/Migrations/999_from_the_future.sql', '')
            """);

        var refused = await Assert.ThrowsAsync<StartRefused>(() => _app.Start());

        Assert.Contains("newer than this program", refused.Message, StringComparison.Ordinal);
        await _app.Repair("DELETE FROM migrations WHERE number = 999");
        await _app.Start();
    }

    [Fact]
    public void Steps_have_a_number_each() => Assert.Empty(
        Migration.All(_engine == "sqlite" ? Dialect.Sqlite : Dialect.Postgres, _engine)
            .GroupBy(step => (step.Module, step.Number))
            .Where(same => same.Skip(1).Any())
            .Select(same => same.Key));

    async Task<string> Checksum(string module, int number) => await _app.Db.Read(
        async session => (await session.One(Kept, row => row.Text("checksum"),
            ("module", module), ("number", number)))!,
        CancellationToken.None);

    static readonly Sql Kept = new("SELECT checksum FROM migrations WHERE module = @module AND number = @number");
}

public sealed class MigrationTestsOnSqlite(SqliteApp app) : MigrationTests(app, "sqlite"), IClassFixture<SqliteApp>;

public sealed class MigrationTestsOnPostgres(PostgresApp app)
    : MigrationTests(app, "postgres"), IClassFixture<PostgresApp>;
