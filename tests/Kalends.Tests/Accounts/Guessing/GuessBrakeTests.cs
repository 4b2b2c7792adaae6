using FsCheck;
using FsCheck.Fluent;
using Kalends.Accounts;
using Kalends.Accounts.Guessing;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Accounts.Guessing;

/// <summary>What the brake decides, on a clock that the tests move.</summary>
public sealed class GuessBrakeTests
{
    readonly FakeClock _clock = new();

    [Fact]
    public void However_tries_overlap_no_more_than_the_free_ones_fail_since_the_last_success()
    {
        var steps = Gen.Choose(0, 99).ListOf(60);
        var cases = from free in Gen.Choose(1, 5) from list in steps select (free, list.ToList());

        Prop.ForAll(Arb.From(cases), one => FailuresInARow(one.free, one.Item2) <= one.free)
            .QuickCheckThrowOnFailure();
    }

    /// <summary>Begins and ends tries as the steps say; the most that failed without a success between them.</summary>
    int FailuresInARow(int free, List<int> steps)
    {
        var (brake, open, failed, most) = (Brake(free), new List<GuessBrake.Places>(), 0, 0);
        foreach (var step in steps)
        {
            if (step < 40 || open.Count == 0)
            {
                if (brake.Begin("name", "here", isKnown: false).Places is { } places)
                    open.Add(places);
                continue;
            }
            var ending = open[step % open.Count];
            open.Remove(ending);
            if (step < 70)
                brake.Fail(ending);
            else
                brake.GiveBack(ending, forgives: step < 85);
            failed = step < 70 ? failed + 1 : step < 85 ? 0 : failed;
            most = Math.Max(most, failed);
        }
        return most;
    }

    [Fact]
    public void Each_failure_beyond_the_free_ones_doubles_the_pause_up_to_five_minutes()
    {
        var brake = Brake(free: 1);
        var pauses = new List<double>();

        for (var i = 0; i < 12; i++)
        {
            Fail(brake, brake.Begin("name", "here", isKnown: false).Places!);
            var wait = brake.Begin("name", "here", isKnown: false).Wait;
            pauses.Add(wait.TotalSeconds);
            _clock.Advance(wait - TimeSpan.FromTicks(1));
            Assert.Null(brake.Begin("name", "here", isKnown: false).Places);
            _clock.Advance(TimeSpan.FromTicks(1));
        }

        Assert.Equal([1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300], pauses);
    }

    [Fact]
    public void Failures_are_forgotten_after_a_day()
    {
        var brake = Brake(free: 2);
        Fail(brake, brake.Begin("name", "here", isKnown: false).Places!);
        Fail(brake, brake.Begin("name", "here", isKnown: false).Places!);
        Assert.Null(brake.Begin("name", "here", isKnown: false).Places);

        _clock.Advance(TimeSpan.FromHours(24));

        Fail(brake, brake.Begin("name", "here", isKnown: false).Places!);
        Assert.NotNull(brake.Begin("name", "here", isKnown: false).Places);
    }

    [Fact]
    public void A_try_that_did_not_fail_leaves_everything_as_it_was()
    {
        var brake = Brake(free: 1);
        Fail(brake, brake.Begin("name", "here", isKnown: false).Places!);
        _clock.Advance(TimeSpan.FromSeconds(1));

        brake.GiveBack(brake.Begin("name", "here", isKnown: false).Places!, forgives: false);

        Fail(brake, brake.Begin("name", "here", isKnown: false).Places!);
        Assert.Equal(TimeSpan.FromSeconds(2), brake.Begin("name", "here", isKnown: false).Wait);
    }

    [Fact]
    public void A_success_forgives_the_failures_of_its_own_name_and_network_alone()
    {
        var brake = Brake(free: 1);
        // Nine of the ten that a network has.
        for (var i = 0; i < 9; i++)
            Fail(brake, brake.Begin($"name {i}", "here", isKnown: false).Places!);
        _clock.Advance(TimeSpan.FromSeconds(1));

        Succeed(brake, brake.Begin("name 0", "here", isKnown: false).Places!);

        // One of the nine is forgiven, so that there are two left, and not three.
        Fail(brake, brake.Begin("other", "here", isKnown: false).Places!);
        Fail(brake, brake.Begin("another", "here", isKnown: false).Places!);
        Assert.Null(brake.Begin("a third", "here", isKnown: false).Places);
    }

    [Fact]
    public void Successes_under_way_at_the_same_time_forgive_nothing_of_others()
    {
        var brake = Brake(free: 5);
        for (var i = 0; i < 49; i++)
            Fail(brake, brake.Begin($"guessed {i}", "here", isKnown: false).Places!);

        var own = Enumerable.Range(0, 1).Select(_ => brake.Begin("own", "here", isKnown: false).Places!).ToList();
        own.AddRange(Enumerable.Range(0, 4).Select(_ => brake.Begin("own", "here", isKnown: true).Places!));
        own.ForEach(places => Succeed(brake, places));

        Fail(brake, brake.Begin("guessed too", "here", isKnown: false).Places!);
        Assert.Null(brake.Begin("and another", "here", isKnown: false).Places);
    }

    [Fact]
    public void Who_is_known_there_waits_for_their_own_failures_only()
    {
        var brake = Brake(free: 1);
        for (var i = 0; i < 10; i++)
            Fail(brake, brake.Begin("name", $"elsewhere {i}", isKnown: false).Places!);

        var stranger = brake.Begin("name", "new", isKnown: false);
        var known = brake.Begin("name", "home", isKnown: true);
        Fail(brake, known.Places!);
        var again = brake.Begin("name", "home", isKnown: true);

        Assert.Equal((null, true), (stranger.Places, stranger.MayBeKnown));
        Assert.Equal((null, false), (again.Places, again.MayBeKnown));
        Assert.Equal(TimeSpan.FromSeconds(1), again.Wait);
    }

    [Fact]
    public void A_million_names_take_no_more_memory_than_the_last_of_them()
    {
        var counts = new FailureCounts(free: 1, TimeSpan.FromMinutes(1), keysMax: 1000);

        for (var i = 0; i < 1_000_000; i++)
            counts.Take((uint)i, TimeSpan.Zero);

        Assert.InRange(counts.Keys, 1, 1000);
        Assert.NotEqual(TimeSpan.Zero, counts.Wait(999_999u, TimeSpan.Zero));
        Assert.Equal(TimeSpan.Zero, counts.Wait(0u, TimeSpan.Zero));
    }

    GuessBrake Brake(int free) => new(new AccountsSettings { FailedSignIns = free }, _clock);

    static void Fail(GuessBrake brake, GuessBrake.Places places) => brake.Fail(places);

    static void Succeed(GuessBrake brake, GuessBrake.Places places) => brake.GiveBack(places, forgives: true);
}
