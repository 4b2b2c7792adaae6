using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Scheduling.Public;

namespace Kalends.Reimbursements.CareEvents;

/// <summary>Registers the cost of a reservation that its client cancelled too late, in the same transaction.</summary>
static class BillLateCancellation
{
    /// <summary>
    /// Registers a care event at the time of the cancellation, since the appointment lies ahead. If the rules of care
    /// events refuse it, for example because no tariff is in force, nothing is registered: a client can cancel whatever
    /// the tariffs are.
    /// </summary>
    [RefusesNothing]
    public static async Task Run(Session session, Call call, Visit visit, long eventTypeId)
    {
        try
        {
            await RegisterCareOfVisit.Register(
                session, call.With(ReimbursementsAccess.BillLateCancellation), visit with { StartsAt = call.Now },
                eventTypeId);
        }
        catch (Refused)
        {
            // The reservation is late all the same, and staff see that nothing was registered for it.
        }
    }
}
