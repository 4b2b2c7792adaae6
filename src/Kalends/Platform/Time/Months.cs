using System.Globalization;
using NodaTime.Text;

namespace Kalends.Platform.Time;

/// <summary>How calendar months are stored and written: as 202611 and as 2026-11.</summary>
static class Months
{
    /// <summary>The form of a written month, in words.</summary>
    public const string Form = "a month from 1900-01 to 9000-12, such as 2026-11";

    /// <summary>Its pattern.</summary>
    public const string Pattern = "^(19[0-9]{2}|[2-8][0-9]{3}|9000)-(0[1-9]|1[0-2])$";

    /// <summary>The month that the calendar of a zone shows at an instant.</summary>
    public static YearMonth Of(Instant at, DateTimeZone zone) => at.InZone(zone).Date.ToYearMonth();

    public static YearMonth FromNumber(int number) => new(number / 100, number % 100);

    public static bool TryParse(string? text, out YearMonth month)
    {
        month = default;
        if (text is not { Length: 7 } || text[4] != '-'
            || !int.TryParse(text.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture, out var year)
            || !int.TryParse(text.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out var ofYear)
            || year is < 1900 or > 9000 || ofYear is < 1 or > 12)
            return false;
        month = new YearMonth(year, ofYear);
        return true;
    }

    extension(YearMonth month)
    {
        public int Number => month.Year * 100 + month.Month;

        /// <summary>Writes <c>2026-11</c>.</summary>
        public string Written() => YearMonthPattern.Iso.Format(month);

        public YearMonth Next => month.PlusMonths(1);

        /// <summary>The instant at which the month begins in a zone.</summary>
        public Instant Start(DateTimeZone zone) => zone.AtStartOfDay(month.OnDayOfMonth(1)).ToInstant();

        /// <summary>
        /// An interval that contains the whole month in any zone, since no zone is a full day away from UTC.
        /// </summary>
        public Interval Around => new Interval(
            month.Start(DateTimeZone.Utc), month.Next.Start(DateTimeZone.Utc)).Around(TimeSpan.FromDays(1));
    }
}
