using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using Kalends.Tests.Http;

namespace Kalends.Tests.Start;

/// <summary>A backup is one moment of a database in use, and it comes back whole or not at all.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class BackupTests : IDisposable
{
    readonly string _folder = System.IO.Directory.CreateTempSubdirectory("kalends-").FullName;

    string File => $"{_folder}/kalends.db";

    string Copy => $"{_folder}/copy.db";

    string Database => $"--Kalends:Database={File}";

    public void Dispose() => System.IO.Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_backup_under_load_has_all_that_was_answered_before_it_and_hinders_nobody()
    {
        await using var server = await ChildServer.Start(Database, "--demo");
        var admin = await server.SignIn("test_user", "password");
        using var done = new CancellationTokenSource();
        var saved = 0;
        var writers = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            while (!done.IsCancellationRequested)
            {
                (await admin.Post("/v1/events", new { component = "load", message = "busy as a bee" })).Is(201);
                Interlocked.Increment(ref saved);
            }
        })).ToList();
        await Kit.Patience.Until(() => Task.FromResult(saved), count => count > 100);

        var before = saved;
        var (code, said) = await Typed.Run("backup", Copy, "--json", Database);
        var after = saved;
        await Kit.Patience.Until(() => Task.FromResult(saved), count => count > after + 50);
        await done.CancelAsync();
        await Task.WhenAll(writers);

        Assert.True(code == 0, said);
        var events = (long)JsonNode.Parse(said)!["rows"]!["event_texts"]!;
        Assert.InRange(events, before, after + 4);
        Assert.Equal(events, await Sqlite.Number(Copy, "SELECT COUNT(*) FROM event_texts"));
        Assert.Equal([Copy], System.IO.Directory.GetFiles(_folder, "copy*"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(Copy));
        (await server.Nobody.Get("/readyz")).Is(200);
    }

    [Fact]
    public async Task A_restored_database_is_served_and_the_one_before_it_is_kept()
    {
        await MakeDemo();
        Assert.Equal(0, (await Typed.Run("backup", Copy, Database)).Code);
        await Sqlite.Run(File, "UPDATE organisations SET name = 'spoilt'");

        var refused = await Typed.Run("restore", Copy, Database);
        var (code, said) = await Typed.Run("restore", Copy, "--replace", Database);

        Assert.Equal(1, refused.Code);
        Assert.Contains("Add --replace", refused.Said, StringComparison.Ordinal);
        Assert.True(code == 0, said);
        Assert.Contains($"What was there is {File}.replaced-1 now.", said, StringComparison.Ordinal);
        Assert.Equal(1, await Sqlite.Number(
            $"{File}.replaced-1", "SELECT COUNT(*) FROM organisations WHERE name = 'spoilt'"));
        await using var server = await ChildServer.Start(Database, "--demo");
        var organisations = (await (await server.SignIn("test_user", "password")).Get("/v1/organisations")).Is(200);
        Assert.Equal("Demo clinic", (string?)organisations["items"]![0]!["name"]);
    }

    [Fact]
    public async Task A_backup_is_restored_where_no_database_is()
    {
        await MakeDemo();
        await Typed.Run("backup", Copy, Database);

        var (code, said) = await Typed.Run("restore", Copy, $"--Kalends:Database={_folder}/new.db");

        Assert.True(code == 0, said);
        await using var server = await ChildServer.Start($"--Kalends:Database={_folder}/new.db", "--demo");
        await server.SignIn("test_user", "password");
    }

    [Fact]
    public async Task While_a_server_runs_nothing_is_restored()
    {
        await using var server = await ChildServer.Start(Database, "--demo");
        await Typed.Run("backup", Copy, Database);

        var (code, said) = await Typed.Run("restore", Copy, "--replace", Database);

        Assert.Equal(1, code);
        Assert.Contains("in use by another process", said, StringComparison.Ordinal);
        await server.SignIn("test_user", "password");
    }

    [Fact]
    public async Task A_damaged_backup_takes_no_place()
    {
        await MakeDemo();
        await Typed.Run("backup", Copy, Database);
        await using (var file = System.IO.File.OpenWrite(Copy))
        {
            file.Position = 3 * 4096;
            await file.WriteAsync(new byte[40 * 4096], TestContext.Current.CancellationToken);
        }

        var (code, said) = await Typed.Run("restore", Copy, "--replace", Database);

        Assert.Equal(1, code);
        Assert.Contains("damaged", said, StringComparison.Ordinal);
        Assert.False(System.IO.File.Exists($"{File}.restoring"));
        Assert.False(System.IO.File.Exists($"{File}.replaced-1"));
        await using var server = await ChildServer.Start(Database, "--demo");
        await server.SignIn("test_user", "password");
    }

    [Fact]
    public async Task A_backup_of_a_newer_program_takes_no_place()
    {
        await MakeDemo();
        await Typed.Run("backup", Copy, Database);
        await Sqlite.Run(Copy, Sqlite.NewerSchema);

        var (code, said) = await Typed.Run("restore", Copy, "--replace", Database);

        Assert.Equal(1, code);
        Assert.Contains("The database is newer than this program", said, StringComparison.Ordinal);
        Assert.False(System.IO.File.Exists($"{File}.restoring"));
        Assert.True(System.IO.File.Exists(File));
    }

    [Fact]
    public async Task After_a_restore_that_was_cut_off_no_start_makes_an_empty_database()
    {
        await MakeDemo();
        await Typed.Run("backup", Copy, Database);
        System.IO.File.Copy(Copy, $"{File}.restoring");
        // As after a power cut between the renaming of the old database and that of its log.
        System.IO.File.Move(File, $"{File}.replaced-1");

        var start = await ChildServer.RunToEnd(Database);
        var (code, said) = await Typed.Run("restore", Copy, Database);

        Assert.Equal(1, start.Code);
        Assert.Contains("Run kalends restore again.", start.Words, StringComparison.Ordinal);
        Assert.True(code == 0, said);
        Assert.True(System.IO.File.Exists($"{File}.replaced-1-wal"));
        Assert.False(System.IO.File.Exists($"{File}-wal"));
    }

    [Fact]
    public async Task What_cannot_be_copied_or_restored_is_said_in_one_sentence()
    {
        await MakeDemo();
        await Typed.Run("backup", Copy, Database);
        await System.IO.File.WriteAllTextAsync(
            $"{_folder}/diary.txt", new string('a', 9000), TestContext.Current.CancellationToken);
        await Sqlite.Run($"{_folder}/other.db", "CREATE TABLE diary (page TEXT)");

        async Task Refuses(string sentence, params string[] words)
        {
            var (code, said) = await Typed.Run(words);
            Assert.Equal(1, code);
            Assert.Contains(sentence, said, StringComparison.Ordinal);
            Assert.Single(said.Split('\n'));
        }

        await Refuses("is there already", "backup", Copy, Database);
        await Refuses("there is no folder for it", "backup", $"{_folder}/no/copy.db", Database);
        await Refuses("There is no database", "backup", $"{_folder}/a.db", $"--Kalends:Database={_folder}/none.db");
        await Refuses("There is no backup", "restore", $"{_folder}/none.db", Database);
        await Refuses("is not a SQLite database", "restore", $"{_folder}/diary.txt", "--replace", Database);
        await Refuses("is not a database of Kalends", "restore", $"{_folder}/other.db", "--replace", Database);
        await Refuses("pg_dump", "backup", $"{_folder}/a.db", "--Kalends:Database=Host=localhost;Database=x");
        await Refuses("pg_restore", "restore", Copy, "--Kalends:Database=Host=localhost;Database=x");
        Assert.False(System.IO.File.Exists($"{_folder}/a.db"));
    }

    /// <summary>Leaves a demo whose server was killed, so that a part of it is in the log.</summary>
    async Task MakeDemo() => await (await ChildServer.Start(Database, "--demo")).DisposeAsync();
}
