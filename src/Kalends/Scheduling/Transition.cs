using System.Collections.Immutable;

namespace Kalends.Scheduling;

/// <summary>The changes of a reservation.</summary>
enum ReservationChange
{
    Confirm,
    Cancel,
    Complete,
    NoShow,
    Reinstate,
    Reschedule,
    Extend,
    Arrive,
    Expire,
}

/// <summary>The parties that may make a change.</summary>
[Flags]
enum Party
{
    /// <summary>No party makes the change: it happens when time has passed.</summary>
    Nobody = 0,

    /// <summary>The user who is the client.</summary>
    Client = 1,

    /// <summary>
    /// The keepers of the calendar: the provider's owner, managers of their organisation, and admins.
    /// </summary>
    Keeper = 2,

    Accountant = 4,
}

/// <summary>The time at which a change may be made.</summary>
enum Timing
{
    AtAnyTime,

    /// <summary>Before the hold expires, which is at the start of its slot at the latest.</summary>
    BeforeExpiry,

    /// <summary>Before the hold expires, if it was not extended before.</summary>
    OnceBeforeExpiry,
    OnceExpired,
    BeforeStart,

    /// <summary>From 12 hours before the start on.</summary>
    OnTheDay,
    FromStart,

    /// <summary>Within a day after the reservation ended.</summary>
    WithinADay,
}

