using Kalends.Platform.Storage;

namespace Kalends.Accounts;

/// <summary>All sign-ins of a user together: all their tokens, of both types.</summary>
static class SignIns
{
    /// <summary>
    /// Ends all sign-ins of a user: refresh tokens are revoked, and access tokens are refused because their version is
    /// outdated.
    /// </summary>
    /// <remarks>
    /// The user's row is locked before those of the tokens, as everywhere: a request that is about to issue a token
    /// waits, and finds another version.
    /// </remarks>
    public static async Task End(Session session, string userId, Instant now)
    {
        await EndAccess(session, userId, now);
        await session.Enqueue(RevokeAll, ("user", userId), ("now", now));
    }

    /// <summary>Ends only the access tokens of a user; a valid refresh token gets new ones.</summary>
    public static async Task EndAccess(Session session, string userId, Instant now)
    {
        if (await session.Number(CountUp, ("user", userId)) is { } version)
            await Tell(session, userId, version, now);
    }

    /// <summary>Tells all processes that what a holder had before this version has ended.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="holder">The id of a user, or the name of an API key.</param>
    /// <param name="version">Their version from now on.</param>
    /// <param name="now">The time of the change.</param>
    public static ValueTask Tell(Session session, string holder, long version, Instant now) =>
        session.Enqueue(UpsertEnded, ("holder", holder), ("version", version), ("now", now));

    static readonly Sql CountUp = new("""
        UPDATE users
        SET token_version = token_version + 1
        WHERE id = @user
        RETURNING token_version AS n
        """);

    static readonly Sql UpsertEnded = new("""
        INSERT INTO ended_sign_ins (holder, token_version, ended_at)
        VALUES (@holder, @version, @now)
        ON CONFLICT (holder) DO UPDATE
        SET token_version = excluded.token_version, ended_at = excluded.ended_at
        """);

    static readonly Sql RevokeAll =
        new("UPDATE refresh_tokens SET revoked_at = @now WHERE user_id = @user AND revoked_at IS NULL");
}
