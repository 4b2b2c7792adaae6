using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Accounts;

/// <summary>Logs out: a revoked refresh token gets no more access tokens.</summary>
/// <remarks>As RFC 7009 asks, a token that is already no good is answered like any other.</remarks>
static class RevokeToken
{
    /// <param name="RefreshToken">As it was issued.</param>
    public sealed record Input([Text(1, 4096)] string RefreshToken);

    public static Task<Nothing> Run(Input input, Call call) => call.Write(async session =>
    {
        await session.Run(Revoke, ("hash", Tokens.Hash(input.RefreshToken)), ("now", call.Now));
        return Nothing.Value;
    });

    /// <summary>Drops what is good for nothing any more: a round of a chore.</summary>
    public static async Task Forget(Call call)
    {
        await call.WriteInSteps(AtOnce, async session => await session.Run(ForgetExpired, ("now", call.Now)));
        await call.WriteInSteps(
            AtOnce, async session => await session.Run(ForgetEnded, ("before", call.Now - EndedKept)));
    }

    const int AtOnce = 500;

    /// <summary>Longer than any access token lives, so that one of an ended sign-in has expired.</summary>
    static readonly TimeSpan EndedKept = TimeSpan.FromDays(2);

    static readonly Sql ForgetEnded = new($$"""
        DELETE FROM ended_sign_ins
        WHERE user_id IN (
            SELECT user_id
            FROM ended_sign_ins
            WHERE ended_at <= @before
            ORDER BY ended_at
            LIMIT {{AtOnce}}
            {lock_free})
        """);

    static readonly Sql ForgetExpired = new($$"""
        DELETE FROM refresh_tokens
        WHERE hash IN (
            SELECT hash
            FROM refresh_tokens
            WHERE expires_at <= @now
            ORDER BY expires_at
            LIMIT {{AtOnce}}
            {lock_free})
        """);

    static readonly Sql Revoke =
        new("UPDATE refresh_tokens SET revoked_at = @now WHERE hash = @hash AND revoked_at IS NULL");
}
