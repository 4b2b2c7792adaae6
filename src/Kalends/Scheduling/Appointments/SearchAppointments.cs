using System.Globalization;
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
        Cursor.Write($"{order.Name}:{string.Join(',', order.PlaceOf(last))}");

    static List<long>? After(AppointmentOrder order, string? cursor)
    {
        if (Cursor.Read(cursor) is not { } after)
            return null;
        var parts = after.Text.Split(':');
        return parts.Length == 2 && parts[0] == order.Name && Numbers(parts[1]) is { } place && order.IsPlace(place)
            ? place
            : throw Refused.Invalid([new Fault(null, "cursor", "cursor", "The cursor belongs to another order.")]);
    }

    static List<long>? Numbers(string text)
    {
        var found = new List<long>();
        foreach (var part in text.Split(','))
            if (long.TryParse(part, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
                found.Add(number);
            else
                return null;
        return found;
    }
}
