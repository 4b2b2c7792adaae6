using System.Text.Json;
using Kalends.Platform.Storage;

namespace Kalends.Events.Public;

/// <summary>A domain event with its facts, for a module that acts on it.</summary>
/// <param name="Kind">The kind of event, such as <c>reservation.held</c>.</param>
/// <param name="CreatedAt">The time of the event.</param>
/// <param name="Actor">Who caused it.</param>
/// <param name="Data">The facts as JSON.</param>
sealed record EventFacts(string Kind, Instant CreatedAt, string? Actor, string Data)
{
    /// <summary>The facts as a record that names some of them.</summary>
    public T Read<T>() => JsonSerializer.Deserialize<T>(Data, Json.Options)!;

    /// <summary>
    /// The product's own events of some kinds with numbers in a range, in the order of the log. The upper bound must be
    /// settled (<see cref="EventLog.ReadSettled"/>).
    /// </summary>
    public static ValueTask<List<EventFacts>> Between(
        Session session, IReadOnlyList<string> kinds, long after, long upTo) => session.All(
        Find, row => new EventFacts(
            row.Text("kind"), row.At("created_at"), row.TextOrNull("actor"), row.Text("data")),
        ("kinds", kinds), ("after", after), ("to", upTo));

    /// <summary>The newest number that can be seen; lower ones may still appear.</summary>
    public static async Task<long> Newest(Session session) => await session.Number(LoggedEvent.Newest) ?? 0;

    static readonly Sql Find = new("""
        SELECT kind, created_at, actor, data
        FROM events
        WHERE seq > @after AND seq <= @to AND kind {list kinds} AND external = 0
        ORDER BY seq
        """);
}
