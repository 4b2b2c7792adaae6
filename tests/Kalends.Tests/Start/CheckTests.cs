using System.Text.Json.Nodes;
using Kalends.Tests.Http;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Start;

/// <summary>Before a start an operator sees what it would do, and can have the schema done first.</summary>
public sealed class CheckTests : IDisposable
{
    readonly string _folder = System.IO.Directory.CreateTempSubdirectory("kalends-").FullName;

    string File => $"{_folder}/kalends.db";

    string Database => $"--Kalends:Database={File}";

    public void Dispose() => System.IO.Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_check_of_a_new_place_names_the_steps_of_a_start_and_makes_nothing()
    {
        var (code, said) = await Typed.Run("check", Database, "--urls=http://127.0.0.1:0");

        Assert.Equal(0, code);
        Assert.Contains($"There is no database {File}. A start would create it.", said, StringComparison.Ordinal);
        Assert.Contains("Accounts/Migrations/001_accounts.sql", said, StringComparison.Ordinal);
        Assert.Empty(System.IO.Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public async Task Migrating_names_each_step_once_and_a_check_finds_nothing_left()
    {
        var (code, said) = await Typed.Run("migrate", Database);
        var again = await Typed.Run("migrate", Database);
        var before = System.IO.Directory.GetFileSystemEntries(_folder).Order().ToList();
        var check = await Typed.Run("check", "--json", Database, "--urls=http://127.0.0.1:0");

        Assert.Equal(0, code);
        Assert.Contains("Applied Platform/Migrations/001_idempotency_keys.sql.", said, StringComparison.Ordinal);
        Assert.Equal((0, "The schema was up to date."), again);
        Assert.Equal(0, check.Code);
        Assert.Empty(JsonNode.Parse(check.Said)!["pending"]!.AsArray());
        Assert.Equal(before, System.IO.Directory.GetFileSystemEntries(_folder).Order());
    }

    [Fact]
    public async Task A_check_beside_a_server_finds_its_database_in_order_and_its_address_taken()
    {
        await using var server = await ChildServer.Start(Database, "--demo");

        var (code, said) = await Typed.Run("check", Database, $"--urls={server.Address}");

        Assert.Equal(0, code);
        Assert.Contains("The schema is that of this program.", said, StringComparison.Ordinal);
        Assert.Contains("another program listens there already", said, StringComparison.Ordinal);
        (await server.Nobody.Get("/readyz")).Is(200);
    }

    [Theory]
    [InlineData("fewer than Kalends:Storage:FreeBytesMin", "--Kalends:Storage:FreeBytesMin=9000000000000000000")]
    [InlineData("Is Kalends:Http:RatePerSecond meant?", "--Kalends:Http:RatPerSecond=1")]
    [InlineData("cannot be made: there is no folder", "--Kalends:Database=/nowhere/at/all.db")]
    [InlineData("PostgreSQL server cannot be reached", "--Kalends:Database=Host=/nowhere;Database=none")]
    public async Task What_would_hinder_a_server_is_found(string sentence, string setting)
    {
        var (code, said) = await Typed.Run("check", "--urls=http://127.0.0.1:0", Database, setting);

        Assert.Equal(3, code);
        Assert.Contains(sentence, said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_of_a_newer_program_is_found()
    {
        await Typed.Run("migrate", Database);
        await Sqlite.Run(File, Sqlite.NewerSchema);

        var (code, said) = await Typed.Run("check", "--urls=http://127.0.0.1:0", Database);

        Assert.Equal(3, code);
        Assert.Contains("The database is newer than this program", said, StringComparison.Ordinal);
    }
}

public sealed class CheckTestsOnPostgres : IClassFixture<PostgresApp>
{
    readonly PostgresApp _app;

    public CheckTestsOnPostgres(PostgresApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task A_check_beside_a_server_finds_the_versions_and_the_room_for_the_pool()
    {
        var (code, said) = await Typed.Run(
            "check", $"--Kalends:Database={_app.Database}", "--urls=http://127.0.0.1:0");

        Assert.Equal(0, code);
        Assert.Contains("The schema is that of this program.", said, StringComparison.Ordinal);
        Assert.Matches(@"PostgreSQL 1\d\.\d+ answers", said);
        Assert.Contains("may open 40 of the server's", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pool_that_the_server_cannot_fill_is_found()
    {
        var (code, said) = await Typed.Run(
            "check", $"--Kalends:Database={_app.Database};Maximum Pool Size=900", "--urls=http://127.0.0.1:0");

        Assert.Equal(3, code);
        Assert.Contains("may open 900 connections", said, StringComparison.Ordinal);
    }
}
