using Kalends.GraphQL.Types;
using Kalends.Platform.GraphQL;
using Kalends.Scheduling.Appointments;

namespace Kalends.Originals.Appointments;

/// <summary>The result of offering an appointment, as a type of the schema.</summary>
static class OriginalAppointmentTypes
{
    public static ObjectBuilder<OriginalAppointments.Offered> Offered(Graph graph, ObjectBuilder<Appointment> type) =>
        graph.Schema.Object<OriginalAppointments.Offered>(
                "AppointmentMutation", "The result of offering an appointment.")
            .Field("appointment", type.OrNull(), offered => offered.Appointment)
            .Describe("appointment", "The appointment, new or existing.");
}
