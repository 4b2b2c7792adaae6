using Kalends.Platform.Calls;
using Kalends.Platform.Paging;

namespace Kalends.Scheduling.Appointments;

/// <summary>Finds appointments by a tree of filters, in any order.</summary>
static class SearchAppointments
{
    /// <param name="Filters">The filters; the default is all appointments.</param>
    /// <param name="Sort">
    /// The sort keys, the most significant first; equal appointments are sorted by id, in the direction of the last
    /// key.
    /// </param>
    /// <param name="Page">The page of the result.</param>
    public sealed record Input(
        AppointmentsFilter? Filters, [Count(0, 10)] IReadOnlyList<AppointmentSort>? Sort, [Spread] PageRequest Page);

    public static async Task<Page<AppointmentView>> Run(Input input, Call call)
    {
        var page = await Walk(AppointmentQuery.Of(input.Filters, input.Sort ?? []), input.Page, call);
        return new Page<AppointmentView>(await AppointmentView.Of(page.Items, call), page.Next);
    }

    /// <summary>Lists appointments in any order and in both directions.</summary>
    public static Task<Page<Appointment>> Walk(AppointmentQuery query, PageRequest page, Call call) =>
        call.Read(session => query.Statement().Page(session, page, exact: true));
}
