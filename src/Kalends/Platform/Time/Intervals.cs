namespace Kalends.Platform.Time;

/// <summary>Half-open intervals of time, <c>[Start, End)</c>; an end before the start cannot be made.</summary>
static class Intervals
{
    /// <summary>The same time in order, by intervals that neither overlap nor touch each other.</summary>
    public static List<Interval> Merged(IEnumerable<Interval> intervals)
    {
        var merged = new List<Interval>();
        foreach (var one in intervals.OrderBy(one => one.Start))
            if (merged.Count > 0 && one.Start <= merged[^1].End)
                merged[^1] = new Interval(merged[^1].Start, Instant.Max(merged[^1].End, one.End));
            else
                merged.Add(one);
        return merged;
    }

    extension(Interval stretch)
    {
        public TimeSpan Length => stretch.Duration.ToTimeSpan();

        public bool Overlaps(Interval other) => stretch.Start < other.End && other.Start < stretch.End;

        /// <summary>The interval extended by a margin at both ends.</summary>
        public Interval Around(TimeSpan margin) => new(stretch.Start - margin, stretch.End + margin);
    }
}
