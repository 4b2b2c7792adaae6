namespace Kalends.Platform.Time;

/// <summary>Half-open intervals of time, <c>[Start, End)</c>; an end before the start cannot be made.</summary>
static class Intervals
{
    extension(Interval stretch)
    {
        public TimeSpan Length => stretch.Duration.ToTimeSpan();

        public bool Overlaps(Interval other) => stretch.Start < other.End && other.Start < stretch.End;

        /// <summary>The interval extended by a margin at both ends.</summary>
        public Interval Around(TimeSpan margin) => new(stretch.Start - margin, stretch.End + margin);
    }
}
