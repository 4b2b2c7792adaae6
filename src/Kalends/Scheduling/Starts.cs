using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Scheduling;

/// <summary>A provider's calendar in a window, and what a start must fulfil.</summary>
/// <param name="Calendar">The calendar.</param>
/// <param name="Rules">What a start must fulfil.</param>
/// <param name="Window">The window in which a reservation starts.</param>
sealed record Starts(Calendar Calendar, StartRules Rules, Interval Window)
{
    /// <param name="session">The session that reads.</param>
    /// <param name="call">The call, whose time and settings count.</param>
    /// <param name="providerId">The id of the provider.</param>
    /// <param name="window">The window.</param>
    /// <param name="service">The service that is to be booked; null for single slots.</param>
    public static async Task<Starts> Load(
        Session session, Call call, long providerId, Interval window, Service? service = null)
    {
        var rules = CalendarRules.Ask(session, call, providerId, window, service);
        var calendar = await Calendar.Load(session, providerId, window, service);
        return new(calendar, (await rules())(providerId), window);
    }

    /// <summary>The starts that can be reserved, in order.</summary>
    public IEnumerable<Slot> Free() => Calendar.Free(Window, Rules);

    /// <summary>A walk through all starts.</summary>
    /// <param name="touching">
    /// Whether the one that started before the window and reaches into it is among them.
    /// </param>
    public SlotWalk Walk(bool touching) => new(Calendar, Rules, Window, touching);

    /// <summary>When the clock changes a state: a hold lapses, or a start comes too near or near enough.</summary>
    public Instant NextChange
    {
        get
        {
            var near = Calendar.FirstStart(Rules.FirstInTime).Since(Rules.FirstInTime);
            var next = Rules.Now + Instants.Moment + near;
            if (Rules.Latest < Instants.Latest)
                next = Instant.Min(next, Rules.Now + Calendar.FirstStart(Rules.FirstTooFar).Since(Rules.Latest));
            if (Rules.Booked?.NextLapse is { } lapse)
                next = Instant.Min(next, lapse);
            foreach (var busy in Calendar.Busy)
                if (busy.State == ReservationState.Held && !busy.IsLapsed(Rules.Now))
                    next = Instant.Min(next, busy.ExpiresAt);
            return next;
        }
    }

    /// <summary>Names the state of all starts, so that it can be compared before any of them is looked at.</summary>
    /// <remarks>
    /// The clock changes an answer only when an instant that moves along with it, such as the notice, passes the next
    /// start; so the state has that start in it, and not the instant.
    /// </remarks>
    /// <param name="showsStates">Whether the answer tells holds from confirmed reservations.</param>
    /// <param name="limit">The greatest number of slots in the answer.</param>
    public EntityTag Tag(bool showsStates, int limit)
    {
        List<long> state =
            [showsStates ? 1 : 0, limit, Rules.Step.Micros, .. Rules.Fit.Numbers, .. Rules.Booked?.Numbers ?? []];
        foreach (var opening in Calendar.Openings)
            state.AddRange([opening.Id, opening.StartsAt.Micros, opening.EndsAt.Micros, opening.SlotLength.Micros]);
        foreach (var closure in Calendar.Closures)
            state.AddRange([closure.Start.Micros, closure.End.Micros]);
        foreach (var busy in Calendar.Busy)
            if (!busy.IsLapsed(Rules.Now))
                state.AddRange([
                    busy.Stretch.Start.Micros, busy.Stretch.End.Micros,
                    .. showsStates ? (long[])[busy.ReservationId, (long)busy.State] : [],
                ]);
        foreach (var moving in (Instant[])[Window.Start, Window.End, Rules.FirstInTime, Rules.FirstTooFar])
            state.Add(Calendar.FirstStart(moving).Micros);
        var hash = SHA256.HashData(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(state)));
        return new EntityTag(0, Convert.ToHexStringLower(hash.AsSpan(0, 16)));
    }
}
