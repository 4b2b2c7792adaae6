using Kalends.Platform.Calls;
using Kalends.Scheduling.Public;

namespace Kalends.Reimbursements;

/// <summary>Completes a confirmed reservation and registers its care event, both or neither.</summary>
static class CompleteReservation
{
    /// <param name="Id">Which reservation.</param>
    /// <param name="EventTypeId">What kind of care was given.</param>
    public sealed record Input([Id] long Id, [Id] long EventTypeId);

    /// <param name="ReservationId">The reservation, completed now.</param>
    /// <param name="CareEvent">The care event of its provider and its start.</param>
    public sealed record Completed(long ReservationId, CareEvent CareEvent);

    public static Task<Completed> Run(Input input, Call call) => call.Write(async session =>
    {
        var visit = await Visits.Complete(session, call, input.Id);
        var registered = await RegisterCareEvent.Register(session, call, new Registration(
            visit.ProviderId, input.EventTypeId, visit.StartsAt, ReservationId: visit.ReservationId));
        return new Completed(visit.ReservationId, registered.Event);
    });
}
