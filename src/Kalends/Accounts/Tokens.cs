using System.Security.Cryptography;
using System.Text;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Platform.Time;

namespace Kalends.Accounts;

/// <summary>Makes access and refresh tokens, and reads them.</summary>
sealed class Tokens(Jwt jwt, AccountsSettings settings)
{
    const int SecretBytes = 32;

    /// <summary>
    /// Takes the key from the configuration, or makes one once for all processes and keeps it in the database.
    /// </summary>
    public static Tokens Open(Db db, AccountsSettings settings)
    {
        var key = settings.KeyBytes() ?? Kept(db).GetAwaiter().GetResult();
        return new Tokens(new Jwt(key), settings);
    }

    public TimeSpan AccessLife => TimeSpan.FromMinutes(settings.AccessMinutes);

    public string Access(User user, Instant now) => jwt.Sign(
        Claims(user.Id, TokenType.Access, now, now + AccessLife) with
        {
            Roles = (int)user.Roles,
            OrganisationId = user.OrganisationId,
            Version = user.TokenVersion,
        });

    /// <summary>A new family of refresh tokens.</summary>
    /// <param name="now">When the user signs in.</param>
    /// <param name="rotates">Whether each token is good once; otherwise there is one, which stays good.</param>
    public RefreshFamily NewFamily(Instant now, bool rotates) => new(
        Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SecretBytes)), rotates ? 1 : 0,
        now + TimeSpan.FromDays(settings.RefreshDays));

    /// <summary>The token of a family that is good now.</summary>
    public string Refresh(string userId, RefreshFamily family, Instant now) => jwt.Sign(
        Claims(userId, TokenType.Refresh, now, family.ExpiresAt) with
        {
            Family = family.Secret,
            Number = family.Number,
        });

    /// <summary>What a user who has just signed in or refreshed carries.</summary>
    public TokenPair Pair(User user, RefreshFamily family, Instant now) => new(
        Access(user, now), Refresh(user.Id, family, now), "Bearer", (int)AccessLife.TotalSeconds);

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
    public (string UserId, RefreshFamily Family) ReadRefresh(string token, Instant now)
    {
        var claims = jwt.Check(token, TokenType.Refresh, now);
        return (claims.Subject,
            new RefreshFamily(claims.Family ?? "", claims.Number, Instant.FromUnixSeconds(claims.ExpiresAt)));
    }

    /// <summary>What is kept of where a user signed in: enough to know it again, and no address.</summary>
    public string Origin(string userId, string network) => jwt.Fingerprint($"origin\n{userId}\n{network}");

    static Claims Claims(string userId, TokenType type, Instant now, Instant expiresAt) => new(
        userId, Jwt.Words(type), Guid.CreateVersion7().ToString(),
        now.UnixSeconds, now.UnixSeconds, expiresAt.UnixSeconds);

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

/// <summary>The refresh tokens of one sign-in, of which one is good at a time.</summary>
/// <param name="Secret">What all of them carry; the database keeps its hash.</param>
/// <param name="Number">Which of them it is; 0 where there is one that stays good.</param>
/// <param name="ExpiresAt">When the sign-in ends, however often it is refreshed.</param>
sealed record RefreshFamily(string Secret, long Number, Instant ExpiresAt)
{
    /// <summary>What is kept of the secret: enough to know it again, useless to a thief.</summary>
    public string Hash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Secret)));

    public bool Rotates => Number > 0;

    public RefreshFamily Next() => this with { Number = Number + 1 };
}
