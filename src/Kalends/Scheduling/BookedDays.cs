using Kalends.Platform.Storage;

namespace Kalends.Scheduling;

/// <summary>The reservations of a provider by day and week, for a policy that limits their number.</summary>
sealed class BookedDays
{
    readonly Policy _policy;
    readonly Dictionary<LocalDate, int> _days = [];
    readonly Dictionary<LocalDate, int> _weeks = [];

    /// <param name="policy">The policy that limits them.</param>
    /// <param name="starts">The starts of the reservations that count.</param>
    /// <param name="nextLapse">When the first of them lapses; null if none is a hold.</param>
    public BookedDays(Policy policy, IEnumerable<Instant> starts, Instant? nextLapse = null)
    {
        (_policy, NextLapse) = (policy, nextLapse);
        foreach (var start in starts)
        {
            var day = DayOf(start);
            _days[day] = _days.GetValueOrDefault(day) + 1;
            _weeks[WeekOf(day)] = _weeks.GetValueOrDefault(WeekOf(day)) + 1;
        }
    }

    /// <summary>When the first hold that counts lapses.</summary>
    public Instant? NextLapse { get; }

    /// <summary>Whether no further reservation may start on the day or in the week of an instant.</summary>
    public bool IsFull(Instant start)
    {
        var day = DayOf(start);
        return (_policy.DayMax > 0 && _days.GetValueOrDefault(day) >= _policy.DayMax)
            || (_policy.WeekMax > 0 && _weeks.GetValueOrDefault(WeekOf(day)) >= _policy.WeekMax);
    }

    /// <summary>The limits, and what counts towards them, as numbers.</summary>
    public IEnumerable<long> Numbers => _days.OrderBy(one => one.Key)
        .SelectMany(one => new long[] { one.Key.ToDateOnly().DayNumber, one.Value })
        .Concat([_policy.DayMax, _policy.WeekMax])
        .Concat(_policy.Zone.Id.Select(letter => (long)letter));

    LocalDate DayOf(Instant at) => at.InZone(_policy.Zone).Date;

    static LocalDate WeekOf(LocalDate day) => day.PlusDays(1 - (int)day.DayOfWeek);

    /// <summary>The reservations of providers that count in the weeks of a window, by provider.</summary>
    /// <param name="session">The session that reads.</param>
    /// <param name="policies">The policies of the providers.</param>
    /// <param name="window">The window.</param>
    /// <param name="now">Holds that lapse by this instant no longer count.</param>
    /// <param name="besides">A reservation that does not count, because it is about to move.</param>
    public static async Task<Dictionary<long, BookedDays>> Load(
        Session session, IReadOnlyDictionary<long, Policy> policies, Interval window, Instant now, long besides = 0)
    {
        var weeks = window.Around(AWeekAndMore);
        IReadOnlyList<long> providers = policies.Keys.ToList();
        var counted = await session.All(
            FindStarts, row => (Provider: row.Long("provider_id"), Start: row.At("starts_at"),
                Lapse: row.AtOrNull("lapses_at")),
            ("providers", providers), ("from", weeks.Start), ("to", weeks.End), ("now", now), ("besides", besides));
        var byProvider = counted.ToLookup(one => one.Provider);
        return policies.ToDictionary(one => one.Key, one => new BookedDays(
            one.Value, byProvider[one.Key].Select(start => start.Start), byProvider[one.Key].Min(hold => hold.Lapse)));
    }

    // A week of the provider's zone lies within a week and a day of any instant in it.
    static readonly TimeSpan AWeekAndMore = TimeSpan.FromDays(8);

    // What took place still counts; what was cancelled or has expired does not.
    static readonly Sql FindStarts = new("""
        SELECT provider_id, starts_at, CASE WHEN state = 'held' THEN expires_at END AS lapses_at
        FROM reservations
        WHERE provider_id {list providers} AND starts_at >= @from AND starts_at < @to AND id <> @besides
          AND (state IN ('confirmed', 'completed', 'no_show') OR (state = 'held' AND expires_at > @now))
        """);
}
