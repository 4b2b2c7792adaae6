using System.Globalization;
using Kalends.Events;
using Kalends.Platform.Calls;
using Kalends.Platform.Time;

namespace Kalends.Originals.Events;

/// <summary>The fields of the original event service, in its words.</summary>
static class OriginalEventLog
{
    const int EventsMax = 1000;

    static readonly string[] Dates = ["d-M-yyyy"];

    /// <param name="Component">The part of a system that it comes from.</param>
    /// <param name="Data">Any JSON value, as a string that holds it.</param>
    /// <param name="Email">Whom it concerns.</param>
    /// <param name="Environment">Where it happened.</param>
    /// <param name="Message">What happened, in words.</param>
    public sealed record Save(
        [Text(0, 500, Padded = true)] string? Component = null, RawJson? Data = null,
        [Text(0, 500, Padded = true)] string? Email = null,
        [Text(0, 500, Padded = true)] string? Environment = null,
        [Text(0, SaveEvent.MessageMax, Raw = true)] string? Message = null);

    /// <summary>What was saved, under the original's key.</summary>
    public sealed record Saved(LoggedEvent Event);

    /// <param name="Email">Only those with this address; like the others, no filter where it is empty.</param>
    /// <param name="Environment">Only those of this environment.</param>
    /// <param name="Component">Only those of this component.</param>
    /// <param name="Text">Only those whose message has exactly this text in it.</param>
    /// <param name="Date">Only those made on or after this day in UTC, written d-m-Y: 1-1-2018.</param>
    public sealed record Parameters(
        [Text(0, 500, Padded = true)] string? Email = null,
        [Text(0, 500, Padded = true)] string? Environment = null,
        [Text(0, 500, Padded = true)] string? Component = null,
        [Text(0, 500, Raw = true)] string? Text = null, [Text(0, 20)] string? Date = null);

    /// <summary>Saves an event.</summary>
    public static async Task<Saved> SaveOne(Save input, Call call) => new(await SaveEvent.Store(
        new(input.Component, input.Email, input.Environment, input.Message, input.Data), call));

    /// <summary>
    /// Gives the newest 1,000 events that other systems saved, or as many of them as fit into an answer, in the order
    /// in which they did; eventLog has all.
    /// </summary>
    public static Task<IReadOnlyList<LoggedEvent?>> All(NoInput input, Call call) => Newest(new(), call);

    /// <summary>
    /// Gives the newest 1,000 events that other systems saved and for which all that is given holds, or as many of them
    /// as fit into an answer, in the order in which they saved them.
    /// </summary>
    public static Task<IReadOnlyList<LoggedEvent?>> ByParameters(Parameters input, Call call) => Newest(
        new EventLogFilter(
            Given(input.Component), Email: Given(input.Email), Environment: Given(input.Environment),
            Contains: Given(input.Text), From: Given(input.Date) is { } date ? Midnight(date) : null), call);

    static async Task<IReadOnlyList<LoggedEvent?>> Newest(EventLogFilter filter, Call call)
    {
        var wanted = filter with { ExternalOnly = true };
        var found = await call.Read(session =>
            new EventSearch(session, call, wanted, ascending: false).FindAll(0, long.MaxValue, EventsMax));
        found.Events.Reverse();
        return found.Events;
    }

    static string? Given(string? text) => string.IsNullOrEmpty(text) ? null : text;

    static Instant Midnight(string date) => DateTime.TryParseExact(
        date, Dates, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
        ? Instant.From(new DateTimeOffset(day, TimeSpan.Zero))
        : throw Refused.Invalid([new Fault(
            null, "date", "format", "date must be a day written d-m-Y, such as 1-1-2018.")]);
}
