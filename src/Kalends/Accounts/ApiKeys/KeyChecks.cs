using System.Net;
using Kalends.Accounts.Guessing;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Accounts.ApiKeys;

/// <summary>Finds the callers of API keys.</summary>
/// <remarks>
/// Each request reads the key and its user by one statement, so that what any process revokes, rotates, disables or
/// changes is in force at the next request of every process.
/// </remarks>
sealed class KeyChecks(Db db, TimeProvider clock, KeyBrake brake, KeyTraces traces)
{
    /// <summary>The caller with a secret; all that is not valid is refused alike.</summary>
    public async Task<Caller> Check(string secret, IPAddress? address, CancellationToken cancel)
    {
        if (!KeySecret.IsWellFormed(secret))
            throw AccountsErrors.ApiKeyInvalid.Refused();
        var network = Network.Of(address);
        brake.Begin(secret, network);
        var now = Instants.From(clock.GetUtcNow());
        var shown = await db.Read(async session => await ShownKey.Find(session, secret), cancel);
        if (shown?.StateAt(now) is KeyState.Valid)
        {
            brake.Succeed(secret);
            traces.Use(shown, now);
            return shown.Caller;
        }
        if (shown is null)
            brake.Fail(network);
        else
            traces.Refuse(shown, now);
        throw AccountsErrors.ApiKeyInvalid.Refused();
    }
}
