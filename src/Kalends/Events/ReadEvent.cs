using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Events;

/// <summary>Reads one event, if the caller may see it.</summary>
static class ReadEvent
{
    /// <param name="Id">The event's UUID.</param>
    public sealed record Input([Text(1, 64)] string Id);

    public static Task<LoggedEvent> Run(Input input, Call call) => call.Read(async session =>
        await session.One(Find, LoggedEvent.Read, call.Scope.With(("id", input.Id)))
        ?? throw EventsErrors.NoSuchEvent.Refused());

    static readonly Sql Find = new($"""
        SELECT {LoggedEvent.Columns}
        FROM {LoggedEvent.Rows}
        WHERE e.id = @id AND {LoggedEvent.IsVisible}
        """);
}
