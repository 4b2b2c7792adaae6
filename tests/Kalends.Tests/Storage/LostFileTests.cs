using Kalends.Platform;
using Kalends.Platform.Storage;
using Kalends.Tests.Kit;
using Microsoft.Data.Sqlite;

namespace Kalends.Tests.Storage;

/// <summary>What the server says when its SQLite file is taken away, written over or full.</summary>
public sealed class LostFileTests : IAsyncLifetime
{
    static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    readonly SqliteApp _app = new();

    public ValueTask InitializeAsync() => _app.InitializeAsync();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    public static TheoryData<string> Losses =>
    [
        "deleted", "moved", "replaced", "emptied", "written over", "log deleted", "log replaced", "log emptied",
        "index deleted", "folder moved",
    ];

    [Theory, MemberData(nameof(Losses))]
    public async Task Nothing_is_acknowledged_into_a_file_that_is_gone(string how)
    {
        await _app.GivenAClient();
        (await Readiness()).Is(200);

        Lose(how);

        (await Readiness()).IsRefused(503, "not_ready");
        (await NewClient()).IsRefused(503, "storage_unavailable");
        (await _app.Nobody.Get("/livez")).Is(200);
    }

    [Fact]
    public async Task A_file_that_is_put_back_is_good_again()
    {
        var held = await _app.GivenAHold((await _app.GivenFreeSlots()).SlotId);
        File.Move(_app.Database, $"{_app.Database}.away");
        (await NewClient()).IsRefused(503, "storage_unavailable");

        File.Move($"{_app.Database}.away", _app.Database);

        (await Readiness()).Is(200);
        (await NewClient()).Is(201);
        (await _app.Admin.Get($"/v1/reservations/{held}")).Is(200);
    }

    [Fact]
    public async Task A_file_that_goes_away_while_it_is_committed_to_leaves_the_outcome_unknown()
    {
        var refused = await Assert.ThrowsAsync<Refused>(() => _app.Db.Write(async session =>
        {
            File.Delete(_app.Database);
            return await session.Run(Keep, ("name", "gone"));
        }, Cancel));

        Assert.Equal("outcome_unknown", refused.Code);
    }

