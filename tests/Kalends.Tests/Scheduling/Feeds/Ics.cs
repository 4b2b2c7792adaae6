using System.Globalization;
using System.Text;
using Ical.Net.CalendarComponents;
using Kalends.Tests.Kit;
using ICalendar = Ical.Net.Calendar;

namespace Kalends.Tests.Scheduling.Feeds;

/// <summary>Reads iCalendars strictly.</summary>
static class Ics
{
    // Half a character is refused, not replaced.
    static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The calendar of an answer, whose lines are written as RFC 5545 (3.1) says.</summary>
    public static ICalendar Calendar(this Answer answer)
    {
        answer.Is(200);
        Assert.Equal("text/calendar; charset=utf-8", answer.Headers["Content-Type"]);
        return Read(answer.Text);
    }

    public static ICalendar Read(string text)
    {
        Assert.EndsWith("END:VCALENDAR\r\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', text.Replace("\r\n", "", StringComparison.Ordinal));
        Assert.All(text.Split("\r\n"), line => Assert.InRange(Strict.GetByteCount(line), 0, 75));
        return ICalendar.Load(text)!;
    }

    /// <summary>The events as "uid start end status sequence", in the order of the text.</summary>
    public static IReadOnlyList<string> Told(this ICalendar calendar) => calendar.Events
        .Select(one => string.Create(
            CultureInfo.InvariantCulture, $"{Name(one)} {Start(one):s}Z {End(one):s}Z {one.Status} {one.Sequence}"))
        .ToList();

    static string Name(CalendarEvent one) => one.Uid!.Split('@')[0];

    static DateTime Start(CalendarEvent one) => one.DtStart!.AsUtc;

    static DateTime End(CalendarEvent one) => one.DtEnd!.AsUtc;
}
