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
        var found = await call.Read(session => User.ByName(session, input.Username));
        var matches = await attempt.Matches(found?.PasswordHash, input.Password);
        if (!matches || await Enter(found!, call) is not { } pair)
            throw attempt.Fail(
                new Refused(Reason.Unauthenticated, "bad_credentials", "The username or the password is wrong."));

        attempt.Succeed();
        return pair;
    }

    /// <summary>The tokens, if the password that was checked still stands.</summary>
    async Task<TokenPair?> Enter(User found, Call call)
    {
        var (refresh, expiresAt) = tokens.Refresh(found, call.Now);
        var user = await call.Write(session => Keep(session, found, refresh, expiresAt, call));
        return user is null
            ? null
            : new TokenPair(tokens.Access(user, call.Now), refresh, "Bearer", (int)tokens.AccessLife.TotalSeconds);
    }

    async Task<User?> Keep(Session session, User found, string token, Instant expiresAt, Call call)
    {
        // Whoever takes the password away or disables the user waits for this row, and revokes what was issued before.
        var user = await User.Hold(session, found.Id);
        if (user is null || user.IsDisabled || user.PasswordHash != found.PasswordHash)
            return null;
        await session.Run(Insert,
            ("hash", Tokens.Hash(token)), ("user", user.Id),
            ("origin", tokens.Origin(user.Id, Network.Of(call.Address))), ("now", call.Now), ("expires", expiresAt));
        return user;
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