    [Theory]
    [InlineData("written over")]
    [InlineData("emptied")]
    [InlineData("log emptied")]
    public async Task What_is_written_over_under_load_is_noticed(string how)
    {
        using var stop = new CancellationTokenSource();
        var writers = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
                if ((await NewClient()).Status != 201)
                    return true;
            return false;
        }, Cancel)).ToList();
        await _app.GivenAClient();

        Lose(how);

        var all = Task.WhenAll(writers);
        await Task.WhenAny(all, Task.Delay(TimeSpan.FromSeconds(20), Cancel));
        await stop.CancelAsync();
        Assert.All(await all, Assert.True);
        (await Readiness()).IsRefused(503, "not_ready");
        (await NewClient()).IsRefused(503, "storage_unavailable");
    }

    [Fact]
    public async Task Another_program_that_copies_and_empties_the_log_under_load_is_no_alarm()
    {
        using var stop = new CancellationTokenSource();
        var writers = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            var refused = 0;
            while (!stop.IsCancellationRequested)
                refused += (await NewClient()).Status == 201 ? 0 : 1;
            return refused;
        }, Cancel)).ToList();
        await using var other = (SqliteConnection)_app.Connect();
        await other.OpenAsync(Cancel);

        for (var round = 0; round < 100; round++)
            await Execute(other, $"PRAGMA wal_checkpoint({Modes[round % Modes.Length]})");

        await stop.CancelAsync();
        Assert.All(await Task.WhenAll(writers), refused => Assert.Equal(0, refused));
        (await Readiness()).Is(200);
    }

    [Fact]
    public async Task A_reader_that_is_opened_late_reads_no_other_database()
    {
        await using var changed = await _app.Restart("--Kalends:Storage:Readers=2");
        await _app.GivenAClient();
        Lose("replaced");
        using var both = new Barrier(2);

        var reads = Enumerable.Range(0, 2).Select(_ => Task.Run(() => _app.Db.Read(async session =>
        {
            both.SignalAndWait(TimeSpan.FromSeconds(2), Cancel);
            return await session.Number(CountClients);
        }, Cancel), Cancel)).ToList();
        await Task.WhenAll(reads.Select(read => read.ContinueWith(_ => { }, TaskScheduler.Default)));

        Assert.All(reads, read => Assert.True(read.IsFaulted || read.Result > 0));
        Assert.Contains(reads, read => read.Exception?.InnerException is Refused { Code: "storage_unavailable" });
    }

    [Fact]
    public async Task Another_program_may_write_and_copy_the_log_through_SQLite()
    {
        await _app.GivenAClient();
        await using var other = (SqliteConnection)_app.Connect();
        await other.OpenAsync(Cancel);

        for (var round = 0; round < 5; round++)
        {
            await Execute(other, $"INSERT INTO organisations (name, created_at) VALUES ('other{round}', 0)");
            await Execute(other, round % 2 == 0 ? "PRAGMA wal_checkpoint(TRUNCATE)" : "PRAGMA wal_checkpoint(PASSIVE)");
            (await Readiness()).Is(200);
            await _app.GivenAClient();
            await Execute(other, "PRAGMA wal_checkpoint(PASSIVE)");
            (await Readiness()).Is(200);
            await _app.GivenAClient();
        }
    }

    [Fact]
    public async Task A_lock_of_another_program_is_waited_for_and_then_an_outage()
    {
        await using var changed = await _app.Restart("--Kalends:Storage:LockSeconds=1");
        await using var other = (SqliteConnection)_app.Connect();
        await other.OpenAsync(Cancel);
        await Execute(other, "BEGIN IMMEDIATE");

        var answers = await Race.AtOnce(8, _ => NewClient());

        Assert.All(answers, answer => answer.IsRefused(503, "storage_unavailable"));
        (await Readiness()).IsRefused(503, "not_ready");
        await Execute(other, "ROLLBACK");
        (await NewClient()).Is(201);
        (await Readiness()).Is(200);
    }

    [Fact]
    public async Task A_queue_that_is_full_refuses_what_comes_and_takes_it_once_it_is_empty()
    {
        await using var changed = await _app.Restart(
            "--Kalends:Storage:LockSeconds=1", "--Kalends:Storage:WriteQueueMax=1",
            "--Kalends:Storage:WriteGroupMax=1");
        await using var other = (SqliteConnection)_app.Connect();
        await other.OpenAsync(Cancel);
        await Execute(other, "BEGIN IMMEDIATE");

        var answers = await Race.AtOnce(16, _ => NewClient());

        Assert.All(answers, answer => Assert.Equal("1", answer.Is(503).Headers["Retry-After"]));
        Assert.All(answers, answer => Assert.Contains(answer.Code, Busy));
        Assert.Contains(answers, answer => answer.Code == "write_queue_full");
        (await _app.Admin.Get("/v1/clients")).Is(200);
        await Execute(other, "ROLLBACK");
        Assert.Empty((await _app.Admin.Get("/v1/clients"))["items"]!.AsArray());
        (await NewClient()).Is(201);
    }

    static readonly string[] Busy = ["write_queue_full", "storage_unavailable"];

    [Fact]
    public async Task A_full_file_refuses_changes_until_there_is_room_again()
    {
        var pages = await _app.Db.Write(async session => await session.Number(PageCount), Cancel);
        await LimitPages((long)pages!);

        var answer = await NewClient();
        for (var tries = 0; answer.Status == 201 && tries < 1000; tries++)
            answer = await NewClient();

        answer.IsRefused(503, "storage_unavailable");
        (await Readiness()).IsRefused(503, "not_ready");
        (await _app.Admin.Get("/v1/clients")).Is(200);

        await LimitPages(1_000_000);
        (await Readiness()).Is(200);
        (await NewClient()).Is(201);
    }

    [Fact]
    public async Task A_change_that_was_undone_for_want_of_room_is_no_sign_of_room()
    {
        var pages = await _app.Db.Write(async session => await session.Number(PageCount), Cancel);
        await LimitPages((long)pages!);

        await Assert.ThrowsAsync<Refused>(() => _app.Db.Write(async session =>
        {
            await session.Run(KeepNote, ("text", "short"));
            return await session.Run(KeepNote, ("text", new string(' ', 1 << 20)));
        }, Cancel));

        (await Readiness()).IsRefused(503, "not_ready");
    }

    [Fact]
    public async Task A_disk_that_is_nearly_full_is_not_ready()
    {
        await using var changed = await _app.Restart($"--Kalends:Storage:FreeBytesMin={long.MaxValue}");

        (await Readiness()).IsRefused(503, "not_ready");
        (await NewClient()).Is(201);
    }

    void Lose(string how)
    {
        var file = _app.Database;
        switch (how)
        {
            case "deleted":
                File.Delete(file);
                break;
            case "moved":
                File.Move(file, $"{file}.away");
                break;
            case "replaced":
                Replace(file);
                break;
            case "emptied":
                File.WriteAllText($"{file}.empty", "");
                CopyOver($"{file}.empty", file);
                break;
            case "written over":
                File.WriteAllText($"{file}.other", new string('x', 8192));
                CopyOver($"{file}.other", file);
                break;
            case "log deleted":
                File.Delete($"{file}-wal");
                break;
            case "log replaced":
                Replace($"{file}-wal");
                break;
            case "log emptied":
                Run("truncate", "-s", "0", $"{file}-wal");
                break;
            case "index deleted":
                File.Delete($"{file}-shm");
                break;
            case "folder moved":
                System.IO.Directory.Move(Path.GetDirectoryName(file)!, $"{Path.GetDirectoryName(file)}-away");
                System.IO.Directory.CreateDirectory(Path.GetDirectoryName(file)!);
                break;
        }
    }

    /// <summary>Another file under the same name, as a copy that is moved into place makes it.</summary>
    static void Replace(string file)
    {
        Run("cp", file, $"{file}.copy");
        Run("mv", $"{file}.copy", file);
    }

    // By another process: to open the file in this one would drop SQLite's locks.
    static void CopyOver(string from, string to) => Run("cp", from, to);

    static void Run(string program, params string[] words)
    {
        using var process = System.Diagnostics.Process.Start(program, words);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }

    async Task<Answer> Readiness()
    {
        // A clock that stands still would be another reason not to be ready.
        _app.Clock.Advance(DateTimeOffset.UtcNow - _app.Clock.GetUtcNow());
        return await _app.Nobody.Get("/readyz");
    }

    Task<Answer> NewClient() =>
        _app.Admin.Post("/v1/clients", new { first_name = "Grace", last_name = "Hopper" });

    Task<int> LimitPages(long pages) => _app.Db.Write(
        async session => await session.Run(new Sql($"PRAGMA max_page_count = {pages}")), Cancel);

    static async Task Execute(SqliteConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(Cancel);
    }

    static readonly string[] Modes = ["PASSIVE", "RESTART", "TRUNCATE"];

    static readonly Sql Keep = new("INSERT INTO organisations (name, created_at) VALUES (@name, 0)");
    static readonly Sql CountClients = new("SELECT COUNT(*) AS n FROM clients");
    static readonly Sql KeepNote = new(
        "INSERT INTO migrations (module, number, file, checksum) SELECT 'note', COUNT(*), @text, '' FROM migrations");

    static readonly Sql PageCount = new("SELECT page_count AS n FROM pragma_page_count()");
}
