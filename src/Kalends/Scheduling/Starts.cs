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
        Session session, Call call, long providerId, Interval window, Service? service = null) => new(
        await Calendar.Load(session, providerId, window, service),
        await CalendarRules.Of(session, call, providerId, window, service), window);

    /// <summary>The starts that can be reserved, in order.</summary>
    public IEnumerable<Slot> Free() => Calendar.Slots(Window, Rules).Where(slot => slot.State == SlotState.Free);
}
