using Kalends.GraphQL.Relay;
using Kalends.GraphQL.Types;
using Kalends.Platform.Calls;
using Kalends.Platform.GraphQL;
using Kalends.Providers.Public;
using Kalends.Scheduling.Reservations;

namespace Kalends.Scheduling.Appointments;

/// <summary>The schema types of appointments, with the names of the original service and our own.</summary>
static class AppointmentTypes
{
    static readonly PageSizes ThousandRows = new(Default: 1000, Max: 1000, Cuts: true);

    const string Name = "AppointmentsSchema";

    /// <summary>The type of appointments; null if this module is not served.</summary>
    public static ObjectBuilder<Appointment>? Served(Graph graph) =>
        graph.Serves("scheduling") ? graph.Known<Appointment>(Name) : null;

    /// <param name="graph">The graph with the types.</param>
    /// <param name="reservation">The type of the reservation of an appointment, which callers see if they may.</param>
    public static ObjectBuilder<Appointment> Appointment(Graph graph, ObjectBuilder<Reservation> reservation)
    {
        var type = graph.Node<Appointment>(
                Name, "An appointment: an opening of exactly one slot, with a type.", appointment => appointment.Id,
                ReadAppointment.ByIds, Access.SignedIn)
            .Id("appointmentId", appointment => appointment.Id)
            .IntOrNull("startTimeUnixSeconds", appointment => (long?)appointment.StartsAt.ToUnixTimeSeconds())
            .Describe("startTimeUnixSeconds", "The start in seconds since 1970 UTC.")
            .IntOrNull("durationSeconds", appointment => (long?)appointment.DurationSeconds)
            .StringOrNull("type", appointment => appointment.Type)
            .IntOrNull("therapistId", appointment => (long?)appointment.ProviderId);
        TherapistTypes.LeadToTherapist(graph, type, appointment => appointment.ProviderId);
        AddOurs(graph, type, reservation);
        if (ProviderTypes.AreServed(graph))
        {
            var therapist = TherapistTypes.Therapist(graph);
            graph.Connections(
                therapist, "appointments", type, field => Arguments(graph, field, type),
                ListAppointmentsOfTherapists.Run, Access.SignedIn, new PageSizes(Cuts: true));
            therapist.Describe("appointments", "The provider's appointments, in any order.");
        }
        return type;
    }

    static void AddOurs(Graph graph, ObjectBuilder<Appointment> type, ObjectBuilder<Reservation> reservation)
    {
        type.Id("slotId", appointment => appointment.SlotId)
            .Field("startsAt", graph.DateTime, appointment => appointment.StartsAt)
            .Field("endsAt", graph.DateTime, appointment => appointment.EndsAt);
        graph.Batch(type, "status", graph.Words<SlotState>(),
            "FREE means that it can be reserved now; TOO_SOON also stands for one that has started or is over.",
            async (appointments, call) =>
            {
                var slots = await AppointmentStates.Of(appointments, call);
                return appointments.Select(appointment => slots[appointment.Id].State).ToList();
            }, Access.SignedIn);
        graph.Batch(type, "reservation", reservation.OrNull(),
            "The live reservation on it; null where there is none that the caller may see.",
            ReservationsOf, Access.SignedIn);
        ProviderTypes.LeadToProvider(graph, type, appointment => appointment.ProviderId);
    }

    static async Task<IReadOnlyList<Reservation?>> ReservationsOf(IReadOnlyList<Appointment> appointments, Call call)
    {
        var slots = await AppointmentStates.Of(appointments, call);
        var visible = await ReadReservation.ByIds(
            slots.Values.Select(slot => slot.ReservationId).OfType<long>().ToList(),
            call.With(SchedulingAccess.Reserve));
        return appointments.Select(appointment =>
            slots[appointment.Id].ReservationId is { } id ? visible.GetValueOrDefault(id) : null).ToList();
    }

    /// <summary>
    /// Adds the list of all appointments; unlike our own lists, it has up to a thousand rows if no size is given.
    /// </summary>
    public static void AddToQuery(Graph graph, ObjectBuilder<Appointment> type) => graph.Connection(
        "appointments", type, field => Arguments(graph, field, type), SearchAppointments.Walk, Access.SignedIn,
        ThousandRows);

    /// <param name="Filters">The filters; the default is all appointments.</param>
    sealed record Wanted(AppointmentsFilter? Filters = null);

    static Func<Args, AppointmentQuery> Arguments(Graph graph, FieldBuilder field, ObjectBuilder<Appointment> type)
    {
        var filters = graph.Arguments<Wanted>(type)(field);
        var sort = field.Arg(
            "sort", Sort(graph).OrNull().List().OrNull(), "[APPOINTMENT_ID_ASC]",
            "The sort keys, the first key first; ids order equal rows, in the direction of the last key.");
        return args => AppointmentQuery.Of(
            filters(args).Filters, (args.Get(sort) ?? []).Take(SortsMax).OfType<AppointmentSort>());
    }

    // Further keys change nothing, because each column counts once.
    const int SortsMax = 100;

    static EnumBuilder<AppointmentSort> Sort(Graph graph)
    {
        var type = graph.Schema.Enum<AppointmentSort>(
            "AppointmentsSchemaSortEnum", "One key that appointments are sorted by, and its direction.");
        if (type.Type.Named is EnumType { Values.Count: > 0 })
            return type;
        return type
            .Value("APPOINTMENT_ID_ASC", AppointmentSort.IdAsc, "The oldest id first.")
            .Value("APPOINTMENT_ID_DESC", AppointmentSort.IdDesc, "The newest id first.")
            .Value("START_TIME_UNIX_SECONDS_ASC", AppointmentSort.StartsAtAsc, "The earliest start first.")
            .Value("START_TIME_UNIX_SECONDS_DESC", AppointmentSort.StartsAtDesc, "The latest start first.")
            .Value("DURATION_SECONDS_ASC", AppointmentSort.DurationAsc, "The shortest first.")
            .Value("DURATION_SECONDS_DESC", AppointmentSort.DurationDesc, "The longest first.")
            .Value("TYPE_ASC", AppointmentSort.TypeAsc, "By the type's name, from a to z.")
            .Value("TYPE_DESC", AppointmentSort.TypeDesc, "By the type's name, from z to a.")
            .Value("THERAPIST_ID_ASC", AppointmentSort.ProviderIdAsc, "The smallest id of a therapist first.")
            .Value("THERAPIST_ID_DESC", AppointmentSort.ProviderIdDesc, "The greatest id of a therapist first.");
    }
}
