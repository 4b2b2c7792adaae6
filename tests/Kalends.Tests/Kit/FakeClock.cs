namespace Kalends.Tests.Kit;

/// <summary>A clock that stands still until it is told to move; timers run on real time.</summary>
public sealed class FakeClock : TimeProvider
{
    /// <summary>A Monday morning on the grid of every slot length.</summary>
    public static readonly DateTimeOffset Start = new(2030, 1, 7, 8, 0, 0, TimeSpan.Zero);

    long _ticks = Start.UtcTicks;
    long _jumped;

    public override DateTimeOffset GetUtcNow() =>
        new(Interlocked.Read(ref _ticks) + Interlocked.Read(ref _jumped), TimeSpan.Zero);

    /// <summary>What measures how long something takes stands still with it.</summary>
    public override long GetTimestamp() => Interlocked.Read(ref _ticks);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public void Advance(TimeSpan by) => Interlocked.Add(ref _ticks, by.Ticks);

    /// <summary>Is set to another time, which takes none.</summary>
    public void Jump(TimeSpan by) => Interlocked.Add(ref _jumped, by.Ticks);
}
