using Kalends.Platform.Calls;
using Kalends.Platform.Http;
using Kalends.Platform.Time;

namespace Kalends.Accounts;

/// <summary>Tells who stands behind an access token, as long as it is good.</summary>
sealed class BearerTokens(Tokens tokens, TokenVersions versions) : IBearers
{
    public async ValueTask<Caller> Identify(string token, Instant now, CancellationToken cancel)
    {
        var caller = tokens.Caller(token, now);
        return await versions.AreGood(caller.UserId, caller.TokenVersion, cancel)
            ? caller
            : throw new Refused(
                Reason.Unauthenticated, "token_revoked", "This token is no longer good: sign in again.");
    }

    public IWatch Watch(Caller caller) => versions.Watch(caller.UserId, caller.TokenVersion);
}
