using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Accounts.SigningIn;

/// <summary>The sign-ins of browsers, each of which keeps a secret in a cookie and never sees a token.</summary>
/// <remarks>
/// A sign-in of a browser is a row like any other, and ends with the others. It is read at each request, so it ends in
/// every process at once.
/// </remarks>
sealed class BrowserSignIns(IssueToken issue)
{
    /// <summary>Somebody who signed in with a browser.</summary>
    public sealed record Found(Caller Caller, string Username);

    /// <summary>Signs a user in, and returns the secret with its end.</summary>
    public async Task<(string Secret, Instant ExpiresAt)> Begin(IssueToken.Input input, Call call)
    {
        var (_, family) = await issue.Enter(input, call, rotates: false);
        return (family.Secret, family.ExpiresAt);
    }

    /// <summary>Who signed in with this secret; null if the sign-in is over.</summary>
    public static Task<Found?> Find(string secret, Call call) => call.Read(async session =>
        await session.One(FindLive, Read, ("hash", SecretBytes.Hash(secret)), ("now", call.Now)));

    /// <summary>Ends one sign-in.</summary>
    public static Task End(string secret, Call call) => call.Write(async session =>
        await session.Run(RevokeToken.Revoke, ("hash", SecretBytes.Hash(secret)), ("now", call.Now)));

    static Found Read(Row row) => new(
        new Caller(row.Text("id"), (Roles)row.Int("roles"), row.LongOrNull("organisation_id"))
        {
            TokenVersion = row.Long("token_version"),
            Until = row.At("expires_at"),
        },
        row.Text("username"));

    static readonly Sql FindLive = new("""
        SELECT u.id, u.username, u.roles, u.organisation_id, u.token_version, t.expires_at
        FROM refresh_tokens t
        JOIN users u ON u.id = t.user_id
        WHERE t.hash = @hash AND t.number = 0 AND t.revoked_at IS NULL AND t.expires_at > @now
          AND u.disabled_at IS NULL
        """);
}
