using Kalends.Platform.Calls;
using Kalends.Scheduling;
using Kalends.Scheduling.Reservations;
using Kalends.Web.Frame;

namespace Kalends.Web.Console.Calendars;

/// <summary>Moves a reservation to the time to which it was dragged.</summary>
static class DragReservation
{
    /// <param name="Id">The id of the reservation.</param>
    /// <param name="StartsAt">The new start.</param>
    /// <param name="IfMatch">The ETag of the reservation as the page shows it.</param>
    public sealed record Input([Id] long Id, Instant StartsAt, [Text(1, EntityTag.ListMax)] string? IfMatch = null);

    public static async Task<Shown> Run(Input input, Visit visit)
    {
        var known = await ReadReservation.Run(new(input.Id), visit.Call);
        var slot = await OfferedSlot.At(known.ProviderId, input.StartsAt, known.ServiceId, visit.Call)
            ?? throw SchedulingErrors.SlotClosed.Refused();
        await RescheduleReservation.Run(new(input.Id, slot.Id, IfMatch: input.IfMatch), visit.Call);
        return Shown.Elsewhere(ShowCalendar.Telling(visit.Here, ("moved", $"{input.Id}")));
    }
}
