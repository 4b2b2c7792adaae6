namespace Kalends.Platform.Time;

/// <summary>A half-open interval of time, <c>[Start, End)</c>: it includes its start but not its end.</summary>
readonly record struct Interval(Instant Start, Instant End)
{
    public TimeSpan Length => End - Start;

    public bool Overlaps(Interval other) => Start < other.End && other.Start < End;

    /// <summary>The interval extended by a margin at both ends.</summary>
    public Interval Around(TimeSpan margin) => new(Start - margin, End + margin);

    public bool Contains(Instant at) => Start <= at && at < End;
}
