using Kalends.Platform.Calls;

namespace Kalends.Scheduling.Appointments;

/// <summary>Finds appointments by a tree of filters, in any order.</summary>
static class SearchAppointments
{
    /// <param name="Filters">Which; all where it is left out.</param>
    /// <param name="Sort">
    /// By what, the first key first; ids decide where all are equal, in the direction of the last key.
    /// </param>
    /// <param name="Limit">Rows a page.</param>
    /// <param name="Cursor">The <c>next</c> of the page before.</param>
    public sealed record Input(
        AppointmentsFilter? Filters = null, [Count(0, 10)] IReadOnlyList<AppointmentSort>? Sort = null,
        [Number(1, 100)] int Limit = 50, [Text(0, 500)] string? Cursor = null);

    public static async Task<Page<AppointmentView>> Run(Input input, Call call)
    {
        var query = AppointmentQuery.Of(input.Filters, input.Sort ?? []);
        var part = new AppointmentQuery.Part(After(query.Order, input.Cursor), null, false, input.Limit + 1);
        var rows = await call.Read(async session => await query.Find(session, part));
        var page = Page.Of(rows, input.Limit, row => Write(query.Order, row));
        return new Page<AppointmentView>(await AppointmentView.Of(page.Items, call), page.Next);
    }

    static string Write(AppointmentOrder order, Appointment last) =>
        new OrderCursor(order.Name, order.PlaceOf(last)).Write();

    static IReadOnlyList<long>? After(AppointmentOrder order, string? cursor)
    {
        var place = OrderCursor.Read(cursor)?.In(order.Name, order.KeyCount);
        return place is null || order.IsPlace(place) ? place : throw OrderCursor.Foreign();
    }
}
