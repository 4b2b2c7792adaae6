namespace Kalends.Accounts.Guessing;

/// <summary>
/// Counts failures by a key: so many are free, and each one after that makes the next try wait twice as long.
/// </summary>
/// <remarks>
/// A try takes its place before anybody knows how it ends, and what did not fail is given back; so tries at the same
/// time are counted exactly. Times are those of a clock that never jumps.
/// </remarks>
sealed class FailureCounts(int free, TimeSpan pauseMax, int keysMax)
{
    static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    static readonly TimeSpan ForgottenAfter = TimeSpan.FromHours(24);

    // Beyond this any pause is at its longest.
    const int DoublingsMax = 20;

    readonly Latest<UInt128, Count> _counts = new(keysMax);

    /// <summary>How many keys are remembered.</summary>
    public int Keys => _counts.Count;

    /// <summary>How long the next try must wait.</summary>
    public TimeSpan Wait(UInt128 key, TimeSpan now) => Find(key, now) is { } count && count.Taken >= free
        ? count.Until - now
        : TimeSpan.Zero;

    /// <summary>Takes a place.</summary>
    public Place Take(UInt128 key, TimeSpan now)
    {
        if (Find(key, now) is not { } count)
            _counts.Set(key, count = new Count());
        var before = count.Until;
        count.Taken++;
        count.LastAt = now;
        count.Until = count.Taken < free ? now : now + Pause(count.Taken - free);
        return new Place(key, before, count.Until);
    }

    /// <summary>Says that the try of a place has failed, so that it may be forgiven later.</summary>
    public void Fail(Place place)
    {
        if (_counts.TryGet(place.Key, out var count))
            count.Failed++;
    }

    /// <summary>Gives the places of all tries back that have failed, and says how many they were.</summary>
    public int Forgive(Place place)
    {
        if (!_counts.TryGet(place.Key, out var count))
            return 0;
        var failed = count.Failed;
        (count.Taken, count.Failed) = (count.Taken - failed, 0);
        return failed;
    }

    /// <summary>Gives a place back, with others that turned out to be no guesses.</summary>
    public void GiveBack(Place place, int others = 0)
    {
        if (!_counts.TryGet(place.Key, out var count))
            return;
        count.Taken = Math.Max(0, count.Taken - 1 - others);
        // Where others came since, their pause stands.
        if (count.Until == place.Until)
            count.Until = place.Before;
        if (count.Taken == 0)
            _counts.Remove(place.Key);
    }

    Count? Find(UInt128 key, TimeSpan now)
    {
        if (!_counts.TryGet(key, out var count))
            return null;
        if (now - count.LastAt < ForgottenAfter)
            return count;
        _counts.Remove(key);
        return null;
    }

    TimeSpan Pause(int beyond)
    {
        var pause = FirstPause * (1L << Math.Min(beyond, DoublingsMax));
        return pause < pauseMax ? pause : pauseMax;
    }

    /// <summary>A place that was taken, and from when on the next try was allowed, before it and after.</summary>
    public readonly record struct Place(UInt128 Key, TimeSpan Before, TimeSpan Until);

    sealed class Count
    {
        // Of tries that have failed, and of those under way.
        public int Taken;
        public int Failed;
        public TimeSpan LastAt;
        public TimeSpan Until;
    }
}
