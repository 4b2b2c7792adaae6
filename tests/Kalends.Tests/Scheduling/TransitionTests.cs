using System.Reflection;
using FsCheck;
using FsCheck.Fluent;
using Kalends.Platform;
using Kalends.Scheduling;
using static Kalends.Scheduling.ReservationState;

namespace Kalends.Tests.Scheduling;

/// <summary>What can happen to a reservation, as functions of values.</summary>
public sealed class TransitionTests
{
    static readonly Instant Now = Instant.FromUtc(2030, 1, 7, 8, 0);
    static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    // Expiring is nobody's doing.
    static readonly ReservationChange[] Changes =
        Enum.GetValues<ReservationChange>().Where(change => change != ReservationChange.Expire).ToArray();

    [Theory]
    [InlineData(Held, 1, null)]
    [InlineData(Held, 0, "hold_expired")]
    [InlineData(Held, -1, "hold_expired")]
    [InlineData(Confirmed, 1, "already_confirmed")]
    [InlineData(Confirmed, -1, "already_confirmed")]
    [InlineData(Expired, -1, "hold_expired")]
    [InlineData(Cancelled, 1, "already_cancelled")]
    [InlineData(Completed, -1, "already_over")]
    [InlineData(NoShow, -1, "already_over")]
    public void Confirming(object state, int microsToExpiry, string? code)
    {
        foreach (var by in (Party[])[Party.Client, Party.Keeper, Party.Client | Party.Keeper])
            AssertDecides(code, () => Ahead((ReservationState)state, microsToExpiry).Confirm(by, Now));
    }

    [Theory]
    [InlineData(Held, 1, null)]
    [InlineData(Held, 0, "hold_expired")]
    [InlineData(Confirmed, -1, null)]
    [InlineData(Expired, -1, "hold_expired")]
    [InlineData(Cancelled, 1, "already_cancelled")]
    [InlineData(Completed, -1, "already_over")]
    [InlineData(NoShow, -1, "already_over")]
    public void Cancelling_what_lies_ahead(object state, int microsToExpiry, string? code)
    {
        foreach (var by in (Party[])[Party.Client, Party.Keeper, Party.Client | Party.Keeper])
            AssertDecides(code, () => Ahead((ReservationState)state, microsToExpiry).Cancel(by, Now, "why"));
    }

    [Theory]
    [InlineData(Party.Client, 1, null)]
    [InlineData(Party.Client, 0, "already_begun")]
    [InlineData(Party.Client, -1, "already_begun")]
    [InlineData(Party.Keeper, 0, null)]
    [InlineData(Party.Client | Party.Keeper, 0, null)]
    [InlineData(Party.Accountant, 1, "forbidden")]
    public void Cancelling_what_is_confirmed(object by, int microsToStart, string? code) =>
        AssertDecides(code, () => Starting(Confirmed, microsToStart).Cancel((Party)by, Now, "why"));

    [Theory]
    [InlineData(Confirmed, 0, null)]
    [InlineData(Confirmed, 1, "not_begun")]
    [InlineData(Held, 1, "not_confirmed")]
    [InlineData(Expired, 0, "hold_expired")]
    [InlineData(Cancelled, 0, "already_cancelled")]
    [InlineData(Completed, 0, "already_over")]
    public void Completing_and_missing(object state, int microsToStart, string? code)
    {
        AssertDecides(code, () => Starting((ReservationState)state, microsToStart).Miss(Party.Keeper, Now));
        foreach (var by in (Party[])[Party.Keeper, Party.Accountant])
            AssertDecides(code, () => Starting((ReservationState)state, microsToStart).Complete(by, Now));
    }

    [Theory]
    [InlineData(Party.Keeper, 1, null)]
    [InlineData(Party.Keeper, 0, "no_show_stands")]
    [InlineData(Party.Client, 1, "forbidden")]
    public void Taking_a_no_show_back(object by, int microsLeftOfTheDay, string? code)
    {
        var missed = Starting(NoShow, -1) with
        {
            EndedAt = Instants.FromMicros(Now.Micros - TimeSpan.FromDays(1).Ticks / 10 + microsLeftOfTheDay),
        };

        AssertDecides(code, () => missed.Reinstate((Party)by, Now));
        AssertDecides(code, () => missed.Complete((Party)by, Now));
    }

    [Fact]
    public void What_is_reinstated_stands_as_it_stood_before()
    {
        var confirmed = Starting(Confirmed, -1);

        var reinstated = confirmed.Miss(Party.Keeper, Now).Reinstate(Party.Keeper, Now);

        Assert.Equal(confirmed with { Version = confirmed.Version + 2 }, reinstated);
    }