/// <summary>
/// One transition from a state of a reservation to another; <see cref="All"/> is the table of transitions.
/// </summary>
/// <remarks>A reservation begins as a hold. <c>docs/reservations.md</c> shows the table.</remarks>
sealed record Transition(
    ReservationChange Change, ReservationState From, ReservationState To, Party By, Timing When)
{
    public static readonly ImmutableArray<Transition> All =
    [
        new(ReservationChange.Confirm, ReservationState.Held, ReservationState.Confirmed,
            Party.Client | Party.Keeper, Timing.BeforeExpiry),
        new(ReservationChange.Cancel, ReservationState.Held, ReservationState.Cancelled,
            Party.Client | Party.Keeper, Timing.BeforeExpiry),
        new(ReservationChange.Reschedule, ReservationState.Held, ReservationState.Held,
            Party.Client | Party.Keeper, Timing.BeforeExpiry),
        new(ReservationChange.Extend, ReservationState.Held, ReservationState.Held,
            Party.Client | Party.Keeper, Timing.OnceBeforeExpiry),
        new(ReservationChange.Expire, ReservationState.Held, ReservationState.Expired,
            Party.Nobody, Timing.OnceExpired),
        new(ReservationChange.Cancel, ReservationState.Confirmed, ReservationState.Cancelled,
            Party.Client, Timing.BeforeStart),
        new(ReservationChange.Cancel, ReservationState.Confirmed, ReservationState.Cancelled,
            Party.Keeper, Timing.AtAnyTime),
        new(ReservationChange.Reschedule, ReservationState.Confirmed, ReservationState.Confirmed,
            Party.Client | Party.Keeper, Timing.BeforeStart),
        new(ReservationChange.Arrive, ReservationState.Confirmed, ReservationState.Confirmed,
            Party.Keeper, Timing.OnTheDay),
        new(ReservationChange.Complete, ReservationState.Confirmed, ReservationState.Completed,
            Party.Keeper | Party.Accountant, Timing.FromStart),
        new(ReservationChange.NoShow, ReservationState.Confirmed, ReservationState.NoShow,
            Party.Keeper, Timing.FromStart),
        new(ReservationChange.Complete, ReservationState.NoShow, ReservationState.Completed,
            Party.Keeper | Party.Accountant, Timing.WithinADay),
        new(ReservationChange.Reinstate, ReservationState.NoShow, ReservationState.Confirmed,
            Party.Keeper, Timing.WithinADay),
    ];

    static readonly TimeSpan Day = TimeSpan.FromDays(1);
    static readonly TimeSpan HalfADay = TimeSpan.FromHours(12);

    /// <summary>
    /// Finds the transition of a change, or refuses the change with the state and the changes that the caller may make
    /// from it.
    /// </summary>
    public static Transition Find(ReservationChange change, Reservation reservation, Party by, Instant now)
    {
        var from = reservation.AsOf(now);
        var ways = All.Where(way => way.Change == change && way.From == from.State).ToList();
        if (ways.Find(way => way.IsOpenTo(by, from, now)) is { } open)
            return open;

        var refusal = ways.Count == 0 ? RefusalFrom(from.State, change)
            : ways.Find(way => (way.By & by) != 0) is { } closed ? RefusalAt(closed.When)
            : SchedulingErrors.SeenOnly;
        throw refusal.Refused().With("state", from.State).With("allowed", Allowed(from, by, now));
    }

    /// <summary>All refusals of a change: in any state, by any party, at any time.</summary>
    public static IReadOnlyList<Refusal> RefusalsOf(ReservationChange change)
    {
        var ways = All.Where(way => way.Change == change).ToList();
        var closed = Enum.GetValues<ReservationState>().Except(ways.Select(way => way.From));
        return
        [
            .. closed.Select(state => RefusalFrom(state, change)),
            .. ways.Where(way => way.When != Timing.AtAnyTime).Select(way => RefusalAt(way.When)),
            SchedulingErrors.SeenOnly,
        ];
    }

    /// <summary>The changes of a reservation that a party may make now.</summary>
    public static List<ReservationChange> Allowed(Reservation reservation, Party by, Instant now) => All
        .Where(way => way.From == reservation.State && way.IsOpenTo(by, reservation, now))
        .Select(way => way.Change)
        .Distinct()
        .ToList();

    bool IsOpenTo(Party by, Reservation reservation, Instant now) => (By & by) != 0 && IsTimely(reservation, now);

    /// <summary>Whether the transition may be made at this time.</summary>
    public bool IsTimely(Reservation reservation, Instant now) => When switch
    {
        Timing.AtAnyTime => true,
        Timing.BeforeExpiry => now < reservation.ExpiresAt,
        Timing.OnceBeforeExpiry => now < reservation.ExpiresAt && reservation.ExtendedAt is null,
        Timing.OnceExpired => reservation.ExpiresAt <= now,
        Timing.BeforeStart => now < reservation.StartsAt,
        Timing.OnTheDay => reservation.StartsAt - HalfADay <= now,
        Timing.FromStart => reservation.StartsAt <= now,
        Timing.WithinADay => reservation.EndedAt is { } ended && now < ended + Day,
    };

    /// <summary>The refusal of a change that has no transition from this state.</summary>
    public static Refusal RefusalFrom(ReservationState state, ReservationChange change) => state switch
    {
        ReservationState.Held => SchedulingErrors.NotConfirmed,
        ReservationState.Confirmed => change is ReservationChange.Confirm or ReservationChange.Extend
            ? SchedulingErrors.AlreadyConfirmed
            : SchedulingErrors.NotMissed,
        ReservationState.Expired => SchedulingErrors.HoldExpired,
        ReservationState.Cancelled => SchedulingErrors.AlreadyCancelled,
        ReservationState.Completed or ReservationState.NoShow => SchedulingErrors.AlreadyOver,
    };

    /// <summary>The refusal of a transition at the wrong time.</summary>
    public static Refusal RefusalAt(Timing when) => when switch
    {
        Timing.OnceBeforeExpiry => SchedulingErrors.AlreadyExtended,
        Timing.BeforeStart => SchedulingErrors.AlreadyBegun,
        Timing.OnTheDay => SchedulingErrors.TooEarly,
        Timing.FromStart => SchedulingErrors.NotBegun,
        Timing.WithinADay => SchedulingErrors.NoShowStands,
        Timing.AtAnyTime or Timing.BeforeExpiry or Timing.OnceExpired => SchedulingErrors.HoldExpired,
    };
}

/// <summary>Marks a function that makes a change of a reservation, or refuses it.</summary>
[AttributeUsage(AttributeTargets.Method)]
sealed class MakesAttribute(ReservationChange change) : RefusesAttribute
{
    public override IEnumerable<Refusal> Refusals => Transition.RefusalsOf(change);
}
