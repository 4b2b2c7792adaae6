using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Scheduling.Public;

/// <summary>
/// An appointment that took place or was cancelled too late, with the organisation that its reservation ended in and
/// the kind of care of its service.
/// </summary>
sealed record Visit(long ReservationId, long ProviderId, long? OrganisationId, Instant StartsAt, long? EventTypeId)
{
    internal static Visit Of(Reservation ended, long? eventTypeId = null) =>
        new(ended.Id, ended.ProviderId, ended.OrganisationId, ended.StartsAt, eventTypeId);
}

/// <summary>Completed appointments, for modules that record their outcome.</summary>
static class ReservationOutcomes
{
    /// <summary>
    /// Completes a reservation that the caller may see, in the caller's transaction. A no-show can be completed too,
    /// unless its time has been reserved again.
    /// </summary>
    public static async Task<Visit> Complete(
        Session session, Call call, long reservationId, string? ifMatch = null)
    {
        ReservationStore.HoldCalendar(session, reservationId);
        var (open, by) = await ReservationStore.FindToChange(session, call, reservationId, ifMatch);
        var completed = open.Complete(by, call.Now);
        if (open.State == ReservationState.NoShow)
            await ReservationStore.RequireFreeTime(session, call, open);
        await ReservationStore.Store(session, call, open, completed, "completed");
        return await VisitOf(session, completed);
    }

    /// <summary>Finds a completed reservation that the caller may see.</summary>
    public static async Task<Visit> FindCompleted(Session session, Call call, long reservationId)
    {
        var (reservation, _) = await ReservationStore.FindToChange(session, call, reservationId);
        return reservation.State == ReservationState.Completed
            ? await VisitOf(session, reservation)
            : throw SchedulingErrors.NotCompleted.Refused()
                .With("state", reservation.AsOf(call.Now).State);
    }

    static async Task<Visit> VisitOf(Session session, Reservation completed)
    {
        var type = completed.ServiceId is { } service
            ? await session.Number(FindEventType, ("service", service))
            : null;
        return Visit.Of(completed, type);
    }

    static readonly Sql FindEventType = new("""
        SELECT event_type_id AS n FROM services WHERE id = @service AND event_type_id IS NOT NULL
        """);
}
