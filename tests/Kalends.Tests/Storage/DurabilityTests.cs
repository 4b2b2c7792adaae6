using Kalends.Platform;
using Kalends.Platform.Storage;
using Kalends.Platform.Storage.Engines;
using Kalends.Tests.Kit;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kalends.Tests.Storage;

/// <summary>What makes an answered write durable; a killed process alone cannot show a missing flush.</summary>
public sealed class DurabilityTests(SqliteApp sqlite, PostgresApp postgres)
    : IClassFixture<SqliteApp>, IClassFixture<PostgresApp>
{
    const int Full = 2;

    static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_SQLite_writer_flushes_every_commit_into_a_write_ahead_log()
    {
        var (synchronous, journal) = await sqlite.Db.Write(async session => (
            await session.One(Synchronous, row => row.Long("synchronous").ToString()),
            await session.One(Journal, row => row.Text("journal_mode"))), Cancel);

        Assert.Equal($"{Full}", synchronous);
        Assert.Equal("wal", journal);
    }

    [Fact]
    public async Task PostgreSQL_connections_commit_synchronously_and_within_limits()
    {
        postgres.RequireEngine();

        Assert.Equal("on", await Show(new("SHOW synchronous_commit"), "synchronous_commit"));
        Assert.Equal("10s", await Show(new("SHOW statement_timeout"), "statement_timeout"));
        Assert.Equal("off", await Show(new("SHOW jit"), "jit"));
        Assert.Equal("3s", await Show(new("SHOW lock_timeout"), "lock_timeout"));
    }

    [Fact]
    public async Task A_recurring_job_is_done_by_one_process_at_a_time_and_stands_in_no_calendars_way()
    {
        postgres.RequireEngine();
        var provider = await postgres.GivenAProvider();
        var slot = await postgres.GivenSlots(provider);

        var hold = await Alone((int)provider * 2, async () =>
        {
            Assert.False(await postgres.Db.Alone((int)provider * 2, () => Task.CompletedTask, Cancel));
            return (await postgres.Reserve(slot)).Is(201).Id;
        });

        Assert.NotEqual(0, hold);
    }

    [Fact]
    public async Task Many_jobs_at_once_leave_connections_of_a_small_pool_for_their_work()
    {
        postgres.RequireEngine();
        await using var db = Engine.Open(
            $"{postgres.Database};Maximum Pool Size=4", new(), NullLogger.Instance);
        var (jobs, ready) = (Enumerable.Range(9_000_000, 12).ToList(), new TaskCompletionSource());
        var begun = 0;

        var done = await Task.WhenAll(jobs.Select(job => db.Alone(job, async () =>
        {
            if (Interlocked.Increment(ref begun) == jobs.Count)
                ready.SetResult();
            await ready.Task.WaitAsync(Cancel);
            Assert.Equal(1, await db.Read(session => session.Number(new("SELECT 1 AS n")).AsTask(), Cancel));
        }, Cancel)));

        Assert.All(done, Assert.True);
    }

    async Task<long> Alone(int job, Func<Task<long>> work)
    {
        var done = 0L;
        Assert.True(await postgres.Db.Alone(job, async () => done = await work(), Cancel));
        return done;
    }

    [Fact]
    public async Task Readers_cannot_write()
    {
        var wrong = await Record.ExceptionAsync(() => sqlite.Db.Read(
            async session => await session.Run(new("DELETE FROM organisations")), Cancel));

        Assert.NotNull(wrong);
    }

    [Fact]
    public void A_second_process_on_one_SQLite_file_is_refused()
    {
        var refused = Assert.Throws<StartRefused>(() => Engine.Open(sqlite.Database, new(), NullLogger.Instance));

        Assert.Contains("in use by another process", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_queue_refuses_and_forgets_nothing_that_it_took()
    {
        var file = Path.Combine(Path.GetDirectoryName(sqlite.Database)!, "full.db");
        await using var db = Engine.Open(file, new StorageSettings { WriteQueueMax = 8 }, NullLogger.Instance);
        using var gate = new ManualResetEventSlim();
        var stuck = db.Write(_ =>
        {
            gate.Wait(TimeSpan.FromSeconds(30));
            return Task.FromResult(0L);
        }, Cancel);

        var (taken, refused) = (new List<Task<long>>(), new List<Refused>());
        for (var i = 0; i < 40; i++)
            Try(() => db.Write(Keep($"queued-{i}"), Cancel), taken, refused);
        gate.Set();
        await Task.WhenAll(taken.Append(stuck));

        Assert.InRange(taken.Count, 7, 20);
        Assert.All(refused, no => Assert.Equal(("write_queue_full", Reason.Busy), (no.Code, no.Reason)));
        Assert.All(refused, no => Assert.NotNull(no.RetryAfter));
        Assert.Equal(taken.Count, await db.Read(async session => await session.Number(CountQueued), Cancel));
    }

    [Fact]
    public async Task A_stop_finishes_what_waits_and_refuses_what_comes_later()
    {
        var file = Path.Combine(Path.GetDirectoryName(sqlite.Database)!, "stop.db");
        var db = Engine.Open(file, new(), NullLogger.Instance);
        var waiting = Enumerable.Range(0, 200).Select(i => db.Write(Keep($"queued-{i}"), Cancel)).ToList();

        await db.DisposeAsync();

        await Task.WhenAll(waiting);
        Assert.Equal("shutting_down", (await Assert.ThrowsAsync<Refused>(() => db.Write(Keep("late"), Cancel))).Code);
        await using var again = Engine.Open(file, new(), NullLogger.Instance);
        Assert.Equal(200, await again.Read(async session => await session.Number(CountQueued), Cancel));
    }

    [Fact]
    public async Task A_write_that_awaits_something_else_is_a_bug_that_hurts_nobody_else()
    {
        var wrong = sqlite.Db.Write(async _ =>
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), Cancel);
            return 0L;
        }, Cancel);
        var right = sqlite.Db.Write(Keep("beside a bug"), Cancel);

        await Assert.ThrowsAsync<InvalidOperationException>(() => wrong);
        Assert.Equal(1, await right);
    }

    static void Try(Func<Task<long>> write, List<Task<long>> taken, List<Refused> refused)
    {
        try
        {
            taken.Add(write());
        }
        catch (Refused no)
        {
            refused.Add(no);
        }
    }

    Task<string?> Show(Sql sql, string column) => postgres.Db.Write(
        async session => await session.One(sql, row => row.Text(column)), Cancel);

    static Func<Session, Task<long>> Keep(string name) => async session => await session.Run(Insert, ("name", name));

    static readonly Sql Synchronous = new("PRAGMA synchronous");
    static readonly Sql Journal = new("PRAGMA journal_mode");
    static readonly Sql Insert = new("INSERT INTO organisations (name, created_at) VALUES (@name, 0)");
    static readonly Sql CountQueued = new("SELECT COUNT(*) AS n FROM organisations WHERE name LIKE 'queued-%'");
}
