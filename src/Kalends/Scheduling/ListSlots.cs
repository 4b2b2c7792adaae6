using Kalends.Platform.Calls;
using Kalends.Platform.Time;

namespace Kalends.Scheduling;

/// <summary>
/// Lists the slots of a provider that can be reserved at this moment, soonest first; or all, with those that reach into
/// the period.
/// </summary>
static class ListSlots
{
    /// <param name="ProviderId">Whose.</param>
    /// <param name="From">
    /// Slots that start at or after it, or all that end after it; now where it is left out.
    /// </param>
    /// <param name="To">
    /// Slots that start before it, at most 366 days after <c>from</c>; 31 days where it is left out.
    /// </param>
    /// <param name="Include">Only bookable slots, or all with their states for those who keep the calendar.</param>
    /// <param name="Limit">Slots a page.</param>
    /// <param name="Cursor">The <c>next</c> of the page before.</param>
    public sealed record Input(
        [Id] long ProviderId, Instant? From = null, Instant? To = null, Include Include = Include.Bookable,
        [Number(1, SlotId.PerOpening)] int Limit = SlotId.PerOpening, [Text(0, 500)] string? Cursor = null);

    /// <summary>Which slots a list shows.</summary>
    public enum Include
    {
        /// <summary>Those that can be reserved at this moment.</summary>
        Bookable,

        /// <summary>Every slot with its state; for those who keep the calendar.</summary>
        All,
    }

    static readonly TimeSpan WindowMax = TimeSpan.FromDays(366);
    static readonly TimeSpan WindowDefault = TimeSpan.FromDays(31);

    public static async Task<SlotPage> Run(Input input, Call call)
    {
        var (window, now, showsAll) = (WindowOf(input, call.Now), call.Now, input.Include == Include.All);
        var earliest = call.Settings<SchedulingSettings>().Earliest(now);
        var calendar = await call.Read(async session =>
        {
            if (showsAll)
                await Provider.CheckAuthority(session, call.With(SchedulingAccess.KeepCalendar), input.ProviderId);
            var loaded = await Calendar.Load(session, input.ProviderId, window);
            // Who has openings is there: only an empty calendar leaves the question open.
            if (loaded.Openings.Count == 0)
                await Provider.Find(session, input.ProviderId);
            return loaded;
        });

        var slots = showsAll ? calendar.Touching(window, now, earliest) : calendar.Slots(window, now, earliest);
        return SlotPage.Of(slots, calendar.SlotCount, input.Limit, showsAll);
    }

    static Interval WindowOf(Input input, Instant now)
    {
        var from = input.From ?? now;
        var to = input.To ?? from + WindowDefault;
        var errors = new ValidationErrors();
        if (to < from)
            errors.AddParameter("to", FaultCode.EndBeforeStart, "to must not be before from.");
        else if (to - from > WindowMax)
            errors.AddParameter("to", FaultCode.TooLong, $"from and to lie at most {WindowMax.TotalDays} days apart.");
        errors.ThrowIfAny();
        // A page begins where the one before ended, and never outside of what was asked for.
        var after = SlotPage.ByStart.Of(new(input.Limit, input.Cursor)).LowNumber;
        var next = after is { } start ? new Instant(start) : from;
        return new Interval(next < from ? from : next > to ? to : next, to);
    }
}
