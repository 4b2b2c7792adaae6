using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Accounts.StreamTickets;

/// <summary>Takes tickets: the first request with one gets its caller, in whichever process it arrives.</summary>
/// <remarks>
/// There is no brake on guessing: 256 bits are never guessed, and an <c>EventSource</c> that reconnects shows a used
/// ticket each time.
/// </remarks>
sealed class TicketChecks(Db db, TimeProvider clock)
{
    /// <summary>The caller who made a ticket for this path; all that is not valid is refused alike.</summary>
    public async Task<Caller> Take(string ticket, string path, CancellationToken cancel)
    {
        var hash = SecretBytes.Hash(ticket);
        // Anybody may send anything here, so only a ticket that is there takes a turn of the writer.
        var taken = await db.Read(async session => await session.Number(Find, ("hash", hash)), cancel) is null
            ? null
            : await db.Write(session => Take(session, hash), cancel);
        return taken is not null && taken.IsValid(path, Instants.From(clock.GetUtcNow()))
            ? taken.Caller
            : throw AccountsErrors.TicketInvalid.Refused();
    }

    // The ticket is gone even if it turns out to be of no use.
    static async Task<Taken?> Take(Session session, string hash)
    {
        var taken = await session.One(FindWhole, Taken.Read, ("hash", hash));
        return await session.Run(Delete, ("hash", hash)) == 1 ? taken : null;
    }

    /// <param name="Caller">The caller, with the roles that they have now.</param>
    /// <param name="Path">The path that the ticket is for.</param>
    /// <param name="ExpiresAt">The end of the ticket.</param>
    /// <param name="IsEnded">Whether the sign-in or the API key has ended.</param>
    sealed record Taken(Caller Caller, string Path, Instant ExpiresAt, bool IsEnded)
    {
        public bool IsValid(string path, Instant now) =>
            path == Path && now < ExpiresAt && !IsEnded && !(Caller.Until <= now);

        public static Taken Read(Row row) => new(
            new Caller(row.Text("user_id"), (Roles)row.Int("roles"), row.LongOrNull("organisation_id"))
            {
                TokenVersion = row.Long("token_version"),
                Until = row.AtOrNull("until"),
                Key = row.LongOrNull("key_id") is { } key
                    ? new CallerKey(key, row.Long("key_version"), row.Text("scopes").Split(' '))
                    : null,
            },
            row.Text("path"), row.At("expires_at"), row.Long("is_ended") == 1);
    }

    static readonly Sql Find = new("SELECT 1 AS n FROM stream_tickets WHERE hash = @hash");

    static readonly Sql FindWhole = new("""
        SELECT t.user_id, t.token_version, t.key_id, t.key_version, t.path, t.expires_at, t.until,
            u.roles, u.organisation_id, k.scopes,
            CASE WHEN u.disabled_at IS NOT NULL OR u.token_version <> t.token_version OR k.revoked_at IS NOT NULL
                OR k.version <> t.key_version THEN 1 ELSE 0 END AS is_ended
        FROM stream_tickets t
        JOIN users u ON u.id = t.user_id
        LEFT JOIN api_keys k ON k.id = t.key_id
        WHERE t.hash = @hash
        """);

    static readonly Sql Delete = new("DELETE FROM stream_tickets WHERE hash = @hash");

    /// <summary>Deletes the tickets that have expired: one round of a recurring job.</summary>
    public static Task Forget(Call call) => call.WriteInSteps(
        AtOnce, async session => await session.Run(ForgetSome, ("now", call.Now)));

    const int AtOnce = 500;

    static readonly Sql ForgetSome = new($$"""
        DELETE FROM stream_tickets
        WHERE hash IN (
            SELECT hash
            FROM stream_tickets
            WHERE expires_at <= @now
            ORDER BY expires_at
            LIMIT {{AtOnce}}
            {lock_free})
        """);
}
