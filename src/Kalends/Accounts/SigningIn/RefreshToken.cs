using System.Text.Json.Serialization;
using Kalends.Events.Public;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Accounts.SigningIn;

/// <summary>
/// Exchanges a refresh token, which is valid once, for a new pair of tokens; using it again later ends the sign-in.
/// </summary>
/// <remarks>
/// If a token is used twice, its users are its owner and a thief, or an owner whose answer was lost. The latter retries
/// at once, and gets another token; among the others nobody can tell who is who, so both must sign in again (RFC 9700,
/// 4.14.2).
/// </remarks>
sealed class RefreshToken(Tokens tokens, TokenVersions versions)
{
    /// <summary>The time after its first use in which a token may be used again, in case the answer was lost.</summary>
    static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    /// <param name="RefreshToken">The refresh token that was issued last.</param>
    public sealed record Input([Text(1, 4096)] string RefreshToken);

    public async Task<Answer<TokenPair>> Run(Input input, Call call)
    {
        var (userId, family) = await tokens.ReadRefresh(input.RefreshToken);
        if (!family.Rotates && family.Secret.Length > 0)
            throw AccountsErrors.TokenForGraphQL.Refused();
        // A revoked token is refused by a read, so that it cannot keep the writer busy.
        await call.Read(session => Find(session, userId, family));

        var (outcome, _) = await call.Write(session => Rotate(session, userId, family, call));
        if (outcome.User is not null)
            return await tokens.Pair(outcome.User, outcome.Family, call.Now);
        versions.Change();
        throw AccountsErrors.RefreshTokenRevoked.Refused();
    }

    /// <summary>A new access token for a refresh token that stays valid.</summary>
    public async Task<AccessToken> RunOriginal(string token, Call call)
    {
        var (userId, family) = await tokens.ReadRefresh(token);
        if (family.Rotates)
            throw AccountsErrors.TokenForRest.Refused();
        var user = await call.Read(async session =>
        {
            // The user is read first: if the sign-in ends between the two reads, the result is a token of an old
            // version, or none.
            var known = await User.ById(session, userId) ?? throw AccountsErrors.RefreshTokenRevoked.Refused();
            await Find(session, userId, family);
            return known;
        });
        return new AccessToken(await tokens.Access(user, call.Now), "Bearer", (int)tokens.AccessLife.TotalSeconds);
    }

    /// <summary>The outcome: the user with the family's next token, or a sign-in that was ended.</summary>
    sealed record Outcome(User? User, RefreshFamily Family);

    static async Task<Outcome> Rotate(Session session, string userId, RefreshFamily shown, Call call)
    {
        // The user's row is locked first, as everywhere: a change that ends their sign-ins locks it before those of the
        // tokens.
        var user = await User.Hold(session, userId);
        var kept = await Find(session, userId, shown);
        if (user is null)
            throw AccountsErrors.RefreshTokenRevoked.Refused();
        if (kept.Number == shown.Number)
        {
            await session.Run(Advance, ("hash", shown.Hash), ("number", shown.Number), ("now", call.Now));
            return new Outcome(user, shown.Next());
        }
        // Setting the clock back must not extend the grace period.
        if (kept.Number == shown.Number + 1 && call.Now.Since(kept.RotatedAt).Duration() <= Grace)
            return new Outcome(user, shown.Next());

        await session.Run(RevokeToken.Revoke, ("hash", shown.Hash), ("now", call.Now));
        await SignIns.EndAccess(session, userId, call.Now);
        await EventLog.Append(session, call, new(
            "accounts", "user.refresh_token_reused", $"user/{userId}", new { user.Id })
        {
            Actor = userId,
        });
        return new Outcome(null, shown);
    }

    sealed record Kept(long Number, Instant RotatedAt)
    {
        public static Kept Read(Row row) => new(row.Long("number"), row.At("rotated_at"));
    }

    /// <summary>The current state of the family; refused if it is no longer valid.</summary>
    static async Task<Kept> Find(Session session, string userId, RefreshFamily family) =>
        await session.One(FindFamily, Kept.Read, ("hash", family.Hash), ("user", userId))
            ?? throw AccountsErrors.RefreshTokenRevoked.Refused();

    static readonly Sql FindFamily = new("""
        SELECT number, COALESCE(rotated_at, created_at) AS rotated_at
        FROM refresh_tokens
        WHERE hash = @hash AND user_id = @user AND revoked_at IS NULL
        """);

    static readonly Sql Advance = new("""
        UPDATE refresh_tokens
        SET number = number + 1, rotated_at = @now
        WHERE hash = @hash AND number = @number AND revoked_at IS NULL
        """);
}

/// <summary>A new access token.</summary>
/// <param name="Token">The token for the header <c>Authorization: Bearer …</c>.</param>
/// <param name="TokenType">Always <c>Bearer</c>.</param>
/// <param name="ExpiresIn">Seconds for which the access token is valid.</param>
sealed record AccessToken(
    [Secret][property: JsonPropertyName("access_token")] string Token,
    string TokenType,
    int ExpiresIn);
