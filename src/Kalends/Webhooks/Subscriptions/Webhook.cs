using System.Text.Json;
using System.Text.Json.Serialization;
using Kalends.Events.Public;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Webhooks.Subscriptions;

/// <summary>The part of an event that a delivery has.</summary>
enum WebhookPayload
{
    /// <summary>Kind, ids and times; the receiver reads the rest from the API.</summary>
    Thin,

    /// <summary>The event as the subscriber may read it from the API at the time of the delivery.</summary>
    Full,
}

/// <summary>Whether a webhook gets deliveries.</summary>
enum WebhookState
{
    /// <summary>It gets deliveries.</summary>
    Enabled,

    /// <summary>A keeper has disabled it.</summary>
    Disabled,

    /// <summary>No delivery succeeded for three days, so it is paused.</summary>
    Paused,

    /// <summary>The receiver has answered that it is gone (410).</summary>
    Gone,
}

/// <summary>A subscription to events, which are sent to an address as they happen (Standard Webhooks).</summary>
/// <param name="Id">The id of the webhook.</param>
/// <param name="OrganisationId">
/// The organisation that it belongs to: it gets the events that the organisation's managers may read.
/// </param>
/// <param name="UserId">
/// The user that it belongs to, if no organisation does: it gets the events that the user may read, as long as the user
/// may.
/// </param>
/// <param name="Url">The address that gets the events.</param>
/// <param name="Description">A description for those who keep it.</param>
/// <param name="Kinds">The kinds of events that it gets; all if the list is empty.</param>
/// <param name="Subjects">The subjects whose events it gets; all if the list is empty.</param>
/// <param name="Filter">Further conditions on the events.</param>
/// <param name="Payload">The part of an event that a delivery has.</param>
/// <param name="State">Whether it gets deliveries.</param>
/// <param name="CreatedAt">The time when it was created.</param>
/// <param name="UpdatedAt">The time of the last change.</param>
/// <param name="Version">The number of the version; each change counts.</param>
/// <param name="Position">
/// The position in the event log up to which its deliveries are queued; while it is live, it moves with the log.
/// </param>
/// <param name="Waiting">The number of deliveries that wait, about.</param>
/// <param name="SucceededAt">The time of the last delivery that succeeded.</param>
/// <param name="FailingSince">The time of the first delivery that failed since then; null if none did.</param>
/// <param name="WaitsUntil">
/// The time before which the receiver has asked to be sent nothing (<c>Retry-After</c>); null if it has not.
/// </param>
/// <param name="MissedUpTo">
/// The position in the event log up to which events were removed because of their age before they were queued, so that
/// the webhook may have missed some; null if it has missed none.
/// </param>
sealed record Webhook(
    long Id, long? OrganisationId, string? UserId, string Url, string? Description, IReadOnlyList<string> Kinds,
    IReadOnlyList<string> Subjects, EventFilter Filter, WebhookPayload Payload, WebhookState State, Instant CreatedAt,
    Instant UpdatedAt, long Version, string Position, long Waiting, Instant? SucceededAt, Instant? FailingSince,
    Instant? WaitsUntil, string? MissedUpTo)
    : ITagged
{
    /// <summary>The most webhooks of an organisation or a user.</summary>
    public const int Max = 50;

    [JsonIgnore]
    public EntityTag Tag => new(Version, "");

    /// <summary>The number up to which its deliveries are queued.</summary>
    [JsonIgnore]
    public long Number { get; init; }

    /// <summary>The subject of its events.</summary>
    [JsonIgnore]
    public string Subject => $"webhook/{Id}";

    /// <summary>The event about this webhook, without its address, which may hold a secret.</summary>
    public DomainEvent Event(string verb)
    {
        var happened = new DomainEvent("webhooks", $"webhook.{verb}", Subject, new Facts(
            Id, OrganisationId, UserId, Payload, State, Version))
        {
            OrganisationId = OrganisationId,
        };
        return UserId is null ? happened : happened with { OwnerUserId = UserId };
    }

    sealed record Facts(
        long Id, long? OrganisationId, string? UserId, WebhookPayload Payload, WebhookState State, long Version);

    /// <summary>The columns that <see cref="Read"/> reads, of a webhook <c>w</c>.</summary>
    public const string Columns = """
        w.id, w.organisation_id, w.user_id, w.url, w.description, w.kinds, w.subjects, w.filter, w.payload, w.state,
        w.created_at, w.updated_at, w.version, w.waiting, w.succeeded_at, w.failing_since,
        w.waits_until, w.missed_to,
        CASE WHEN w.live = 1 THEN (
            SELECT CASE WHEN p.position > w.position THEN p.position ELSE w.position END
            FROM webhook_progress p
        ) ELSE w.position END AS at
        """;

    public static Webhook Read(Row row) => new(
        row.Long("id"), row.LongOrNull("organisation_id"), row.TextOrNull("user_id"), row.Text("url"),
        row.TextOrNull("description"), row.Texts("kinds"), row.Texts("subjects"), FilterOf(row),
        row.Word<WebhookPayload>("payload"), row.Word<WebhookState>("state"), row.At("created_at"),
        row.At("updated_at"), row.Long("version"), EventLog.Position(row.Long("at")), row.Long("waiting"),
        row.AtOrNull("succeeded_at"), row.AtOrNull("failing_since"), row.AtOrNull("waits_until"),
        row.LongOrNull("missed_to") is { } missed ? EventLog.Position(missed) : null)
    {
        Number = row.Long("at"),
    };

    public static EventFilter FilterOf(Row row) =>
        JsonSerializer.Deserialize<EventFilter>(row.Text("filter"), Json.Options)!;

    /// <summary>The condition on a webhook <c>w</c> that the caller keeps.</summary>
    public const string IsKept =
        "(w.deleted_at IS NULL AND (@all OR w.organisation_id = @organisation OR w.user_id = @me))";

    /// <summary>The parameters of <see cref="IsKept"/>.</summary>
    public static (string, object?)[] Kept(Call call, params (string, object?)[] more) =>
        call.Scope.With([("me", call.Caller.UserId), .. more]);
}
