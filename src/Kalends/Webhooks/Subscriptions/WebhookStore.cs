using System.Text.Json;
using Kalends.Events.Public;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Webhooks.Subscriptions;

/// <summary>The stored webhooks, for all use cases that change one.</summary>
static class WebhookStore
{
    /// <summary>A webhook that the caller keeps, or a refusal.</summary>
    public static async Task<Webhook> Find(Session session, Call call, long id) =>
        await session.One(FindKept, Webhook.Read, Webhook.Kept(call, ("id", id)))
        ?? throw WebhooksErrors.NoSuchWebhook.Refused();

    /// <summary>A webhook that is known to exist, as the transaction has it.</summary>
    public static async Task<Webhook> Load(Session session, long id) =>
        (await session.One(FindOne, Webhook.Read, ("id", id)))!;

    /// <summary>A webhook that the caller keeps, locked until the end of the transaction.</summary>
    public static async Task<Webhook> Hold(Session session, Call call, long id) =>
        await session.One(FindAndHold, Webhook.Read, Webhook.Kept(call, ("id", id)))
        ?? throw WebhooksErrors.NoSuchWebhook.Refused();

    /// <summary>
    /// A webhook that the caller keeps, in the version that they know, locked until the end of the transaction, in
    /// which nothing is queued either.
    /// </summary>
    public static async Task<(Webhook Webhook, Progress Progress)> FindToChange(
        Session session, Call call, long id, string? ifMatch = null)
    {
        var progress = await Progress.Change(session);
        var known = await Hold(session, call, id);
        EntityTag.Check(ifMatch, known.Version);
        return (known, progress);
    }

    /// <summary>Stores new fields of a webhook, if they differ; the caller holds it.</summary>
    public static async Task<Webhook> Change(
        Session session, Call call, Webhook known, WebhookInput wanted, Progress progress)
    {
        if (Written(wanted) == Written(WebhookInput.Of(known)))
            return known;
        // A paused one that is not enabled stays paused.
        var state = wanted.Enabled ? WebhookState.Enabled
            : known.State == WebhookState.Enabled ? WebhookState.Disabled : known.State;
        var changed = await Update(session, call, known, wanted, state, progress);
        await EventLog.Append(session, call, changed.Event("changed").WithChanges(known, changed));
        return changed;
    }

    static async Task<Webhook> Update(
        Session session, Call call, Webhook known, WebhookInput wanted, WebhookState state, Progress progress)
    {
        await session.Run(Write, [
            .. Values(wanted), ("id", known.Id), ("state", state), ("now", call.Now), ("at", known.Number),
            ("live", IsLive(state, known.Number, progress)), ("again", state != known.State)]);
        if (state == WebhookState.Enabled && known.State != WebhookState.Enabled)
            await session.Run(TryAtOnce, ("id", known.Id), ("now", call.Now));
        return await Load(session, known.Id);
    }

    /// <summary>Stops the deliveries of a webhook if it is enabled; the caller holds it and the progress.</summary>
    public static async Task Stop(Session session, Call call, long id, WebhookState state)
    {
        var known = await Load(session, id);
        if (await session.Run(
            MarkStopped, ("id", id), ("state", state), ("at", known.Number), ("now", call.Now)) == 1)
            await EventLog.Append(session, call, (await Load(session, id)).Event(EnumText.Of(state)));
    }

    /// <summary>Moves the place from which events are queued; the caller holds the webhook.</summary>
    public static async Task<Webhook> MoveTo(Session session, Call call, Webhook known, long number, Progress progress)
    {
        await session.Run(SetPosition, ("id", known.Id), ("at", number), ("now", call.Now),
            ("live", IsLive(known.State, number, progress)));
        return await Load(session, known.Id);
    }

    /// <summary>
    /// Tells that events between two numbers were removed before they were queued; the caller holds the webhook.
    /// </summary>
    public static async Task TellMissed(Session session, Call call, long id, long after, long upTo)
    {
        await session.Run(SetMissed, ("id", id), ("to", upTo));
        await EventLog.Append(session, call, (await Load(session, id)).Event("events_missed")
            .With(new { After = EventLog.Position(after), UpTo = EventLog.Position(upTo) }));
    }

    /// <summary>1 if the log goes on for it from here, 0 if it must catch up.</summary>
    public static long IsLive(WebhookState state, long number, Progress progress) =>
        state == WebhookState.Enabled && number >= progress.Position ? 1 : 0;

    /// <summary>The fields that a caller sets, as parameters of the statements that write them.</summary>
    public static (string, object?)[] Values(WebhookInput wanted) =>
    [
        ("url", wanted.Url), ("description", wanted.Description), ("kinds", Written(wanted.Kinds)),
        ("subjects", Written(wanted.Subjects)), ("filter", Written(wanted.Filter)),
        ("payload", wanted.Payload),
    ];

    static string Written<T>(T value) => JsonSerializer.Serialize(value, Json.Options);

    static readonly Sql FindOne = new($"SELECT {Webhook.Columns} FROM webhooks w WHERE w.id = @id");

    static readonly Sql FindKept = new($"""
        SELECT {Webhook.Columns}
        FROM webhooks w
        WHERE w.id = @id AND {Webhook.IsKept}
        """);

    static readonly Sql FindAndHold = new($$"""
        SELECT {{Webhook.Columns}}
        FROM webhooks w
        WHERE w.id = @id AND {{Webhook.IsKept}}
        {lock}
        """);

    static readonly Sql Write = new("""
        UPDATE webhooks
        SET url = @url, description = @description, kinds = @kinds, subjects = @subjects, filter = @filter,
            payload = @payload, state = @state, updated_at = @now, version = version + 1, position = @at, live = @live,
            due_at = CASE WHEN @state = 'enabled' THEN CAST(@now AS BIGINT) END,
            failing_since = CASE WHEN @again THEN NULL ELSE failing_since END,
            waits_until = CASE WHEN @again THEN NULL ELSE waits_until END
        WHERE id = @id
        """);

    static readonly Sql TryAtOnce = new("""
        UPDATE webhook_deliveries
        SET next_attempt_at = @now, failures = 0, failing_since = NULL
        WHERE webhook_id = @id AND state = 'waiting' AND failures > 0
        """);

    static readonly Sql MarkStopped = new("""
        UPDATE webhooks
        SET state = @state, position = @at, live = 0, due_at = NULL, updated_at = @now, version = version + 1
        WHERE id = @id AND state = 'enabled' AND deleted_at IS NULL
        """);

    static readonly Sql SetMissed = new("UPDATE webhooks SET missed_to = @to WHERE id = @id");

    static readonly Sql SetPosition = new("""
        UPDATE webhooks
        SET position = @at, live = @live, due_at = @now
        WHERE id = @id
        """);
}
