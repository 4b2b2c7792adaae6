using Kalends.Platform.Paging;

namespace Kalends.Scheduling.Appointments;

/// <summary>The filter and the order of a list of appointments.</summary>
/// <param name="Filter">The filter.</param>
/// <param name="Order">The order.</param>
sealed record AppointmentQuery(AppointmentsFilter Filter, Keyset<Appointment> Order)
{
    public static AppointmentQuery Of(AppointmentsFilter? filter, IEnumerable<AppointmentSort> sorts) =>
        new((filter ?? new AppointmentsFilter()).Bounded(), AppointmentOrder.Of(sorts));

    /// <summary>The statement of this query.</summary>
    public ListQuery<Appointment> Statement()
    {
        var query = new ListQuery<Appointment>(Order, Appointment.Read, Appointment.Columns, "openings")
        {
            // If the list is not sorted by start first, the index of starts finds the rows, and a separate step sorts
            // them.
            Sorts = Filter.HasStart && Order.Keys[0].Column != "starts_at",
        };
        return query.Where(Appointment.Standing).Where(Filter.Condition(query.Given));
    }
}
