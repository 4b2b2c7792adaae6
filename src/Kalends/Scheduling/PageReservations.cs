using Kalends.Platform.Calls;
using Kalends.Platform.Time;
using Relay = Kalends.GraphQL.Relay;

namespace Kalends.Scheduling;

/// <summary>
/// Walks through the reservations that the caller may see, in the order of their starts, in both directions.
/// </summary>
static class PageReservations
{
    const string Order = "starts_at";

    public static Task<Relay.Page<Reservation>> Run(ReservationFilter filter, Relay.PageRequest page, Call call) =>
        call.Read(async session =>
        {
            var (low, high) = page.In(Order).Backward ? (page.Until, page.From) : (page.From, page.Until);
            var rows = await filter.Find(
                session, call, PlaceOf(low, Place.First), PlaceOf(high, Place.Last), page.Backward, page.Fetch);
            return page.Cut(rows, row => new Relay.Cursor(Order, row.StartsAt.Micros, row.Id));
        });

    static Place PlaceOf(Relay.Cursor? cursor, Place otherwise) =>
        cursor is null ? otherwise : new Place(new Instant(cursor.Number(0)), cursor.Number(1));
}
