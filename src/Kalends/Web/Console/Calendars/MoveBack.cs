using Kalends.Platform.Calls;
using Kalends.Platform.Paging;
using Kalends.Scheduling;
using Kalends.Scheduling.Reservations;
using Kalends.Web.Frame;

namespace Kalends.Web.Console.Calendars;

/// <summary>Undoes the last move of a reservation, if the time that it left is still there.</summary>
static class MoveBack
{
    /// <param name="Id">The id of the reservation.</param>
    /// <param name="IfMatch">The ETag of the reservation as the page shows it.</param>
    public sealed record Input([Id] long Id, [Text(1, EntityTag.ListMax)] string? IfMatch = null);

    public static async Task<Shown> Run(Input input, Visit visit)
    {
        var known = await ReadReservation.Run(new(input.Id), visit.Call);
        var left = await Left(known, visit) ?? throw SchedulingErrors.SlotClosed.Refused();
        if (await OfferedSlot.At(left.ProviderId, left.StartsAt, known.ServiceId, visit.Call) is not { } slot
            || slot.StartsAt != left.StartsAt)
            throw SchedulingErrors.SlotClosed.Refused();
        await RescheduleReservation.Run(new(known.Id, slot.Id, IfMatch: input.IfMatch), visit.Call);
        return Shown.Elsewhere(visit.Here);
    }

    /// <summary>The form that does it; null if there is nothing to undo, or it is too late.</summary>
    public static async Task<ActForm.Seen?> Form(Reservation one, DateTimeZone zone, Visit visit) =>
        Transition.Allowed(one, Party.Keeper, visit.Call.Now).Contains(ReservationChange.Reschedule)
            && await Left(one, visit) is { } left
            ? new ActForm.Seen($"/console/reservations/{one.Id}/move-back", visit.Texts.Calendars.MoveBack)
            {
                About = visit.Texts.Moved(left.StartsAt.InZone(zone), one.StartsAt.InZone(zone)),
                Hidden = [("if_match", one.Tag.ToString())],
            }
            : null;

    // Whoever keeps this calendar may not keep the one that it came from.
    static async Task<Move?> Left(Reservation one, Visit visit) => one.Sequence > 0
        && (await ListMoves.Run(new(one.Id), new PageRequest(1) { Backward = true }, visit.Call)).Items is [var last]
        && last.ProviderId == one.ProviderId
            ? last
            : null;
}
