using Kalends.Accounts.Guessing;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Platform.Time;

namespace Kalends.Accounts;

/// <summary>Signs a user in with name and password.</summary>
sealed class IssueToken(Tokens tokens, PasswordChecks passwords)
{
    /// <param name="Username">The user's name; case does not matter.</param>
    /// <param name="Password">The user's password.</param>
    public sealed record Input([Text(1, 200)] string Username, [Text(1, 200, Secret = true)] string Password);

    public async Task<TokenPair> Run(Input input, Call call)
    {
        using var attempt = await passwords.Begin(input.Username, call);
        var user = await call.Read(session => User.ByName(session, input.Username));
        if (!await attempt.Matches(user?.PasswordHash, input.Password))
            throw attempt.Fail(
                new Refused(Reason.Unauthenticated, "bad_credentials", "The username or the password is wrong."));

        var (refresh, expiresAt) = tokens.Refresh(user!, call.Now);
        await call.Write(session => Keep(session, user!, refresh, expiresAt, call));
        attempt.Succeed();
        return new TokenPair(
            tokens.Access(user!, call.Now), refresh, "Bearer", (int)tokens.AccessLife.TotalSeconds);
    }

    async Task<Nothing> Keep(Session session, User user, string token, Instant expiresAt, Call call)
    {
        await session.Run(Insert,
            ("hash", Tokens.Hash(token)), ("user", user.Id),
            ("origin", tokens.Origin(user.Id, Network.Of(call.Address))), ("now", call.Now), ("expires", expiresAt));
        return Nothing.Value;
    }

    static readonly Sql Insert = new("""
        INSERT INTO refresh_tokens (hash, user_id, origin, created_at, expires_at)
        VALUES (@hash, @user, @origin, @now, @expires)
        """);
}

/// <summary>What a signed-in user carries.</summary>
/// <param name="AccessToken">Goes into <c>Authorization: Bearer …</c>.</param>
/// <param name="RefreshToken">Gets new access tokens, until it expires or is revoked.</param>
/// <param name="TokenType">Always <c>Bearer</c>.</param>
/// <param name="ExpiresIn">Seconds the access token lives.</param>
sealed record TokenPair([Secret] string AccessToken, [Secret] string RefreshToken, string TokenType, int ExpiresIn);
