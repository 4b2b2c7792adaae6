using System.Globalization;
using NodaTime;

namespace Kalends.Platform.Time;

/// <summary>A calendar month, numbered 202611 and written 2026-11.</summary>
readonly record struct Month(int Number) : IComparable<Month>
{
    /// <summary>The pattern of a written month.</summary>
    public const string Pattern = "^[0-9]{4}-(0[1-9]|1[0-2])$";

    public int Year => Number / 100;

    /// <summary>1 for January to 12 for December.</summary>
    public int OfYear => Number % 100;

    /// <summary>The month that the calendar of a zone shows at an instant.</summary>
    public static Month Of(Instant at, DateTimeZone zone)
    {
        var local = NodaTime.Instant.FromUnixTimeTicks(at.Micros * 10).InZone(zone);
        return new Month(local.Year * 100 + local.Month);
    }

    public Month Next => OfYear == 12 ? new Month((Year + 1) * 100 + 1) : new Month(Number + 1);

    /// <summary>The instant at which the month begins in a zone.</summary>
    public Instant Start(DateTimeZone zone) =>
        new(zone.AtStartOfDay(new LocalDate(Year, OfYear, 1)).ToInstant().ToUnixTimeTicks() / 10);

    /// <summary>
    /// An interval that contains the whole month in any zone, since no zone is a full day away from UTC.
    /// </summary>
    public Interval Around => new(
        Start(DateTimeZone.Utc) - TimeSpan.FromDays(1), Next.Start(DateTimeZone.Utc) + TimeSpan.FromDays(1));

    public static bool TryParse(string? text, out Month month)
    {
        month = default;
        if (text is not { Length: 7 } || text[4] != '-'
            || !int.TryParse(text.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture, out var year)
            || !int.TryParse(text.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out var ofYear)
            || year is < 1900 or > 9000 || ofYear is < 1 or > 12)
            return false;
        month = new Month(year * 100 + ofYear);
        return true;
    }

    public int CompareTo(Month other) => Number.CompareTo(other.Number);

    public static bool operator <(Month a, Month b) => a.Number < b.Number;

    public static bool operator >(Month a, Month b) => a.Number > b.Number;

    public static bool operator <=(Month a, Month b) => a.Number <= b.Number;

    public static bool operator >=(Month a, Month b) => a.Number >= b.Number;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Year:D4}-{OfYear:D2}");
}
