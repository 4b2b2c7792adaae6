using Kalends.GraphQL.Types;
using Kalends.Platform.GraphQL;

namespace Kalends.Scheduling.Hours.ClosedDays;

/// <summary>The schema type of closed days.</summary>
static class ClosedDayTypes
{
    public static ObjectBuilder<ClosedDay> ClosedDay(Graph graph) => graph.Schema
        .Object<ClosedDay>("ClosedDay", Docs.Of(typeof(ClosedDay)))
        .Field("date", graph.Date, day => day.Date)
        .String("name", day => day.Name)
        .StringOrNull("uid", day => day.Uid);
}
