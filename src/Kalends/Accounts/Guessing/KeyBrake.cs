namespace Kalends.Accounts.Guessing;

/// <summary>Slows down a network that guesses API keys.</summary>
/// <remarks>
/// Only secrets count that never were those of a key, since a program that goes on with a revoked key does not guess.
/// Secrets that were valid in this process are let pass, so that a stranger's guesses do not lock out neighbours behind
/// the same address.
/// </remarks>
sealed class KeyBrake(AccountsSettings settings, TimeProvider clock)
{
    // As for passwords: several people and programs share an address.
    const int Wider = 10;

    const int KeysMax = 50_000;

    static readonly TimeSpan PauseMax = TimeSpan.FromMinutes(1);

    readonly Lock _lock = new();
    readonly long _begun = clock.GetTimestamp();
    readonly FailureCounts _networks = new(settings.FailedSignIns * Wider, PauseMax, KeysMax);
    readonly Latest<UInt128, bool> _valid = new(KeysMax);

    /// <summary>Refuses an attempt that must wait, and says how long.</summary>
    public void Begin(string secret, string network)
    {
        lock (_lock)
            if (_networks.Wait(FailureCounts.KeyOf(network), clock.GetElapsedTime(_begun)) is var wait
                && wait > TimeSpan.Zero && !_valid.TryGet(FailureCounts.KeyOf(secret), out _))
                throw AccountsErrors.TooManyFailures.Refused().Until(wait);
    }

    public void Succeed(string secret)
    {
        lock (_lock)
            _valid.Set(FailureCounts.KeyOf(secret), true);
    }

    public void Fail(string network)
    {
        lock (_lock)
            _networks.Take(FailureCounts.KeyOf(network), clock.GetElapsedTime(_begun));
    }
}
