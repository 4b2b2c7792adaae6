namespace Kalends.Platform.Time;

/// <summary>A half-open stretch of time, <c>[Start, End)</c>: it holds its start and not its end.</summary>
readonly record struct Interval(Instant Start, Instant End)
{
    public TimeSpan Length => End - Start;

    public bool Overlaps(Interval other) => Start < other.End && other.Start < End;

    public bool Contains(Instant at) => Start <= at && at < End;
}
