using Kalends.Accounts.Guessing;
using Kalends.Platform;

namespace Kalends.Tests.Accounts.Guessing;

public sealed class HashTurnsTests
{
    [Fact]
    public async Task Networks_take_turns_however_many_of_one_wait()
    {
        var turns = new HashTurns(1);
        var called = new List<string>();
        var running = await turns.Take("x", CancellationToken.None);
        var waiting = new List<Task>();
        foreach (var name in (string[])["a1", "a2", "a3", "b1", "a4", "b2", "c1"])
            waiting.Add(Serve(turns, name, called));

        running.Dispose();
        await Task.WhenAll(waiting);

        Assert.Equal(["a1", "b1", "c1", "a2", "b2", "a3", "a4"], called);
    }

    [Fact]
    public async Task A_line_has_an_end_and_the_others_are_open()
    {
        var turns = new HashTurns(1, lineMax: 2);
        using var running = await turns.Take("a", CancellationToken.None);
        _ = Serve(turns, "a1", []);
        _ = Serve(turns, "a2", []);

        var refused = await Assert.ThrowsAsync<Refused>(() => turns.Take("a", CancellationToken.None));
        var other = turns.Take("b", CancellationToken.None);

        Assert.Equal((Reason.Busy, "too_many_sign_ins"), (refused.Reason, refused.Code));
        Assert.False(other.IsCompleted);
    }

    [Fact]
    public async Task Where_all_lines_are_full_a_newcomer_takes_the_last_place_of_the_longest()
    {
        var turns = new HashTurns(1, lineMax: 3, waitingMax: 4);
        using var running = await turns.Take("a", CancellationToken.None);
        var (a, b) = (new List<Task<IDisposable>>(), new List<Task<IDisposable>>());
        for (var i = 0; i < 3; i++)
            a.Add(turns.Take("a", CancellationToken.None));
        b.Add(turns.Take("b", CancellationToken.None));

        b.Add(turns.Take("b", CancellationToken.None));

        await Assert.ThrowsAsync<Refused>(() => a[2]);
        Assert.All([a[0], a[1], .. b], one => Assert.False(one.IsCompleted));
        // Both have two now: who comes with a third is no better than who waits.
        await Assert.ThrowsAsync<Refused>(() => turns.Take("b", CancellationToken.None));
        Assert.False(turns.Take("c", CancellationToken.None).IsCompleted);
    }

    [Fact]
    public async Task Who_gives_up_leaves_the_line_and_takes_no_turn()
    {
        var turns = new HashTurns(1);
        var running = await turns.Take("x", CancellationToken.None);
        using var impatience = new CancellationTokenSource();
        var gone = turns.Take("a", impatience.Token);
        var called = new List<string>();
        var patient = Serve(turns, "a2", called);

        await impatience.CancelAsync();
        running.Dispose();
        await patient;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone);
        Assert.Equal(["a2"], called);
        Assert.True(turns.Take("b", CancellationToken.None).IsCompleted);
    }

    [Fact]
    public async Task No_more_than_allowed_are_at_it_and_none_is_forgotten()
    {
        var turns = new HashTurns(3);
        var (running, most) = (0, 0);

        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(async () =>
        {
            using var turn = await turns.Take($"{i % 5}", CancellationToken.None);
            InterlockedMax(ref most, Interlocked.Increment(ref running));
            await Task.Yield();
            Interlocked.Decrement(ref running);
        })));

        Assert.InRange(most, 1, 3);
        Assert.True(turns.Take("a", CancellationToken.None).IsCompleted);
    }

    static async Task Serve(HashTurns turns, string name, List<string> called)
    {
        using var turn = await turns.Take(name[..1], CancellationToken.None);
        lock (called)
            called.Add(name);
    }

    static void InterlockedMax(ref int most, int value)
    {
        for (var seen = most; value > seen; seen = most)
            Interlocked.CompareExchange(ref most, value, seen);
    }
}
