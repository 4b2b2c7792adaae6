using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Scheduling.Public;

namespace Kalends.Reimbursements.CareEvents;

/// <summary>Registers the care event of a completed reservation once, with its provider and its start.</summary>
static class RegisterCareOfVisit
{
    /// <param name="Id">The id of the reservation.</param>
    /// <param name="EventTypeId">The kind of care that was given.</param>
    public sealed record Input([Id] long Id, [Id] long EventTypeId);

    public static Task<Answer<CareEvent>> Run(Input input, Call call) => call.Write(async session =>
    {
        var visit = await ReservationOutcomes.FindCompleted(session, call, input.Id);
        return await Register(session, call, visit, input.EventTypeId);
    });

    /// <summary>Registers the care event in the caller's transaction.</summary>
    public static async Task<CareEvent> Register(Session session, Call call, Visit visit, long eventTypeId)
    {
        var registered = await RegisterCareEvent.Register(session, call, new Registration(
            visit.ProviderId, eventTypeId, visit.StartsAt, Visit: visit));
        return registered.Value;
    }
}
