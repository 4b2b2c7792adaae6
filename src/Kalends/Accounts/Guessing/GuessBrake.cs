using static Kalends.Accounts.Guessing.FailureCounts;

namespace Kalends.Accounts.Guessing;

/// <summary>Slows down password guessing, whether or not the name exists.</summary>
/// <remarks>
/// Failures are counted for a name from one network, for a network with any name, and for a name from any network. The
/// last two do not stop users who have signed in from that network before, so that a stranger's guesses cannot lock
/// them out.
/// </remarks>
sealed class GuessBrake(AccountsSettings settings, TimeProvider clock)
{
    // Several people share an address, and one person uses several.
    const int Wider = 10;

    const int KeysMax = 50_000;

    static readonly TimeSpan PauseMax = TimeSpan.FromMinutes(5);
    static readonly TimeSpan WidePauseMax = TimeSpan.FromMinutes(1);

    readonly Lock _lock = new();
    readonly long _begun = clock.GetTimestamp();
    readonly FailureCounts _pairs = new(settings.FailedSignIns, PauseMax, KeysMax);
    readonly FailureCounts _networks = new(settings.FailedSignIns * Wider, WidePauseMax, KeysMax);
    readonly FailureCounts _names = new(settings.FailedSignIns * Wider, WidePauseMax, KeysMax);

    /// <summary>Counts an attempt, or returns how long it must wait.</summary>
    public Answer Begin(string username, string network, bool isKnown)
    {
        var (pair, place, name) = (KeyOf($"{username}\n{network}"), KeyOf(network), KeyOf(username));
        lock (_lock)
        {
            var now = clock.GetElapsedTime(_begun);
            var own = _pairs.Wait(pair, now);
            var wide = isKnown
                ? TimeSpan.Zero
                : Longer(_networks.Wait(place, now), _names.Wait(name, now));
            return Longer(own, wide) is var wait && wait > TimeSpan.Zero
                ? new Answer(null, wait, own <= TimeSpan.Zero)
                : new Answer(
                    new Places(_pairs.Take(pair, now), _networks.Take(place, now), _names.Take(name, now)),
                    TimeSpan.Zero, false);
        }
    }

    /// <summary>Records that an attempt has failed: it remains counted.</summary>
    public void Fail(Places places)
    {
        lock (_lock)
            _pairs.Fail(places.Pair);
    }

    /// <summary>Takes back the counts of an attempt that has not failed.</summary>
    /// <param name="places">The counts of the attempt.</param>
    /// <param name="forgives">
    /// Whether the password was right: the earlier failures of the same name from the same network were then not
    /// guesses.
    /// </param>
    public void GiveBack(Places places, bool forgives)
    {
        lock (_lock)
        {
            var others = forgives ? _pairs.Forgive(places.Pair) : 0;
            _pairs.GiveBack(places.Pair);
            _networks.GiveBack(places.Network, others);
            _names.GiveBack(places.Name, others);
        }
    }

    /// <summary>The counts of an attempt.</summary>
    public sealed record Places(FailureCounts.Place Pair, FailureCounts.Place Network, FailureCounts.Place Name);

    /// <param name="Places">The counts of an attempt; null if it must wait.</param>
    /// <param name="Wait">The time to wait.</param>
    /// <param name="MayBeKnown">Whether a user who has signed in from there before need not wait.</param>
    public sealed record Answer(Places? Places, TimeSpan Wait, bool MayBeKnown);

    static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
