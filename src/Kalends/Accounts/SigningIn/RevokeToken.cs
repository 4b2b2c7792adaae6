using Kalends.Events.Public;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Accounts.SigningIn;

/// <summary>Logs out: ends the sign-in of a refresh token, or all sign-ins of the user at once.</summary>
/// <remarks>As RFC 7009 asks, a token that is already invalid is answered like any other.</remarks>
sealed class RevokeToken(Tokens tokens, TokenVersions versions)
{
    /// <param name="RefreshToken">A refresh token of the sign-in, the latest or an earlier one.</param>
    /// <param name="Everywhere">
    /// Whether to end all sign-ins of the user, on every device, including their access tokens.
    /// </param>
    public sealed record Input([Text(1, 4096)] string RefreshToken, bool Everywhere = false);

    public async Task<Answer<Nothing>> Run(Input input, Call call)
    {
        // Anybody may send anything here, so only a token that would change something takes a turn of the writer.
        if (await Read(input.RefreshToken) is not var (userId, family)
            || await call.Read(async session => await session.Number(FindGood, ("hash", family.Hash))) is null)
            return Nothing.Value;

        if (input.Everywhere)
            await EndAll(userId, call);
        else
            await call.Write(async session => await session.Run(Revoke, ("hash", family.Hash), ("now", call.Now)));
        return Nothing.Value;
    }

    async Task<(string UserId, RefreshFamily Family)?> Read(string token)
    {
        try
        {
            return await tokens.ReadRefresh(token);
        }
        catch (Refused)
        {
            return null;
        }
    }

    async Task EndAll(string userId, Call call)
    {
        await call.Write(async session =>
        {
            await SignIns.End(session, userId, call.Now);
            await EventLog.Append(
                session, call, new("accounts", "user.signed_out", $"user/{userId}", new { Id = userId })
                {
                    Actor = userId,
                });
            return Nothing.Value;
        });
        versions.Change();
    }

    /// <summary>Deletes tokens that are no longer of any use: one round of a recurring job.</summary>
    public static async Task Forget(Call call)
    {
        await call.WriteInSteps(AtOnce, async session => await session.Run(ForgetExpired, ("now", call.Now)));
        await call.WriteInSteps(
            AtOnce, async session => await session.Run(ForgetEnded, ("before", call.Now - EndedKept)));
    }

    const int AtOnce = 500;

    /// <summary>
    /// The time is longer than any access token is valid, so that those of an ended sign-in have expired.
    /// </summary>
    static readonly TimeSpan EndedKept = TimeSpan.FromDays(2);

    static readonly Sql FindGood =
        new("SELECT 1 AS n FROM refresh_tokens WHERE hash = @hash AND revoked_at IS NULL");

    /// <summary>Ends one sign-in, by the hash of its family.</summary>
    public static readonly Sql Revoke =
        new("UPDATE refresh_tokens SET revoked_at = @now WHERE hash = @hash AND revoked_at IS NULL");

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

    static readonly Sql ForgetEnded = new($$"""
        DELETE FROM ended_sign_ins
        WHERE holder IN (
            SELECT holder
            FROM ended_sign_ins
            WHERE ended_at <= @before
            ORDER BY ended_at
            LIMIT {{AtOnce}}
            {lock_free})
        """);
}
