using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Scheduling.Public;

namespace Kalends.Reimbursements.CareEvents;

/// <summary>
/// Completes a reservation that has begun, and registers its care event in the same transaction if a kind of care is
/// given or its service has one.
/// </summary>
static class CompleteReservation
{
    /// <param name="Id">The id of the reservation.</param>
    /// <param name="EventTypeId">
    /// The kind of care that was given; the default is that of the service. Without either, the care event can be
    /// registered later, or never.
    /// </param>
    /// <param name="RegisterCare">Whether the care event is registered now, if a kind of care is known.</param>
    /// <param name="IfMatch">
    /// The ETag that the change is based on; the change is refused if the reservation has another version.
    /// </param>
    public sealed record Input(
        [Id] long Id, [Id] long? EventTypeId = null, bool RegisterCare = true,
        [Header("If-Match")][Text(0, EntityTag.ListMax)] string? IfMatch = null);

    /// <param name="ReservationId">The id of the completed reservation.</param>
    /// <param name="CareEvent">
    /// The care event of the reservation's provider and start; null if none was registered.
    /// </param>
    public sealed record Completed(long ReservationId, CareEvent? CareEvent);

    public static Task<Answer<Completed>> Run(Input input, Call call)
    {
        if (input.EventTypeId is not null && !input.RegisterCare)
            throw Refused.Invalid(
                "/event_type_id", ReimbursementsErrors.NotToRegister, "No care event is to be registered.");
        return call.Write(session => Complete(session, input, call));
    }

    static async Task<Completed> Complete(Session session, Input input, Call call)
    {
        var visit = await ReservationOutcomes.Complete(session, call, input.Id, input.IfMatch);
        var care = input.RegisterCare && (input.EventTypeId ?? visit.EventTypeId) is { } type
            ? await RegisterCareOfVisit.Register(session, call, visit, type)
            : null;
        return new Completed(visit.ReservationId, care);
    }
}
