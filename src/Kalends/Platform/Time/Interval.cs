namespace Kalends.Platform.Time;

/// <summary>A half-open stretch of time, <c>[Start, End)</c>: it holds its start and not its end.</summary>
readonly record struct Interval(Instant Start, Instant End)
{
    public TimeSpan Length => End - Start;

    public bool Overlaps(Interval other) => Start < other.End && other.Start < End;

    /// <summary>The same with so much more at both ends.</summary>
    public Interval Around(TimeSpan margin) => new(Start - margin, End + margin);

    public bool Contains(Instant at) => Start <= at && at < End;
}
