using System.Security.Cryptography;
using System.Text;
using Kalends.Platform;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Platform.Time;

namespace Kalends.Accounts;

/// <summary>Makes access and refresh tokens, and reads them.</summary>
sealed class Tokens(Jwt jwt, AccountsSettings settings)
{
    /// <summary>
    /// Takes the key from the configuration, or makes one once for all processes and keeps it in the database.
    /// </summary>
    public static Tokens Open(Db db, AccountsSettings settings)
    {
        var key = settings.TokenKey.Length > 0 ? Configured(settings.TokenKey) : Kept(db).GetAwaiter().GetResult();
        return new Tokens(new Jwt(key), settings);
    }

    public TimeSpan AccessLife => TimeSpan.FromMinutes(settings.AccessMinutes);

    public string Access(User user, Instant now) => jwt.Sign(
        Claims(user, TokenType.Access, now, AccessLife) with
        {
            Roles = (int)user.Roles,
            OrganisationId = user.OrganisationId,
            Version = user.TokenVersion,
        });

    public (string Token, Instant ExpiresAt) Refresh(User user, Instant now)
    {
        var claims = Claims(user, TokenType.Refresh, now, TimeSpan.FromDays(settings.RefreshDays));
        return (jwt.Sign(claims), Instant.FromUnixSeconds(claims.ExpiresAt));
    }

    public Caller Caller(string token, Instant now)
    {
        var claims = jwt.Check(token, TokenType.Access, now);
        // No longer than tokens live by these settings: what was ended before is forgotten by then.
        var until = Math.Min(claims.ExpiresAt, claims.IssuedAt + (long)AccessLife.TotalSeconds);
        Jwt.CheckExpiry(until, now);
        return new Caller(claims.Subject, (Roles)claims.Roles, claims.OrganisationId)
        {
            TokenVersion = claims.Version,
            Until = Instant.FromUnixSeconds(until),
        };
    }

    /// <summary>
    /// Refuses what is no refresh token of ours, before the database is asked whether it still stands.
    /// </summary>
    public void CheckRefresh(string token, Instant now) => jwt.Check(token, TokenType.Refresh, now);

    /// <summary>What is kept of where a user signed in: enough to know it again, and no address.</summary>
    public string Origin(string userId, string network) => jwt.Fingerprint($"origin\n{userId}\n{network}");

    /// <summary>What is kept of a refresh token: enough to know it again, useless to a thief.</summary>
    public static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    static Claims Claims(User user, TokenType type, Instant now, TimeSpan life) => new(
        user.Id, Jwt.Words(type), Guid.CreateVersion7().ToString(),
        now.UnixSeconds, now.UnixSeconds, (now + life).UnixSeconds);

    static byte[] Configured(string text)
    {
        var key = new byte[text.Length];
        if (!Convert.TryFromBase64String(text, key, out var length) || length < 32)
            throw new StartRefused("Kalends:Accounts:TokenKey must be base64 of at least 32 bytes.");
        return key[..length];
    }

    static async Task<byte[]> Kept(Db db)
    {
        var made = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        var kept = await db.Write(async session =>
        {
            await session.Run(KeepKey, ("value", made));
            return await session.One(FindKey, row => row.Text("value"));
        }, CancellationToken.None);
        return Convert.FromBase64String(kept!);
    }

    static readonly Sql KeepKey =
        new("INSERT INTO secrets (name, value) VALUES ('token_key', @value) ON CONFLICT (name) DO NOTHING");

    static readonly Sql FindKey = new("SELECT value FROM secrets WHERE name = 'token_key'");
}
