using Kalends.Platform.Calls;
using Kalends.Scheduling.Public;

namespace Kalends.Reimbursements;

/// <summary>
/// Completes a reservation that has begun; where it says what kind of care that was, it registers the care event too,
/// both or neither.
/// </summary>
static class CompleteReservation
{
    /// <param name="Id">Which reservation.</param>
    /// <param name="EventTypeId">
    /// What kind of care was given; left out, the care event can be registered later, or never.
    /// </param>
    public sealed record Input([Id] long Id, [Id] long? EventTypeId = null);

    /// <param name="ReservationId">The reservation, completed now.</param>
    /// <param name="CareEvent">The care event of its provider and its start; null where no kind was said.</param>
    public sealed record Completed(long ReservationId, CareEvent? CareEvent);

    public static Task<Completed> Run(Input input, Call call) => call.Write(async session =>
    {
        var visit = await ReservationOutcomes.Complete(session, call, input.Id);
        var care = input.EventTypeId is { } type
            ? await RegisterCareOfVisit.Register(session, call, visit, type)
            : null;
        return new Completed(visit.ReservationId, care);
    });
}
