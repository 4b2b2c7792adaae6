using Kalends.Platform.Paging;

namespace Kalends.Scheduling.Appointments;

/// <summary>Which appointments are wanted and in which order.</summary>
/// <param name="Filter">Which.</param>
/// <param name="Order">In which order.</param>
sealed record AppointmentQuery(AppointmentsFilter Filter, Keyset<Appointment> Order)
{
    public static AppointmentQuery Of(AppointmentsFilter? filter, IEnumerable<AppointmentSort> sorts) =>
        new((filter ?? new AppointmentsFilter()).Bounded(), AppointmentOrder.Of(sorts));

    /// <summary>The same as a statement.</summary>
    public ListQuery<Appointment> Statement()
    {
        var query = new ListQuery<Appointment>(Order, Appointment.Read, Appointment.Columns, "openings")
        {
            // Unless starts are what it is sorted by, the index of starts finds and another step sorts.
            Sorts = Filter.HasStart && Order.Keys[0].Column != "starts_at",
        };
        return query.Where(Appointment.Standing).Where(Filter.Condition(query.Given));
    }
}
