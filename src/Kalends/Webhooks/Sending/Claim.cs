using Kalends.Platform.Calls;
using Kalends.Platform.Jobs;
using Kalends.Platform.Storage;

namespace Kalends.Webhooks.Sending;

/// <summary>A webhook whose deliveries one process makes for a while.</summary>
/// <param name="WebhookId">The id of the webhook.</param>
/// <param name="Lease">The number of the lease; another process that takes the webhook over has a higher one.</param>
sealed record Claim(long WebhookId, long Lease)
{
    /// <summary>
    /// Whether webhooks are due whose last delivery failed, and others. It is asked before they are taken, because a
    /// change takes its turn among the other writers even if it finds nothing.
    /// </summary>
    public static async Task<IReadOnlyList<bool>> FindDue(Call call) =>
        await call.Read(session => session.All(FindKinds, row => row.Long("failing") == 1, Now(call)).AsTask());

    /// <summary>Takes webhooks that are due, those first that have waited longest.</summary>
    /// <param name="call">The program's call.</param>
    /// <param name="failing">Whether those whose last delivery failed are wanted, or the others.</param>
    /// <param name="most">The most to take.</param>
    public static async Task<IReadOnlyList<Claim>> Take(Call call, bool failing, int most)
    {
        var until = call.Now + call.Settings<WebhooksSettings>().Lease;
        var taken = await call.Write(async session => await session.All(
            TakeDue, row => new Claim(row.Long("id"), row.Long("lease")),
            [.. Now(call), ("failing", failing), ("most", (long)most), ("until", until)]));
        return taken.Value;
    }

    static (string, object?)[] Now(Call call) => [("now", call.Now), ("far", call.Now + Retries.Far)];

    /// <summary>Locks the webhook until the end of the transaction; false if another process has taken it.</summary>
    public async Task<bool> Hold(Session session) =>
        await session.Number(HoldLeased, ("id", WebhookId), ("lease", Lease)) is not null;

    /// <summary>Ends the claim, if nobody has taken it over.</summary>
    public Task Release(Call call) => call.Write(async session =>
        await session.Run(EndLease, ("id", WebhookId), ("lease", Lease)));

    static readonly string IsDue = $"due_at IS NOT NULL AND {Leases.IsDue("due_at")}";

    static readonly Sql FindKinds = new($"""
        SELECT DISTINCT CASE WHEN failing_since IS NULL THEN 0 ELSE 1 END AS failing
        FROM webhooks
        WHERE {IsDue}
        """);

    static readonly Sql TakeDue = new($$"""
        WITH due AS MATERIALIZED (
            SELECT id
            FROM webhooks
            WHERE {{IsDue}} AND (failing_since IS NOT NULL) = @failing
            ORDER BY due_at
            LIMIT @most
            {lock_free})
        UPDATE webhooks
        SET lease = lease + 1, leased_until = @until
        WHERE id IN (SELECT id FROM due)
        RETURNING id, lease
        """);

    static readonly Sql HoldLeased = new("""
        SELECT id AS n
        FROM webhooks
        WHERE id = @id AND lease = @lease
        {lock}
        """);

    static readonly Sql EndLease =
        new("UPDATE webhooks SET leased_until = NULL WHERE id = @id AND lease = @lease");
}
