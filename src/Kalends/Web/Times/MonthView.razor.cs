using Kalends.Web.Languages;

namespace Kalends.Web.Times;

/// <summary>A month whose free days are links.</summary>
partial class MonthView
{
    const int MonthsAhead = 24;
    const int DaysOfWeek = 7;

    /// <param name="Title">The month in words.</param>
    /// <param name="Weekdays">The days of the week from Monday on, in full and in brief.</param>
    /// <param name="Weeks">The weeks of the month; days of other months are null.</param>
    /// <param name="Previous">The address of the month before; null if it is over.</param>
    /// <param name="Next">The address of the month after; null if it is too far away.</param>
    public sealed record Seen(
        string Title, IReadOnlyList<(string Name, string Brief)> Weekdays, IReadOnlyList<IReadOnlyList<Day?>> Weeks,
        string? Previous, string? Next);

    /// <param name="Number">The day of the month.</param>
    /// <param name="Name">The day in words.</param>
    /// <param name="Href">The address of its times; null if there are none.</param>
    /// <param name="IsChosen">Whether its times are shown.</param>
    public sealed record Day(int Number, string Name, string? Href, bool IsChosen);

    /// <param name="free">The free times.</param>
    /// <param name="now">The present.</param>
    /// <param name="texts">The texts of the visitor's language.</param>
    /// <param name="href">The address of the page with a parameter and its value.</param>
    internal static Seen Of(FreeTimes free, Instant now, Texts texts, Func<string, string, string> href)
    {
        var present = Months.Of(now, free.Zone);
        string HrefOf(YearMonth month) => href("month", month.Written());
        Day DayOf(LocalDate date) => new(
            date.Day, texts.Day(date),
            free.Days.Contains(date) ? href("day", Texts.IsoDate(date)) : null, date == free.Day);

        var first = free.Month.OnDayOfMonth(1);
        var before = (int)first.DayOfWeek - 1;
        var days = Enumerable.Repeat<Day?>(null, before)
            .Concat(Enumerable.Range(0, free.Month.ToDateInterval().Length).Select(day => DayOf(first.PlusDays(day))))
            .ToList();
        return new Seen(
            texts.Month(free.Month), texts.Weekdays,
            [.. days.Chunk(DaysOfWeek)],
            free.Month.CompareTo(present) > 0 ? HrefOf(free.Month.PlusMonths(-1)) : null,
            free.Month.CompareTo(present.PlusMonths(MonthsAhead)) < 0 ? HrefOf(free.Month.Next) : null);
    }
}
