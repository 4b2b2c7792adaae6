using Kalends.Platform.Calls;
using Kalends.Scheduling.Public;

namespace Kalends.Reimbursements;

/// <summary>
/// Completes a reservation that has begun, and registers its care event in the same transaction if a kind of care is
/// given.
/// </summary>
static class CompleteReservation
{
    /// <param name="Id">The id of the reservation.</param>
    /// <param name="EventTypeId">
    /// The kind of care that was given; if it is left out, the care event can be registered later, or never.
    /// </param>
    public sealed record Input([Id] long Id, [Id] long? EventTypeId = null);

    /// <param name="ReservationId">The id of the completed reservation.</param>
    /// <param name="CareEvent">
    /// The care event of the reservation's provider and start; null if no kind of care was given.
    /// </param>
    public sealed record Completed(long ReservationId, CareEvent? CareEvent);

    public static Task<Answer<Completed>> Run(Input input, Call call) => call.Write(async session =>
    {
        var visit = await ReservationOutcomes.Complete(session, call, input.Id);
        var care = input.EventTypeId is { } type
            ? await RegisterCareOfVisit.Register(session, call, visit, type)
            : null;
        return new Completed(visit.ReservationId, care);
    });
}
