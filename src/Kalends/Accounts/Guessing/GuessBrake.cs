using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Kalends.Accounts.Guessing;

/// <summary>Slows down who guesses passwords, whether or not anybody has the name.</summary>
/// <remarks>
/// Failures are counted for a name from one network, for a network whatever the name, and for a name whatever the
/// network. The last two let those through who have signed in from there before: a stranger's guesses must not keep
/// them out.
/// </remarks>
sealed class GuessBrake(AccountsSettings settings, TimeProvider clock)
{
    // Several people share an address, and one person has several.
    const int Wider = 10;

    const int KeysMax = 50_000;

    static readonly TimeSpan PauseMax = TimeSpan.FromMinutes(5);
    static readonly TimeSpan WidePauseMax = TimeSpan.FromMinutes(1);

    readonly Lock _lock = new();
    readonly long _begun = clock.GetTimestamp();
    readonly FailureCounts _pairs = new(settings.FailedSignIns, PauseMax, KeysMax);
    readonly FailureCounts _networks = new(settings.FailedSignIns * Wider, WidePauseMax, KeysMax);
    readonly FailureCounts _names = new(settings.FailedSignIns * Wider, WidePauseMax, KeysMax);

    /// <summary>Takes the places of a try, or says how long it must wait.</summary>
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

    /// <summary>Says that a try has failed: its places stay taken.</summary>
    public void Fail(Places places)
    {
        lock (_lock)
            _pairs.Fail(places.Pair);
    }

    /// <summary>Gives the places of a try back that has not failed.</summary>
    /// <param name="places">What it took.</param>
    /// <param name="forgives">
    /// Whether it was right: then those before it, of the same name from the same network, were no guesses.
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

    /// <summary>The places that a try has taken.</summary>
    public sealed record Places(FailureCounts.Place Pair, FailureCounts.Place Network, FailureCounts.Place Name);

    /// <param name="Places">What a try has taken; null where it must wait.</param>
    /// <param name="Wait">How long.</param>
    /// <param name="MayBeKnown">Whether who has signed in from there before need not.</param>
    public sealed record Answer(Places? Places, TimeSpan Wait, bool MayBeKnown);

    static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;

    // A name may be long, and what is counted is only ever compared.
    static UInt128 KeyOf(string text) => MemoryMarshal.Read<UInt128>(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
