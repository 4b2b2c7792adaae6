using Kalends.GraphQL.Types;
using Kalends.Platform.GraphQL;
using Kalends.Providers.Public;

namespace Kalends.Scheduling.ExternalCalendars;

/// <summary>The schema type of external calendars.</summary>
static class ExternalCalendarTypes
{
    public static ObjectBuilder<ExternalCalendar> ExternalCalendar(Graph graph)
    {
        var type = graph.Schema.Object<ExternalCalendar>("ExternalCalendar", Docs.Of(typeof(ExternalCalendar)))
            .Id("calendarId", calendar => calendar.Id)
            .String("name", calendar => calendar.Name)
            .String("host", calendar => calendar.Host)
            .Field("createdAt", graph.DateTime, calendar => calendar.CreatedAt)
            .Field("attemptedAt", graph.DateTime.OrNull(), calendar => calendar.AttemptedAt)
            .Field("succeededAt", graph.DateTime.OrNull(), calendar => calendar.SucceededAt)
            .Field("nextAttemptAt", graph.DateTime, calendar => calendar.NextAttemptAt)
            .Field("failingSince", graph.DateTime.OrNull(), calendar => calendar.FailingSince)
            .Field("problem", graph.Words<FetchProblem>().OrNull(), calendar => calendar.Problem)
            .Field("httpStatus", Scalars.Int.OrNull(), calendar => calendar.HttpStatus)
            .Int("busyCount", calendar => calendar.BusyCount);
        ProviderTypes.LeadToProvider(graph, type, calendar => calendar.ProviderId);
        return type;
    }
}
