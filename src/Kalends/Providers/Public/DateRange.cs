using Kalends.Platform.Calls;

namespace Kalends.Providers.Public;

/// <summary>A range of calendar days, both ends included.</summary>
/// <param name="FromDate">The first day.</param>
/// <param name="ToDate">The last day, which may be the first day.</param>
[InputName("DateRangeInput")]
sealed record DateRange(DateOnly FromDate, DateOnly ToDate)
{
    static readonly int Epoch = new DateOnly(1970, 1, 1).DayNumber;

    /// <summary>The number of the first day, counted from 1970-01-01, which is 0.</summary>
    public long FirstDay() => FromDate.DayNumber - Epoch;

    /// <summary>The number of the last day, counted in the same way.</summary>
    public long LastDay() => ToDate.DayNumber - Epoch;

    /// <summary>The interval of time that these days cover in a time zone.</summary>
    public Interval In(DateTimeZone zone) => new(StartOf(FromDate, zone), StartOf(ToDate.AddDays(1), zone));

    static Instant StartOf(DateOnly date, DateTimeZone zone) =>
        zone.AtStartOfDay(LocalDate.FromDateOnly(date)).ToInstant();

    /// <summary>The same days in as few ranges as possible, in order; no two of them overlap or adjoin.</summary>
    public static List<DateRange> Merged(IEnumerable<DateRange> ranges)
    {
        var merged = new List<DateRange>();
        foreach (var range in ranges.OrderBy(range => range.FromDate))
            if (merged.Count > 0 && range.FirstDay() <= merged[^1].LastDay() + 1)
                merged[^1] = merged[^1] with { ToDate = Later(merged[^1].ToDate, range.ToDate) };
            else
                merged.Add(range);
        return merged;
    }

    /// <summary>Adds a fault for each range that ends before it starts.</summary>
    public static void AddReversed(ValidationErrors errors, string member, IReadOnlyList<DateRange>? ranges)
    {
        for (var i = 0; i < ranges?.Count; i++)
            ranges[i].AddIfReversed(errors, $"/{member}/{i}");
    }

    /// <summary>Adds a fault if the range ends before it starts, and returns whether it does.</summary>
    public bool AddIfReversed(ValidationErrors errors, string at)
    {
        if (ToDate >= FromDate)
            return false;
        errors.Add($"{at}/to_date", FaultCode.EndBeforeStart, "to_date must not be before from_date.");
        return true;
    }

    static DateOnly Later(DateOnly one, DateOnly other) => one > other ? one : other;

    /// <summary>Reads a range as statements return it: <c>2026-11-21/2026-12-24</c> (ISO 8601).</summary>
    public static DateRange Parse(string interval) =>
        new(DateOnly.Parse(interval.AsSpan(0, 10), null), DateOnly.Parse(interval.AsSpan(11, 10), null));
}
