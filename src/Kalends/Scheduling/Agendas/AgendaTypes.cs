using Kalends.GraphQL.Types;
using Kalends.Platform.GraphQL;
using Kalends.Providers.Public;

namespace Kalends.Scheduling.Agendas;

/// <summary>The schema types of the calendars that somebody keeps, and of what they hold.</summary>
static class AgendaTypes
{
    public static ObjectBuilder<KeptCalendar> Calendar(Graph graph)
    {
        var type = graph.Schema.Object<KeptCalendar>("KeptCalendar", Docs.Of(typeof(KeptCalendar)))
            .Id("providerId", calendar => calendar.ProviderId)
            .String("name", calendar => calendar.Name)
            .String("timeZone", calendar => calendar.TimeZone)
            .Field("organisationId", Scalars.IdFromLong.OrNull(), calendar => calendar.OrganisationId);
        ProviderTypes.LeadToProvider(graph, type, calendar => calendar.ProviderId);
        return type;
    }

    public static ObjectBuilder<Agenda> Agenda(
        Graph graph, ObjectBuilder<KeptCalendar> calendar, ObjectBuilder<Reservation> reservation)
    {
        var stretch = graph.Schema.Object<AgendaStretch>("AgendaStretch", Docs.Of(typeof(AgendaStretch)))
            .Field("kind", graph.Words<StretchKind>(), one => one.Kind)
            .Id("stretchId", one => one.Id)
            .Describe("stretchId", "The id of the opening, of the closure or of the external calendar.")
            .Id("providerId", one => one.ProviderId)
            .Field("startsAt", graph.DateTime, one => one.StartsAt)
            .Field("endsAt", graph.DateTime, one => one.EndsAt)
            .String("reason", one => one.Reason)
            .Field("fromHours", Scalars.Boolean, one => one.FromHours);
        var closedDay = graph.Schema.Object<AgendaClosedDay>("AgendaClosedDay", Docs.Of(typeof(AgendaClosedDay)))
            .Id("organisationId", one => one.OrganisationId)
            .Field("date", graph.Date, one => one.Date)
            .String("name", one => one.Name);
        return graph.Schema.Object<Agenda>("Agenda", Docs.Of(typeof(Agenda)))
            .Field("calendars", calendar.List(), agenda => agenda.Calendars)
            .Field("stretches", stretch.List(), agenda => agenda.Stretches)
            .Field("reservations", reservation.List(), agenda => agenda.Reservations)
            .Field("closedDays", closedDay.List(), agenda => agenda.ClosedDays)
            .Field("truncated", Scalars.Boolean, agenda => agenda.Truncated);
    }
}
