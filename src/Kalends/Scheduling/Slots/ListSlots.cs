using Kalends.Platform.Calls;
using Kalends.Providers.Public;

namespace Kalends.Scheduling.Slots;

/// <summary>
/// Lists the slots of a provider that can be reserved now, soonest first, or all slots that overlap the period. Limits
/// of the client, such as the number of holds, are checked when a slot is reserved.
/// </summary>
static class ListSlots
{
    /// <param name="ProviderId">The id of the provider.</param>
    /// <param name="From">
    /// Only slots that start at or after this instant, or end after it if all are shown; the default is now.
    /// </param>
    /// <param name="To">
    /// Only slots that start before this instant, at most 366 days after <c>from</c>; the default is 31 days after it.
    /// </param>
    /// <param name="ServiceId">
    /// Only starts at which this service fits; otherwise the list shows single slots.
    /// </param>
    /// <param name="Include">
    /// Only bookable slots, or all slots with their states, for those who keep the calendar.
    /// </param>
    /// <param name="Limit">The number of slots in a page.</param>
    /// <param name="Cursor">The <c>next</c> of the page before.</param>
    public sealed record Input(
        [Id] long ProviderId, Instant? From = null, Instant? To = null, [Id] long? ServiceId = null,
        Include Include = Include.Bookable,
        [Number(1, SlotId.PerOpening)] int Limit = SlotId.PerOpening, [Text(0, 500)] string? Cursor = null);

    /// <summary>The slots that a list shows.</summary>
    public enum Include
    {
        /// <summary>Only slots that can be reserved now.</summary>
        Bookable,

        /// <summary>All slots with their states, for those who keep the calendar.</summary>
        All,
    }

    static readonly TimeSpan WindowMax = TimeSpan.FromDays(366);
    static readonly TimeSpan WindowDefault = TimeSpan.FromDays(31);

    public static async Task<SlotPage> Run(Input input, Call call) => PageOf(await Load(input, call), input);

    /// <summary>The calendar in the window of a list, and what a start must fulfil.</summary>
    public static Task<Starts> Load(Input input, Call call)
    {
        var window = WindowOf(input, call.Now);
        return call.Read(async session =>
        {
            await Publication.Check(session, call, input.ProviderId);
            if (input.Include == Include.All)
                await Provider.CheckAuthority(session, call.With(SchedulingAccess.KeepCalendar), input.ProviderId);
            var service = input.ServiceId is { } id ? await Offers.Find(session, id, input.ProviderId) : null;
            var starts = await Starts.Load(session, call, input.ProviderId, window, service);
            // A provider with openings exists, so only an empty calendar needs the check.
            if (starts.Calendar.Openings.Count == 0)
                await Provider.Find(session, input.ProviderId);
            return starts;
        });
    }

    public static SlotPage PageOf(Starts starts, Input input)
    {
        var showsAll = input.Include == Include.All;
        return new SlotPage(
            starts.Walk(touching: showsAll), input.Limit, showsAll, starts.Tag(showsAll, input.Limit));
    }

    static Interval WindowOf(Input input, Instant now)
    {
        var from = input.From ?? now;
        var to = input.To ?? from + WindowDefault;
        var errors = new ValidationErrors();
        if (to < from)
            errors.AddParameter("to", FaultCode.EndBeforeStart, "to must not be before from.");
        else if (to.Since(from) > WindowMax)
            errors.AddParameter("to", FaultCode.TooLong, $"from and to lie at most {WindowMax.TotalDays} days apart.");
        errors.ThrowIfAny();
        // A page begins where the one before ended, and never outside the requested period.
        var after = SlotPage.ByStart.Of(new(input.Limit, input.Cursor)).LowNumber ?? from.Micros;
        return new Interval(Instants.FromMicros(Math.Clamp(after, from.Micros, to.Micros)), to);
    }
}
