using Kalends.Events.Public;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Webhooks.Deliveries;
using Kalends.Webhooks.Subscriptions;

namespace Kalends.Webhooks.Sending;

/// <summary>A webhook as those who send to it need it.</summary>
/// <param name="Subscription">The events that it gets.</param>
/// <param name="Url">The address that gets them.</param>
/// <param name="Payload">The part of an event that a delivery has.</param>
/// <param name="Position">The number up to which its events are queued.</param>
/// <param name="IsLive">Whether it follows the log; otherwise it catches up.</param>
/// <param name="Waiting">The number of deliveries that wait.</param>
/// <param name="SucceededAt">The time of its last success.</param>
/// <param name="WaitsUntil">The time before which its receiver has asked to be sent nothing.</param>
sealed record Target(
    Subscription Subscription, string Url, WebhookPayload Payload, long Position, bool IsLive, long Waiting,
    Instant? SucceededAt, Instant? WaitsUntil)
{
    public required string Secret { get; init; }

    public string? OldSecret { get; init; }

    public Instant? OldSecretUntil { get; init; }

    /// <summary>The number of its lease.</summary>
    public required long Lease { get; init; }

    /// <summary>Whether its receiver is left alone now; a time beyond all waits was written by another clock.</summary>
    public bool Waits(Instant now) => WaitsUntil > now && WaitsUntil <= now + Retries.Far;

    /// <summary>Whether there is room for more of its events.</summary>
    public bool HasRoom => Waiting <= WebhookDelivery.RoomMax;

    /// <summary>The keys that sign now, or <see cref="SecretLost"/>.</summary>
    public IReadOnlyList<byte[]> Keys(Call call)
    {
        var keys = call.Settings<SecretsSettings>().Keys();
        string[] stored = OldSecret is { } old && OldSecretUntil > call.Now ? [Secret, old] : [Secret];
        return [.. stored.Select(secret => SecretBox.KeyOf(SecretBox.Read(secret, keys)))];
    }

    /// <summary>The webhooks of these claims, without those whose claim is over and those that are stopped.</summary>
    public static async Task<List<Target>> FindAll(Session session, IReadOnlyList<Claim> claims)
    {
        var leases = claims.ToDictionary(claim => claim.WebhookId, claim => claim.Lease);
        var found = await session.All(FindClaimed, Read, ("ids", claims.Select(claim => claim.WebhookId).ToList()));
        return found.FindAll(target => leases[target.Subscription.Id] == target.Lease);
    }

    static Target Read(Row row) => new(
        Subscription.Read(row), row.Text("url"), row.Word<WebhookPayload>("payload"), row.Long("position"),
        row.Long("live") == 1, row.Long("waiting"), row.AtOrNull("succeeded_at"),
        row.AtOrNull("waits_until"))
    {
        Secret = row.Text("secret"),
        OldSecret = row.TextOrNull("old_secret"),
        OldSecretUntil = row.AtOrNull("old_secret_until"),
        Lease = row.Long("lease"),
    };

    static readonly Sql FindClaimed = new($$"""
        SELECT {{Subscription.Columns}}, w.url, w.payload, w.live, w.waiting, w.succeeded_at, w.waits_until,
               w.secret, w.old_secret, w.old_secret_until, w.lease
        FROM {{Owner.Rows}}
        WHERE w.id {list ids} AND w.state = 'enabled' AND w.deleted_at IS NULL
        """);
}

/// <summary>A delivery whose turn has come.</summary>
sealed record Due(long Id, long WebhookId, string EventId, long? Seq, long Failures, Instant? FailingSince)
{
    // So many deliveries of a webhook are sent at the same time.
    const int AtOnce = 8;

    // So many deliveries may wait for a retry before the webhook begins no further ones.
    const int RetryingMax = 20;

    /// <summary>The event; null if it is a test, or if the owner of the webhook may not read it.</summary>
    public SeenEvent? Event { get; init; }

    /// <summary>
    /// The deliveries of webhooks whose turn has come, with their events: of each subject the first, whose next attempt
    /// holds back the others.
    /// </summary>
    public static async Task<ILookup<long, Due>> FindAll(Session session, Call call, IReadOnlyList<Target> targets)
    {
        var scopes = targets.ToDictionary(one => one.Subscription.Id, one => one.Subscription.Scope);
        var due = targets.Count == 0 ? [] : await session.All(
            FindHeads, Read, Values(call, ("ids", scopes.Keys.ToList()), ("most", (long)AtOnce)));
        var events = (await EventReader.ByNumbers(session, [.. due.Select(one => one.Seq).OfType<long>().Distinct()]))
            .ToDictionary(one => one.Number);
        return due.ToLookup(one => one.WebhookId, one => one with
        {
            Event = one.Seq is { } seq && events.TryGetValue(seq, out var happened)
                && happened.IsVisibleTo(scopes[one.WebhookId])
                    ? happened
                    : null,
        });
    }

    /// <summary>The parameters of <see cref="FindNextTime"/>.</summary>
    public static (string, object?)[] Values(Call call, params (string, object?)[] more) =>
    [
        ("now", call.Now), ("far", call.Now + Retries.Far), ("retrying", (long)RetryingMax), .. more,
    ];

    static Due Read(Row row) => new(
        row.Long("id"), row.Long("webhook_id"), row.Text("event_id"), row.LongOrNull("seq"), row.Long("failures"),
        row.AtOrNull("failing_since"));

    // Of each subject the first; and none that was not attempted yet, if many are in retries.
    const string IsHead = """
        d.state = 'waiting'
        AND NOT EXISTS (
            SELECT 1
            FROM webhook_deliveries b
            WHERE b.webhook_id = d.webhook_id AND b.state = 'waiting' AND b.subject = d.subject AND b.seq < d.seq)
        AND (d.failures > 0 OR @retrying > (
            SELECT COUNT(*)
            FROM webhook_deliveries r
            WHERE r.webhook_id = d.webhook_id AND r.state = 'waiting' AND r.failures > 0))
        """;

    static readonly Sql FindHeads = new($$"""
        SELECT id, webhook_id, event_id, seq, failures, failing_since
        FROM (
            SELECT d.id, d.webhook_id, d.event_id, d.seq, d.failures, d.failing_since,
                   ROW_NUMBER() OVER (PARTITION BY d.webhook_id ORDER BY d.seq) AS place
            FROM webhook_deliveries d
            WHERE d.webhook_id {list ids} AND {{IsHead}}
              AND (d.next_attempt_at <= @now OR d.next_attempt_at > @far)) AS heads
        WHERE place <= @most
        """);

    /// <summary>Finds the time of the next attempt; no row if nothing waits.</summary>
    public const string FindNextTime = $"""
        SELECT d.next_attempt_at
        FROM webhook_deliveries d
        WHERE d.webhook_id = @id AND {IsHead}
        ORDER BY d.next_attempt_at
        LIMIT 1
        """;
}

/// <summary>A claimed webhook with the deliveries whose turn has come.</summary>
sealed record Work(Target Target, IReadOnlyList<Due> Deliveries)
{
    /// <summary>The work of claims, by the ids of the webhooks; of some there is none any more.</summary>
    public static async Task<IReadOnlyDictionary<long, Work>> Find(
        Session session, Call call, IReadOnlyList<Claim> claims)
    {
        var targets = await Target.FindAll(session, claims);
        var due = await Due.FindAll(session, call, targets.FindAll(one => !one.Waits(call.Now)));
        return targets.ToDictionary(
            one => one.Subscription.Id, one => new Work(one, [.. due[one.Subscription.Id]]));
    }
}
