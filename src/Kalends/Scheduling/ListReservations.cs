using Kalends.Platform.Calls;
using Kalends.Platform.Time;

namespace Kalends.Scheduling;

/// <summary>Lists the reservations that the caller may see, in the order of their starts.</summary>
static class ListReservations
{
    /// <param name="State">Only those that stand so now.</param>
    /// <param name="From">Only those that start at or after it.</param>
    /// <param name="To">Only those that start before it.</param>
    /// <param name="ProviderId">Only those of this provider.</param>
    /// <param name="ClientId">Only those of this client.</param>
    /// <param name="Limit">Rows a page.</param>
    /// <param name="Cursor">The <c>next</c> of the page before.</param>
    public sealed record Input(
        ReservationState? State = null, Instant? From = null, Instant? To = null, [Id] long? ProviderId = null,
        [Id] long? ClientId = null, [Number(1, 100)] int Limit = 50, [Text(0, 500)] string? Cursor = null);

    public static Task<Page<Reservation>> Run(Input input, Call call) => call.Read(async session =>
    {
        var after = Place.After(input.Cursor);
        var filter = new ReservationFilter(input.State, input.From, input.To, input.ProviderId, input.ClientId);
        var rows = await filter.Find(session, call, after, Place.Last, backward: false, input.Limit + 1);
        return Page.Of(rows, input.Limit, row => new Place(row.StartsAt, row.Id).Write());
    });
}
