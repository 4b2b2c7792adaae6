using System.Net;
using Kalends.Platform;
using Kalends.Platform.Http;
using Kalends.Platform.Storage;
using Kalends.Tests.Kit;
using Microsoft.AspNetCore.Http;

namespace Kalends.Tests.Http;

/// <summary>What is expensive is done by turns.</summary>
public sealed class HeavyWorkTests
{
    readonly HeavyWork _work = new(new HttpSettings { HeavyPerCaller = 2 });

    [Fact]
    public async Task A_caller_does_a_few_things_at_a_time_and_others_do_not_wait_for_that()
    {
        var running = new[] { await Enter("192.0.2.1"), await Enter("192.0.2.1") };
        var waiting = Enter("192.0.2.1").AsTask();
        using var other = await Enter("192.0.2.2");

        Assert.False(waiting.IsCompleted);
        running[0]!.Dispose();
        using var third = await waiting.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.NotNull(third);
    }

    [Fact]
    public async Task Not_everything_can_wait()
    {
        var all = Enumerable.Range(0, 60).Select(_ => Enter("192.0.2.1").AsTask()).ToList();

        var refused = await Assert.ThrowsAsync<Refused>(async () => await all[^1]);

        Assert.Equal(("too_many_at_once", Reason.TooMany), (refused.Code, refused.Reason));
        Assert.Equal(8, all.Count(one => one.IsFaulted));
        foreach (var one in all.Where(one => !one.IsFaulted))
            (await one.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken))!.Dispose();
    }

    [Fact]
    public async Task Nobody_waits_where_there_is_no_limit()
    {
        var none = new HeavyWork(new HttpSettings { HeavyPerCaller = 0 });

        for (var i = 0; i < 100; i++)
            Assert.Null(await none.Enter(new DefaultHttpContext()));
    }

    [Fact]
    public async Task Who_leaves_while_they_wait_takes_no_turn()
    {
        using var left = new CancellationTokenSource();
        var running = new[] { await Enter("192.0.2.1"), await Enter("192.0.2.1") };
        var gone = EnterUntil("192.0.2.1", left.Token).AsTask();
        var waiting = Enter("192.0.2.1").AsTask();

        await left.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone);
        running[0]!.Dispose();

        using var third = await waiting.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.NotNull(third);
    }

    ValueTask<IDisposable?> Enter(string address) => EnterUntil(address, CancellationToken.None);

    ValueTask<IDisposable?> EnterUntil(string address, CancellationToken left) =>
        _work.Enter(new DefaultHttpContext
        {
            Connection = { RemoteIpAddress = IPAddress.Parse(address) },
            RequestAborted = left,
        });
}

/// <summary>Readers of SQLite leave threads to everybody else.</summary>
public sealed class ThreadTests(SqliteApp app) : IClassFixture<SqliteApp>
{
    [Fact]
    public async Task The_pool_has_threads_beside_those_of_all_readers()
    {
        (await app.Nobody.Get("/livez")).Is(200);
        ThreadPool.GetMinThreads(out var workers, out _);

        Assert.InRange(workers, new StorageSettings().Readers + Environment.ProcessorCount, int.MaxValue);
    }
}
