using Kalends.Platform.Calls;
using Kalends.Platform.Paging;
using Kalends.Platform.Storage;

namespace Kalends.Events;

/// <summary>
/// A position in the log as callers see it: opaque, and the same in lists, connections, streams and subscriptions.
/// </summary>
static class LogCursor
{
    const string Order = "seq";

    public static readonly Keyset<LoggedEvent> InOrder = new(Order, new Key<LoggedEvent>("e.seq", one => one.Seq));

    public static string Write(long seq) => new Cursor(Order, [seq]).Write();

    /// <summary>Reads a position, or refuses the parameter that named it.</summary>
    public static long Read(string text, string parameter = "cursor") =>
        Cursor.Read(text) is { Order: Order, Keys: [long seq] } ? Bounded(seq) : throw NoPlace(parameter);

    /// <summary>A position within the range of numbers.</summary>
    public static long Bounded(long seq) => Math.Clamp(seq, 0, long.MaxValue - 1);

    /// <summary>
    /// Reads a position, or finds that of the event with this id; refuses the parameter if it is neither, or if the
    /// caller may not see the event.
    /// </summary>
    public static async Task<long> Find(string text, Call call, string parameter = "cursor") =>
        !Guid.TryParseExact(text, "D", out var id) ? Read(text, parameter)
        : await call.Read(async session => await session.Number(
            FindById, call.Scope.With(("id", id.ToString())))) ?? throw NoPlace(parameter);

    /// <summary>
    /// The same for a reader who goes on in the order of the log; refused if events after the position were removed, so
    /// that nobody misses them unaware.
    /// </summary>
    public static async Task<long> FindToFollow(string text, Call call, string parameter = "cursor")
    {
        var place = await Find(text, call, parameter);
        var isGone = await call.Read(async session => await session.Number(FindRemoved, ("place", place))) is not null;
        return isGone ? throw EventsErrors.PositionRemoved.Refused() : place;
    }

    static Refused NoPlace(string parameter) =>
        Refused.InvalidParameter(parameter, FaultCode.Cursor, $"{parameter} is not a position in this log.");

    static readonly Sql FindRemoved = new("SELECT 1 AS n FROM event_removal WHERE removed_to > @place");

    static readonly Sql FindById = new($"""
        SELECT e.seq AS n
        FROM events e
        WHERE e.id = @id AND {LoggedEvent.IsVisible}
        """);
}
