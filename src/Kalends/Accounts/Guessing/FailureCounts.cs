using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Kalends.Accounts.Guessing;

/// <summary>
/// Counts failures by key: a number of them are free, and each further one doubles the pause before the next attempt.
/// </summary>
/// <remarks>
/// An attempt counts from its start, before its outcome is known, and the count is taken back if it does not fail; so
/// concurrent attempts are counted exactly. Times come from a clock that never jumps.
/// </remarks>
sealed class FailureCounts(int free, TimeSpan pauseMax, int keysMax)
{
    static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    static readonly TimeSpan ForgottenAfter = TimeSpan.FromHours(24);

    // With more doublings than this, any pause is at its maximum.
    const int DoublingsMax = 20;

    readonly Latest<UInt128, Count> _counts = new(keysMax);

    /// <summary>The key of a text, which may be long: keys are only ever compared.</summary>
    public static UInt128 KeyOf(string text) =>
        MemoryMarshal.Read<UInt128>(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>The number of keys remembered.</summary>
    public int Keys => _counts.Count;

    /// <summary>The time that the next attempt must wait.</summary>
    public TimeSpan Wait(UInt128 key, TimeSpan now) => Find(key, now) is { } count && count.Taken >= free
        ? count.Until - now
        : TimeSpan.Zero;

    /// <summary>Counts an attempt.</summary>
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

    /// <summary>Records that a counted attempt has failed, so that it can be forgiven later.</summary>
    public void Fail(Place place)
    {
        if (_counts.TryGet(place.Key, out var count))
            count.Failed++;
    }

    /// <summary>Takes back the count of all failed attempts, and returns how many there were.</summary>
    public int Forgive(Place place)
    {
        if (!_counts.TryGet(place.Key, out var count))
            return 0;
        var failed = count.Failed;
        (count.Taken, count.Failed) = (count.Taken - failed, 0);
        return failed;
    }

    /// <summary>Takes back the count of an attempt, and of others that turned out not to be guesses.</summary>
    public void GiveBack(Place place, int others = 0)
    {
        if (!_counts.TryGet(place.Key, out var count))
            return;
        count.Taken = Math.Max(0, count.Taken - 1 - others);
        // If other attempts were counted since, their pause remains.
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

    /// <summary>
    /// A counted attempt, and the times from which the next attempt was allowed, before it and after.
    /// </summary>
    public readonly record struct Place(UInt128 Key, TimeSpan Before, TimeSpan Until);

    sealed class Count
    {
        // The attempts that have failed, and those under way.
        public int Taken;
        public int Failed;
        public TimeSpan LastAt;
        public TimeSpan Until;
    }
}