    [Fact]
    public void Whatever_is_refused_names_the_state_and_only_what_would_be_done() => Prop
        .ForAll(Cases().ToArbitrary(), one =>
        {
            var refused = Record.Exception(() => { _ = one.Do(one.Change); }) as Refused;
            if (refused is null)
                return;
            var allowed = (List<ReservationChange>)refused.Details["allowed"];
            Assert.Equal(one.Reservation.AsOf(Now).State, refused.Details["state"]);
            Assert.DoesNotContain(one.Change, allowed);
            foreach (var change in Changes)
                Assert.Equal(allowed.Contains(change), Record.Exception(() => { _ = one.Do(change); }) is null);
        })
        .Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Theory]
    [InlineData(ReservationChange.Confirm, nameof(Reservation.Confirm))]
    [InlineData(ReservationChange.Cancel, nameof(Reservation.Cancel))]
    [InlineData(ReservationChange.Complete, nameof(Reservation.Complete))]
    [InlineData(ReservationChange.NoShow, nameof(Reservation.Miss))]
    [InlineData(ReservationChange.Reinstate, nameof(Reservation.Reinstate))]
    public void A_change_names_exactly_the_refusals_that_it_gives(object change, string function)
    {
        var named = typeof(Reservation).GetMethod(function)!.GetCustomAttribute<RefusesAttribute>()!.Refusals;

        var given = Cases().Sample(10_000, 50)
            .Select(one => Record.Exception(() => { _ = one.Do((ReservationChange)change); }))
            .OfType<Refused>();

        Assert.Equal(
            named.Select(refusal => refusal.Sentence).Distinct().Order(StringComparer.Ordinal),
            given.Select(refused => refused.Message).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_hold_is_expired_exactly_when_the_table_says_so() => Prop
        .ForAll(Cases().ToArbitrary(), one =>
        {
            var expiry = Transition.All.Single(way => way.By == Party.Nobody);
            var isDue = one.Reservation.State == expiry.From && expiry.IsTimely(one.Reservation, Now);
            Assert.Equal(isDue ? expiry.To : one.Reservation.State, one.Reservation.AsOf(Now).State);
        })
        .QuickCheckThrowOnFailure();

    [Fact]
    public void No_two_ways_of_one_party_lead_from_a_state_by_one_change()
    {
        foreach (var ways in Transition.All.GroupBy(way => (way.Change, way.From)))
            Assert.Equal(ways.Sum(way => (int)way.By), (int)ways.Aggregate(Party.Nobody, (all, way) => all | way.By));
    }

    sealed record Case(Reservation Reservation, Party By, ReservationChange Change)
    {
        public Reservation Do(ReservationChange change) => change switch
        {
            ReservationChange.Confirm => Reservation.Confirm(By, Now),
            ReservationChange.Cancel => Reservation.Cancel(By, Now, null),
            ReservationChange.Complete => Reservation.Complete(By, Now),
            ReservationChange.NoShow => Reservation.Miss(By, Now),
            ReservationChange.Reinstate => Reservation.Reinstate(By, Now),
            ReservationChange.Reschedule => Reservation.Reschedule(By, Now),
            ReservationChange.Extend => Reservation.Extend(By, Now, Hour),
            ReservationChange.Arrive => Reservation.Arrive(By, Now),
            ReservationChange.Expire => Reservation.AsOf(Now),
        };
    }

    static Gen<Case> Cases() =>
        from state in Gen.Elements(Enum.GetValues<ReservationState>())
        from change in Gen.Elements(Changes)
        from party in Gen.Choose(1, 7)
        from toStart in Gen.Choose(-30, 30)
        from toExpiry in Gen.Choose(-30, 30)
        from ended in Gen.Choose(0, 48)
        from isExtended in Gen.Elements(true, false)
        select new Case(
            Starting(state, 0) with
            {
                StartsAt = Now + Hour * toStart,
                EndsAt = Now + Hour * (toStart + 1),
                ExpiresAt = Now + Hour * Math.Min(toStart, toExpiry),
                EndedAt = state is Held or Confirmed ? null : Now - Hour * ended,
                ExtendedAt = isExtended ? Now - Hour : null,
            },
            (Party)party, change);

    static Reservation Ahead(ReservationState state, int microsToExpiry) => Starting(state, 0) with
    {
        StartsAt = Now + Hour * 48,
        EndsAt = Now + Hour * 49,
        ExpiresAt = Instants.FromMicros(Now.Micros + microsToExpiry),
    };

    static Reservation Starting(ReservationState state, int micros) => new(
        1, 4096, 1, 1, Instants.FromMicros(Now.Micros + micros), Now + Hour, state,
        Instants.FromMicros(Now.Micros + micros), Now - Hour, null, null, null);

    static void AssertDecides(string? code, Func<Reservation> decide)
    {
        var refused = Record.Exception(() => { _ = decide(); });
        Assert.Equal(code, (refused as Refused)?.Code);
    }
}
