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

    /// <summary>All closed days, as a change leaves them.</summary>
    public static ObjectBuilder<Payload<T>> WithDays<T>(
        this ObjectBuilder<Payload<T>> payload, ObjectBuilder<ClosedDay> day,
        Func<T, IReadOnlyList<ClosedDay>> items) => payload
        .Field("closedDays", day.List(), given => items(given.Answer))
        .Describe("closedDays", "The closed days in the order of their dates.");

    /// <summary>What a change of closed days tells besides its result.</summary>
    public static ObjectBuilder<Payload<T>> WithVersion<T>(this ObjectBuilder<Payload<T>> payload)
        where T : IClosedDaysChange => payload
        .String("version", given => ClosedDayStore.TagOf(given.Answer.Version).ToString())
        .Describe("version", "The ETag of how the closed days stand, for ifMatch.")
        .Int("pending", given => given.Answer.Pending);
}

/// <summary>The answer to a change of closed days.</summary>
interface IClosedDaysChange
{
    /// <summary>The number of the version.</summary>
    long Version { get; }

    /// <summary>The number of providers whose openings follow within a minute.</summary>
    int Pending { get; }
}
