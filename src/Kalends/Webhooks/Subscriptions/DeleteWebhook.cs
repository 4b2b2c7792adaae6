using Kalends.Events.Public;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Webhooks.Subscriptions;

/// <summary>Deletes a webhook at once; its deliveries are not shown any more, and none is sent.</summary>
static class DeleteWebhook
{
    /// <param name="Id">The id of the webhook.</param>
    /// <param name="IfMatch">
    /// The ETag that the deletion is based on; it is refused if the webhook has another version.
    /// </param>
    public sealed record Input([Id] long Id, [Header("If-Match")][Text(0, EntityTag.ListMax)] string? IfMatch = null);

    public static Task<Answer<Webhook>> Run(Input input, Call call) => call.Write(async session =>
    {
        var (known, _) = await WebhookStore.FindToChange(session, call, input.Id, input.IfMatch);
        await session.Enqueue(MarkDeleted, ("id", known.Id), ("at", known.Number), ("now", call.Now));
        await EventLog.Append(session, call, known.Event("deleted"));
        return known;
    });

    // The row is needed until the last of its deliveries is purged; the secrets are not.
    static readonly Sql MarkDeleted = new("""
        UPDATE webhooks
        SET deleted_at = @now, position = @at, live = 0, due_at = NULL, secret = '', old_secret = NULL,
            old_secret_until = NULL
        WHERE id = @id
        """);
}
