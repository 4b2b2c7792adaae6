using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Accounts.SigningIn;

/// <summary>Signs a user in with name and password.</summary>
sealed class IssueToken(Tokens tokens, SigningKeys keys, PasswordChecks passwords)
{
    /// <param name="Username">The user's name; case does not matter.</param>
    /// <param name="Password">The user's password.</param>
    public sealed record Input([Text(1, 200)] string Username, [Text(1, 200, Secret = true)] string Password);

    public async Task<Answer<TokenPair>> Run(Input input, Call call) => await SignIn(input, call, rotates: true);

    /// <summary>Signs in with a refresh token that rotates, or with one that stays valid.</summary>
    public async Task<TokenPair> SignIn(Input input, Call call, bool rotates)
    {
        var (user, family) = await Enter(input, call, rotates);
        return await tokens.Pair(user, family, call.Now);
    }

    /// <summary>Signs in without issuing any token yet.</summary>
    public async Task<(User User, RefreshFamily Family)> Enter(Input input, Call call, bool rotates)
    {
        using var attempt = await passwords.Begin(input.Username, call);
        var found = await call.Read(session => User.ByName(session, input.Username));
        var family = tokens.NewFamily(call.Now, rotates);
        var matches = await attempt.Matches(found?.PasswordHash, input.Password);
        if (!matches || await Keep(found!, family, call) is not { } user)
            throw attempt.Fail(
                AccountsErrors.BadCredentials.Refused());

        attempt.Succeed();
        return (user, family);
    }

    /// <summary>Stores the sign-in if the password that was checked is still the current one.</summary>
    async Task<User?> Keep(User found, RefreshFamily family, Call call)
    {
        var origin = (await keys.Current()).Origins(found.Id, Network.Of(call.Address))[0];
        return (await call.Write(session => Keep(session, found, family, origin, call))).Value;
    }

    static async Task<User?> Keep(Session session, User found, RefreshFamily family, string origin, Call call)
    {
        // A change that replaces the password or disables the user waits for this row, and revokes the tokens issued
        // before.
        var user = await User.Hold(session, found.Id);
        if (user is null || user.IsDisabled || user.PasswordHash != found.PasswordHash)
            return null;
        await session.Run(Insert,
            ("hash", family.Hash), ("user", user.Id), ("number", family.Number), ("origin", origin),
            ("now", call.Now), ("expires", family.ExpiresAt));
        return user;
    }

    static readonly Sql Insert = new("""
        INSERT INTO refresh_tokens (hash, user_id, number, origin, created_at, expires_at)
        VALUES (@hash, @user, @number, @origin, @now, @expires)
        """);
}
