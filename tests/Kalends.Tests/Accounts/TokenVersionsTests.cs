using Kalends.Accounts;
using Kalends.Platform;
using Kalends.Platform.Storage;
using Kalends.Tests.Kit;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kalends.Tests.Accounts;

/// <summary>How often the versions of tokens are read, and what happens while they cannot be.</summary>
public sealed class TokenVersionsTests(SqliteApp app) : IClassFixture<SqliteApp>
{
    static readonly CancellationToken Never = CancellationToken.None;

    [Fact]
    public async Task Many_who_ask_at_once_share_one_reading_a_second()
    {
        await using var db = new Watched(app.Db);
        await using var versions = Versions(db);
        var ids = new List<string>();
        for (var i = 0; i < 3; i++)
            ids.Add((await app.GivenAUser()).Id);
        foreach (var id in ids)
            Assert.True(await versions.AreGood(id, 1, Never));
        // One reading, and each user looked up.
        Assert.Equal(4, db.Reads);

        app.Clock.Advance(TimeSpan.FromSeconds(1));
        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(
            i => Task.Run(async () => await versions.AreGood(ids[i % 3], 1, Never))));

        Assert.All(answers, Assert.True);
        Assert.InRange(db.Reads, 5, 6);
    }

    [Fact]
    public async Task Nobody_is_recognised_while_the_database_does_not_answer()
    {
        await using var db = new Watched(app.Db);
        await using var versions = Versions(db);
        var (_, id) = await app.GivenAUser();
        Assert.True(await versions.AreGood(id, 1, Never));

        db.IsDown = true;
        Assert.True(await versions.AreGood(id, 1, Never));
        app.Clock.Advance(TimeSpan.FromSeconds(1));
        var refused = await Assert.ThrowsAsync<Refused>(async () => await versions.AreGood(id, 1, Never));
        db.IsDown = false;

        Assert.Equal(Reason.Busy, refused.Reason);
        Assert.True(await versions.AreGood(id, 1, Never));
    }

    [Fact]
    public async Task A_change_of_this_process_is_read_before_the_next_answer()
    {
        await using var db = new Watched(app.Db);
        await using var versions = Versions(db);
        var (_, id) = await app.GivenAUser();
        Assert.True(await versions.AreGood(id, 1, Never));

        (await app.Admin.Post($"/v1/users/{id}/disable")).Is(200);
        versions.Change();

        Assert.False(await versions.AreGood(id, 1, Never));
        Assert.True(await versions.AreGood(id, 2, Never));
    }

    [Fact]
    public async Task A_watch_that_begins_after_the_end_is_over_at_once()
    {
        await using var db = new Watched(app.Db);
        await using var versions = Versions(db);
        var (_, id) = await app.GivenAUser();
        (await app.Admin.Post($"/v1/users/{id}/disable")).Is(200);
        Assert.False(await versions.AreGood(id, 1, Never));

        using var late = versions.Watch(id, 1);
        using var current = versions.Watch(id, 2);

        await Patience.Until(() => Task.FromResult(late.Ended.IsCancellationRequested), ended => ended);
        Assert.True(late.Ended.IsCancellationRequested);
        Assert.False(current.Ended.IsCancellationRequested);
    }

    TokenVersions Versions(Db db) => new(db, app.Clock, new AccountsSettings());

    /// <summary>A database whose reads are counted, and that can be made to fail.</summary>
    sealed class Watched(Db inner) : Db(1, NullLogger.Instance)
    {
        int _reads;

        public int Reads => _reads;

        public bool IsDown { get; set; }

        public override Task<T> Read<T>(Func<Session, Task<T>> work, CancellationToken cancel)
        {
            Interlocked.Increment(ref _reads);
            return IsDown
                ? throw PlatformErrors.StorageUnavailable.Refused()
                : inner.Read(work, cancel);
        }

        public override Task<T> Write<T>(Func<Session, Task<T>> work, CancellationToken cancel) =>
            inner.Write(work, cancel);

        protected override Task<T> ReadSnapshot<T>(Func<Session, Task<T>> work, CancellationToken cancel) =>
            inner.ReadAtLength(work, cancel);

        public override Task CheckReady(CancellationToken cancel) => inner.CheckReady(cancel);

        public override Task<bool> Alone(int job, Func<Task> work, CancellationToken cancel) =>
            inner.Alone(job, work, cancel);
    }
}
