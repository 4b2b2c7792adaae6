using System.Data.Common;
using System.Text.Json.Nodes;
using Kalends.Platform;
using Kalends.Platform.Storage;
using Kalends.Platform.Storage.Copying;
using Kalends.Platform.Storage.Engines;
using Kalends.Reimbursements.CareEvents;
using Kalends.Tests.Http;
using Kalends.Tests.Kit;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Kalends.Tests.Start;

/// <summary>Everything moves from one database to another, and goes on there.</summary>
public abstract class CopyTests
{
    static readonly StorageSettings Limits = new();

    readonly TestApp _app;

    protected CopyTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task All_rows_are_copied_verify_clean_and_are_served_on(string engine)
    {
        for (var i = 0; i < 3; i++)
            await _app.GivenABusyWorld();
        await using var target = await Target.Make(engine);
        await _app.Stop();

        var (code, said) = await Typed.Run("copy", "--to", target.Database, "--json", Source);
        await _app.Start();

        Assert.True(code == 0, said);
        var rows = JsonNode.Parse(said)!["rows"]!;
        Assert.All(
            ["events", "event_words", "users", "reservation_moves", "free_openings", "caregiver_months", "reviews"],
            table => Assert.InRange((long)rows[table]!, 1, 100_000));
        Assert.Equal((0, ""), await Verified(target));
        Assert.Equal((0, "The schema was up to date."), await Typed.Run("migrate", Setting(target)));
        var before = await Ids(_app.Connect());
        var after = await Ids(target.Connect());
        Assert.Equal(before, after);
        await ServedOn(target, after);
    }

