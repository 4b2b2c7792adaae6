using Kalends.Platform.Calls;
using Kalends.Scheduling.Feeds;

namespace Kalends.Scheduling.Managing;

/// <summary>Reads a reservation as an iCalendar (RFC 5545) with one event, by a link to it.</summary>
static class ReadManagedCalendar
{
    /// <param name="Token">The token of the link.</param>
    public sealed record Input([Text(1, LinkHolder.TokenMax, Secret = true)] string Token);

    public static async Task<CalendarText> Run(Input input, Call call)
    {
        var holder = await LinkHolder.Of(input.Token, call);
        // The link shows its one reservation, whoever its keepers are.
        return await ReadReservationCalendar.Run(
            new(holder.ReservationId), holder.Call.As(holder.Call.Caller, RowScope.Everything));
    }
}
