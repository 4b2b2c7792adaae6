using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Platform.Time;

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

    /// <summary>Ends all sign-ins of a user.</summary>
    public static async Task RevokeAll(Session session, string userId, Instant now) =>
        await session.Ride(RevokeOfUser, ("user", userId), ("now", now));

    /// <summary>Drops the tokens that have expired, which are good for nothing: a round of a chore.</summary>
    public static Task Forget(Call call) => call.WriteInSteps(
        AtOnce, async session => await session.Run(ForgetExpired, ("now", call.Now)));

    const int AtOnce = 500;

    static readonly Sql RevokeOfUser =
        new("UPDATE refresh_tokens SET revoked_at = @now WHERE user_id = @user AND revoked_at IS NULL");

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
