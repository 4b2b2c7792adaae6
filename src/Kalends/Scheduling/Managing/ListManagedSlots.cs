using Kalends.Platform.Calls;
using Kalends.Scheduling.Slots;

namespace Kalends.Scheduling.Managing;

/// <summary>
/// Lists the slots of the provider to which a reservation can be moved now, by a link to it, soonest first.
/// </summary>
static class ListManagedSlots
{
    /// <param name="Token">The token of the link.</param>
    /// <param name="From">Only slots that start at or after this instant; the default is now.</param>
    /// <param name="To">
    /// Only slots that start before this instant, at most 366 days after <c>from</c>; the default is 31 days after it.
    /// </param>
    /// <param name="Limit">The number of slots in a page.</param>
    /// <param name="Cursor">The <c>next</c> of the page before.</param>
    public sealed record Input(
        [Text(1, LinkHolder.TokenMax, Secret = true)] string Token, Instant? From = null, Instant? To = null,
        [Number(1, SlotId.PerOpening)] int Limit = SlotId.PerOpening, [Text(0, 500)] string? Cursor = null);

    public static async Task<SlotPage> Run(Input input, Call call)
    {
        var managed = await ReadManagedReservation.Run(new(input.Token), call);
        return await ListSlots.Run(
            new(managed.ProviderId, input.From, input.To, managed.ServiceId, Limit: input.Limit, Cursor: input.Cursor),
            call);
    }
}
