using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Accounts.ApiKeys;

/// <summary>Deletes API keys and secrets that have been over for 90 days: one round of a recurring job.</summary>
static class ForgetApiKeys
{
    const int AtOnce = 500;

    static readonly TimeSpan Kept = TimeSpan.FromDays(90);

    public static async Task Run(Call call)
    {
        await call.WriteInSteps(
            AtOnce, async session => await session.Run(ForgetSecrets, ("before", call.Now - Kept)));
        await call.WriteInSteps(AtOnce, async session => await session.Run(ForgetKeys, ("before", call.Now - Kept)));
    }

    static readonly Sql ForgetSecrets = new($$"""
        DELETE FROM api_key_secrets
        WHERE hash IN (
            SELECT hash
            FROM api_key_secrets
            WHERE good_until <= @before
            ORDER BY good_until
            LIMIT {{AtOnce}}
            {lock_free})
        """);

    // A revoked key has no expiry that matters, and an expired one may be revoked as well.
    static readonly Sql ForgetKeys = new($$"""
        DELETE FROM api_keys
        WHERE id IN (
            SELECT id
            FROM api_keys
            WHERE COALESCE(revoked_at, expires_at) <= @before
            ORDER BY COALESCE(revoked_at, expires_at)
            LIMIT {{AtOnce}}
            {lock_free})
        """);
}
