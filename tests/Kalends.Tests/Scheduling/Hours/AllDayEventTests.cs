using Kalends.Platform;
using Kalends.Scheduling.Hours.ClosedDays;

namespace Kalends.Tests.Scheduling.Hours;

/// <summary>Which days an iCalendar closes, and which texts are none.</summary>
public sealed class AllDayEventTests
{
    static readonly DateOnly Today = new(2026, 11, 27);

    [Theory]
    [InlineData("DTSTART;VALUE=DATE:20261225", "2026-12-25 Closed")]
    [InlineData("DTSTART;VALUE=DATE:20261225\nSUMMARY:Christmas", "2026-12-25 Christmas")]
    // The end is the day after the last.
    [InlineData("DTSTART;VALUE=DATE:20261225\nDTEND;VALUE=DATE:20261227\nSUMMARY:X", "2026-12-25 X,2026-12-26 X")]
    [InlineData("DTSTART;VALUE=DATE:20261225\nDURATION:P2D\nSUMMARY:X", "2026-12-25 X,2026-12-26 X")]
    // What runs already counts from today.
    [InlineData("DTSTART;VALUE=DATE:20261120\nDTEND;VALUE=DATE:20261129\nSUMMARY:X", "2026-11-27 X,2026-11-28 X")]
    [InlineData("DTSTART;VALUE=DATE:20261125\nSUMMARY:X", "")]
    [InlineData("DTSTART;VALUE=DATE:20200101\nSUMMARY:X\nRRULE:FREQ=YEARLY;UNTIL=20290101",
        "2027-01-01 X,2028-01-01 X,2029-01-01 X")]
    [InlineData("DTSTART;VALUE=DATE:20261201\nSUMMARY:X\nRRULE:FREQ=WEEKLY;COUNT=3\nEXDATE;VALUE=DATE:20261208",
        "2026-12-01 X,2026-12-15 X")]
    // Calendars of public holidays say that their days are free time, which is no reason to be open.
    [InlineData("DTSTART;VALUE=DATE:20261225\nSUMMARY:X\nTRANSP:TRANSPARENT", "2026-12-25 X")]
    // Appointments of a day are no closed days.
    [InlineData("DTSTART:20261225T100000Z\nDTEND:20261225T110000Z", "")]
    [InlineData("SUMMARY:No start", "")]
    public void The_days_of_all_day_events_are_closed(string lines, string expected) => Assert.Equal(
        expected, string.Join(',', Days(Event(lines)).Select(day => $"{day.Date:O} {day.Name}")));

    [Fact]
    public void Repetitions_reach_five_years_ahead() => Assert.Equal(
        ["2026-12-25", "2027-12-25", "2028-12-25", "2029-12-25", "2030-12-25"],
        Days(Event("DTSTART;VALUE=DATE:20201225\nRRULE:FREQ=YEARLY")).Select(day => $"{day.Date:O}"));

    [Fact]
    public void Names_and_ids_are_cut_to_what_is_stored()
    {
        var day = Assert.Single(Days(
            $"BEGIN:VEVENT\nUID:{new string('u', 900)}\nDTSTART;VALUE=DATE:20261225\nSUMMARY:{new string('n', 900)}\n" +
            "END:VEVENT\n"));

        Assert.Equal((200, 255), (day.Name.Length, day.Uid!.Length));
    }

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("BEGIN:VCALENDAR\nBEGIN:VEVENT\n")]
    public void Other_texts_are_refused(string text) => IsBad(text);

    [Theory]
    [InlineData("DTSTART;VALUE=DATE:20269999")]
    [InlineData("DTSTART;VALUE=DATE:18991231")]
    [InlineData("DTSTART;VALUE=DATE:20261225\nDTEND;VALUE=DATE:20261220")]
    [InlineData("DTSTART;VALUE=DATE:20261225\nDURATION:P99999999999D")]
    [InlineData("DTSTART;VALUE=DATE:20261225\nRRULE:FREQ=SOMETIMES")]
    [InlineData("DTSTART;VALUE=DATE:20261225\nRRULE:FREQ=DAILY;INTERVAL=0")]
    [InlineData("DTSTART;VALUE=DATE:20000101\nRRULE:FREQ=SECONDLY")]
    [InlineData("DTSTART;VALUE=DATE:20000101\nRRULE:FREQ=HOURLY")]
    [InlineData("DTSTART;VALUE=DATE:20000101\nRRULE:FREQ=DAILY;BYHOUR=1,2;BYSECOND=1,2,3")]
    [InlineData("DTSTART;VALUE=DATE:20000101\nRRULE:FREQ=YEARLY\nRRULE:FREQ=MONTHLY")]
    [InlineData("DTSTART;VALUE=DATE:20261225\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30")]
    public void Events_that_cannot_be_expanded_are_refused(string lines) => IsBad(Calendar(Event(lines)));

    [Theory]
    [InlineData("DTSTART;VALUE=DATE:18991231", "Event 2 (line 9, UID one) starts before 1900.")]
    [InlineData("DTSTART;VALUE=DATE:20000101\nRRULE:FREQ=YEARLY\nRRULE:FREQ=MONTHLY",
        "Event 2 (line 9, UID one) has more than one rule of repetition.")]
    [InlineData("DTSTART;VALUE=DATE:20000101\nRRULE:FREQ=HOURLY",
        "Event 2 (line 9, UID one) lasts all day, so it repeats daily at most.")]
    [InlineData("DTSTART;VALUE=DATE:20261225\nDTEND;VALUE=DATE:20261220",
        "Event 2 (line 9, UID one) has a repetition or an end that makes no sense.")]
    [InlineData("DTSTART;VALUE=DATE:20269999", "Event 2 (line 9, UID one) is not written as RFC 5545 says.")]
    [InlineData("DTSTART;VALUE=DATE:20261225\ngarbage", "Event 2 (line 9, UID one) is not written as RFC 5545 says.")]
    public void A_fault_names_the_event(string lines, string message)
    {
        const string sound = "BEGIN:VEVENT\nDTSTART;VALUE=DATE:20261224\nEND:VEVENT\n";

        var text = Calendar($"X-A:1\nX-B:1\n{sound}{Event(lines)}{sound}");

        foreach (var end in (string[])["\n", "\r\n"])
            Assert.Equal(message, Assert.Throws<Refused>(
                () => AllDayEvents.Find(text.Replace("\n", end), Today, Today.AddYears(5))).Message);
    }

    [Fact]
    public void Too_many_events_are_refused()
    {
        var most = string.Concat(Enumerable.Repeat(Event("DTSTART;VALUE=DATE:19000101\nRRULE:FREQ=YEARLY"), 500));

        Assert.Equal(5, Days(most).Count);
        IsBad(Calendar(most.Replace("YEARLY", "DAILY")));
        IsBad(Calendar(most + Event("DTSTART;VALUE=DATE:20261225")));
    }

    static void IsBad(string text)
    {
        var refused = Assert.Throws<Refused>(() => AllDayEvents.Find(text, Today, Today.AddYears(5)));
        var fault = Assert.Single(refused.Errors);
        Assert.Equal(("/calendar", "bad_calendar"), (fault.Pointer, fault.Code));
    }

    static IReadOnlyList<ClosedDay> Days(string events) =>
        AllDayEvents.Find(Calendar(events), Today, Today.AddYears(5)).Days;

    static string Event(string lines) => $"BEGIN:VEVENT\nUID:one\n{lines}\nEND:VEVENT\n";

    static string Calendar(string events) =>
        $"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Example//EN\n{events}END:VCALENDAR\n";
}
