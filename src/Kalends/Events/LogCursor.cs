using Kalends.GraphQL;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Relay = Kalends.GraphQL.Relay;

namespace Kalends.Events;

/// <summary>
/// A position in the log as callers see it: opaque, and the same in lists, connections, streams and subscriptions.
/// </summary>
static class LogCursor
{
    public const string Order = "seq";

    public static Relay.Cursor Cursor(long seq) => new(Order, seq);

    /// <summary>The number of a position, within the range of numbers.</summary>
    public static long Of(Relay.Cursor cursor) => Math.Clamp(cursor.Number(0), 0, long.MaxValue - 1);

    public static string Write(long seq) => Cursor(seq).Write();

    /// <summary>Reads a position, or refuses the parameter that named it.</summary>
    public static long Read(string text, string parameter = "cursor")
    {
        try
        {
            var cursor = Relay.Cursor.Read(text);
            if (cursor.Order == Order)
                return Of(cursor);
        }
        catch (GraphException)
        {
            // The refusal in our own words follows.
        }
        throw NoPlace(parameter);
    }

    /// <summary>
    /// Reads a position, or finds that of the event with this id; refuses the parameter if it is neither, or if the
    /// caller may not see the event.
    /// </summary>
    public static async Task<long> Find(string text, Call call, string parameter = "cursor") =>
        !Guid.TryParseExact(text, "D", out var id) ? Read(text, parameter)
        : await call.Read(async session => await session.Number(
            FindById, call.Scope.With(("id", id.ToString())))) ?? throw NoPlace(parameter);

    static Refused NoPlace(string parameter) =>
        Refused.Invalid([new Fault(null, parameter, "cursor", $"{parameter} is no place in this log.")]);

    static readonly Sql FindById = new($"""
        SELECT e.seq AS n
        FROM events e
        WHERE e.id = @id AND {LoggedEvent.IsVisible}
        """);
}
