using Kalends.Platform.Calls;
using Kalends.Scheduling;
using Kalends.Scheduling.Slots;

namespace Kalends.Web.Console.Calendars;

/// <summary>Finds the slot that is offered at a time, whatever the policy says of it.</summary>
static class OfferedSlot
{
    /// <summary>The slot that contains an instant; null if nothing is offered then.</summary>
    public static async Task<SlotView?> At(long providerId, Instant at, long? serviceId, Call call)
    {
        var found = await ListSlots.Run(
            new(providerId, at, at + Instants.Moment, serviceId, ListSlots.Include.All, Limit: 1), call);
        return found.Items.Count > 0 ? found.Items[0] : null;
    }
}
