using Kalends.Platform.Calls;
using Kalends.Providers.Public;
using Kalends.Scheduling;
using Kalends.Scheduling.Reservations;
using Kalends.Web.Console.Calendars;
using Kalends.Web.Frame;

namespace Kalends.Web.Console.Reservations;

/// <summary>Moves a reservation to a time that was typed, against the policy if there is a reason.</summary>
static class MoveForClient
{
    /// <param name="Id">The id of the reservation.</param>
    /// <param name="StartsLocal">The new start, by the clock of the page.</param>
    /// <param name="Override">The reason for which the policy does not apply.</param>
    /// <param name="Overlap">Whether the client may have another reservation at this time.</param>
    /// <param name="IfMatch">The ETag of the reservation as the page shows it.</param>
    public sealed record Input(
        [Id] long Id, [Text(1, 30)] string StartsLocal, [Text(1, 500)] string? Override = null, bool Overlap = false,
        [Text(1, EntityTag.ListMax)] string? IfMatch = null);

    public static async Task<Shown> Run(Input input, Visit visit)
    {
        var call = visit.Call;
        var known = await ReadReservation.Run(new(input.Id), call);
        var provider = (await Profiles.EverByIds([known.ProviderId], call))[known.ProviderId];
        var starts = LocalMoment.Read(input.StartsLocal, visit.Zone ?? Zone.Of(provider.TimeZone), "starts_local");
        var slot = await OfferedSlot.At(known.ProviderId, starts, known.ServiceId, call)
            ?? throw SchedulingErrors.SlotClosed.Refused();
        await RescheduleReservation.Run(new(known.Id, slot.Id, input.Overlap, input.Override, input.IfMatch), call);
        return Shown.Elsewhere(ShowReservation.HrefOf(known.Id));
    }
}
