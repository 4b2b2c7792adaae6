using System.Globalization;
using Kalends.Events;
using Kalends.Platform.Calls;

namespace Kalends.Originals.Events;

/// <summary>The fields of the original event service, in its words.</summary>
static class OriginalEventLog
{
    const int EventsMax = 1000;

    static readonly string[] Dates = ["d-M-yyyy"];

    /// <param name="Component">The part of a system that reported the event.</param>
    /// <param name="Data">Any JSON value, encoded in a string.</param>
    /// <param name="Email">The email address of the person concerned.</param>
    /// <param name="Environment">The environment of the event.</param>
    /// <param name="Message">A description of the event in words.</param>
    public sealed record Save(
        [Text(0, 500, Padded = true)] string? Component = null, RawJson? Data = null,
        [Text(0, 500, Padded = true)] string? Email = null,
        [Text(0, 500, Padded = true)] string? Environment = null,
        [Text(0, SaveEvent.MessageMax, Raw = true)] string? Message = null);

    /// <summary>The saved event, under the original's key.</summary>
    public sealed record Saved(LoggedEvent Event);

    /// <param name="Email">Only events with this email address; like the others, no filter if empty.</param>
    /// <param name="Environment">Only events of this environment.</param>
    /// <param name="Component">Only events of this component.</param>
    /// <param name="Text">Only events whose message contains exactly this text.</param>
    /// <param name="Date">Only events made on or after this day in UTC, written d-m-Y: 1-1-2018.</param>
    public sealed record Parameters(
        [Text(0, 500, Padded = true)] string? Email = null,
        [Text(0, 500, Padded = true)] string? Environment = null,
        [Text(0, 500, Padded = true)] string? Component = null,
        [Text(0, 500, Raw = true)] string? Text = null, [Text(0, 20)] string? Date = null);

    /// <summary>Saves an event.</summary>
    public static async Task<Answer<Saved>> SaveOne(Save input, Call call)
    {
        var saved = await SaveEvent.Store(
            new(input.Component, input.Email, input.Environment, input.Message, input.Data), call);
        return saved.As(one => new Saved(one));
    }

    /// <summary>
    /// Returns the newest 1,000 events that other systems saved, or as many of them as fit into an answer, in the order
    /// in which they were saved; eventLog has all.
    /// </summary>
    public static Task<IReadOnlyList<LoggedEvent?>> All(NoInput input, Call call) => Newest(new(), call);

    /// <summary>
    /// Returns the newest 1,000 events that other systems saved and that match all given filters, or as many of them as
    /// fit into an answer, in the order in which they were saved.
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
        ? Instants.From(new DateTimeOffset(day, TimeSpan.Zero))
        : throw Refused.InvalidParameter(
            "date", FaultCode.Format, "date must be a day written d-m-Y, such as 1-1-2018.");
}
