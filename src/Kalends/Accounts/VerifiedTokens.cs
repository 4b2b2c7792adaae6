using Kalends.Platform.Calls;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Kalends.Accounts;

/// <summary>The callers of access tokens that were verified lately.</summary>
/// <remarks>
/// A client sends the same token with every request, and to verify it takes as long as a short answer. What may have
/// changed since is checked each time: the clock and the signing keys here, the sign-in by <see cref="TokenVersions"/>.
/// </remarks>
sealed class VerifiedTokens(SigningKeys keys, StrictTokenHandler handler)
{
    const int KnownMax = 4096;

    readonly Lock _lock = new();
    readonly Latest<string, Verified> _known = new(KnownMax);

    /// <summary>The caller of a token that is known to be good; null if it must be verified.</summary>
    public async ValueTask<Caller?> Find(string token)
    {
        Verified? known;
        lock (_lock)
            if (!_known.TryGet(token, out known))
                return null;
        return known.Keys == await keys.Current() && handler.IsCurrent(known.From, known.Until) ? known.Caller : null;
    }

    public void Add(JsonWebToken verified, Caller caller)
    {
        var from = verified.ValidFrom > verified.IssuedAt ? verified.ValidFrom : verified.IssuedAt;
        lock (_lock)
            _known.Set(verified.EncodedToken,
                new Verified(caller, keys.Latest, from, caller.Until!.Value.ToDateTimeUtc()));
    }

    sealed record Verified(Caller Caller, KeyRing Keys, DateTime From, DateTime Until);
}