    /// <summary>The server on the copy gives no id twice.</summary>
    static async Task ServedOn(Target target, Dictionary<string, long> ids)
    {
        var (_, said) = await Typed.Run("user", "add", "mover", "--role", "admin", "--json", Setting(target));
        var password = (string)JsonNode.Parse(said)!["password"]!;
        await using var server = await ChildServer.Start(Setting(target), "--Kalends:Http:DrainSeconds=0");
        var admin = await server.SignIn("mover", password);
        var provider = (await admin.Post("/v1/providers", new { first_name = "New", last_name = "Comer" })).Is(201).Id;
        Assert.Equal(ids["providers"] + 1, provider);
        var known = (await admin.Get("/v1/providers?limit=100")).Is(200);
        Assert.Contains(known["items"]!.AsArray(), one => (string?)one!["name"] == "Ada Lovelace");
        (await admin.Post("/v1/events", new { component = "hive", message = "settled" })).Is(201);
        Assert.Equal((0, ""), await Verified(target));
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task A_copy_that_was_cut_off_anywhere_goes_on_and_nothing_else_opens_its_target(string engine)
    {
        await _app.GivenABusyWorld();
        await using var target = await Target.Make(engine);
        await StopFolded();
        var runs = 0;

        // Each run gets some rows further than the one before it.
        for (var isCutOff = true; isCutOff; runs++)
            isCutOff = CopySome(target, (done, _) => done > 5 + 60 * runs);
        var (code, said) = await Typed.Run("copy", "--to", target.Database, Source);
        await _app.Start();

        Assert.InRange(runs, 3, 1000);
        Assert.Equal(1, code);
        Assert.Contains("is not empty", said, StringComparison.Ordinal);
        Assert.Equal((0, ""), await Verified(target));
    }

    [Fact]
    public async Task A_copy_whose_process_is_killed_goes_on()
    {
        const int triesMax = 20;
        for (var i = 0; i < 5; i++)
            await _app.GivenABusyWorld();
        await _app.Stop();
        var tries = 0;
        Target target;
        // One that is done before it is killed proves nothing.
        for (; ; await target.DisposeAsync())
        {
            target = await Target.Make("sqlite");
            await using (var copy = ChildServer.BeginCommand("copy", "--to", target.Database, Source))
            {
                var ended = copy.End();
                while (!ended.IsCompleted && await target.TablesBegun() < 3)
                    await Task.Delay(5, TestContext.Current.CancellationToken);
            }
            if (++tries == triesMax || await target.TablesBegun() > 0)
                break;
        }

        var (code, said) = await Typed.Run("copy", "--to", target.Database, "--json", Source);
        await _app.Start();

        Assert.True(code == 0, said);
        Assert.True((bool)JsonNode.Parse(said)!["resumed"]!);
        Assert.Equal((0, ""), await Verified(target));
        await target.DisposeAsync();
    }

    /// <summary>Copies until it is enough; true if that was not the end.</summary>
    bool CopySome(Target target, Func<long, long, bool> isEnough)
    {
        try
        {
            using var source = CopySource.Open(_app.Database, Limits, rowsMax: 7);
            using var into = CopyTarget.Open(target.Database, Limits);
            DatabaseCopy.Run(
                source, Engine.Describe(_app.Database), into,
                (done, all) => _ = isEnough(done, all) ? throw new TimeoutException() : done, CancellationToken.None);
            return false;
        }
        catch (TimeoutException)
        {
            var refused = Assert.Throws<StartRefused>(() => Engine.Open(
                target.Database, Limits, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance));
            Assert.Contains("is half-copied", refused.Message, StringComparison.Ordinal);
            return true;
        }
    }

    [Fact]
    public async Task While_a_server_uses_the_source_nothing_is_copied()
    {
        await using var target = await Target.Make("sqlite");

        var (code, said) = await Typed.Run("copy", "--to", target.Database, Source);

        Assert.Equal(1, code);
        Assert.Matches("in use by another process|Stop its servers first", said);
        Assert.False(System.IO.File.Exists(target.Database));
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task A_target_with_rows_and_a_copy_of_another_source_are_refused(string engine)
    {
        await using var target = await Target.Make(engine);
        await Typed.Run("migrate", Setting(target));
        await StopFolded();
        CopySome(target, (done, _) => done > 5);

        var other = await Target.Make("sqlite");
        await Typed.Run("migrate", Setting(other));
        var mixed = await Typed.Run("copy", "--to", target.Database, Setting(other));
        var (code, _) = await Typed.Run("copy", "--to", target.Database, Source);
        var again = await Typed.Run("copy", "--to", target.Database, Source);
        await _app.Start();
        await other.DisposeAsync();

        Assert.Equal((1, 0, 1), (mixed.Code, code, again.Code));
        Assert.Contains("half-copied from", mixed.Said, StringComparison.Ordinal);
        Assert.Contains("The target is not empty", again.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_source_that_changed_between_two_runs_is_found_by_the_comparison()
    {
        await using var target = await Target.Make("sqlite");
        await _app.GivenABusyWorld();
        await StopFolded();
        Assert.True(CopySome(target, (done, all) => done > all / 2));
        await _app.Repair("UPDATE providers SET last_name = 'Byron' WHERE last_name = 'Lovelace'");

        var (code, said) = await Typed.Run("copy", "--to", target.Database, Source);
        await _app.Start();

        Assert.Equal(1, code);
        Assert.Contains("which was changed between two runs", said, StringComparison.Ordinal);
    }

    /// <summary>Stops the server, and empties what only PostgreSQL has, as the command does before it copies.</summary>
    async Task StopFolded()
    {
        await FoldTotals.Empty(_app.OwnCall(_app.Db));
        await _app.Stop();
    }

    string Source => $"--Kalends:Database={_app.Database}";

    static string Setting(Target target) => $"--Kalends:Database={target.Database}";

    static async Task<(int Code, string Said)> Verified(Target target)
    {
        var (code, said) = await Typed.Run("verify", Setting(target));
        return (code, code == 0 ? "" : said);
    }

    /// <summary>The greatest id of each table that numbers its rows.</summary>
    static async Task<Dictionary<string, long>> Ids(DbConnection opened)
    {
        await using var connection = opened;
        await connection.OpenAsync();
        var ids = new Dictionary<string, long>();
        foreach (var table in (string[])["providers", "clients", "reservations", "openings", "care_events", "reviews"])
        {
            await using var command = connection.CreateCommand();
            command.CommandText = $"SELECT COALESCE(MAX(id), 0) FROM {table}";
            ids.Add(table, (long)(await command.ExecuteScalarAsync())!);
        }
        return ids;
    }

    /// <summary>An empty database to copy into.</summary>
    sealed class Target(string database, string? folder) : IAsyncDisposable
    {
        public string Database => database;

        public static async Task<Target> Make(string engine)
        {
            if (engine == "sqlite")
            {
                var folder = System.IO.Directory.CreateTempSubdirectory("kalends-").FullName;
                return new($"{folder}/copy.db", folder);
            }
            var cluster = await PostgresCluster.Get();
            Machine.Require(cluster.Missing);
            return new(await cluster.MakeDatabase(), null);
        }

        public DbConnection Connect() => folder is null
            ? new NpgsqlConnection(database)
            : new SqliteConnection($"Data Source={database};Pooling=False");

        /// <summary>How many tables a copy has begun; 0 where none is under way.</summary>
        public async Task<long> TablesBegun()
        {
            try
            {
                await using var connection = new SqliteConnection(
                    $"Data Source={database};Pooling=False;Mode=ReadOnly");
                await connection.OpenAsync();
                await using var command = new SqliteCommand("SELECT COUNT(*) FROM copy_progress", connection);
                return (long)(await command.ExecuteScalarAsync())!;
            }
            catch (SqliteException)
            {
                return 0;
            }
        }

        public ValueTask DisposeAsync()
        {
            if (folder is not null)
                System.IO.Directory.Delete(folder, recursive: true);
            return ValueTask.CompletedTask;
        }
    }
}

public sealed class CopyTestsFromSqlite(SqliteApp app) : CopyTests(app), IClassFixture<SqliteApp>;

public sealed class CopyTestsFromPostgres(PostgresApp app) : CopyTests(app), IClassFixture<PostgresApp>;
