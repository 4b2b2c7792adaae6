using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Webhooks.Sending;

/// <summary>Deletes deliveries that were finished long ago, and deleted webhooks with all of theirs.</summary>
static class PurgeDeliveries
{
    const int AtOnce = 500;

    /// <summary>One round of the background job.</summary>
    public static async Task Run(Call call)
    {
        var before = call.Now - TimeSpan.FromDays(call.Settings<WebhooksSettings>().KeepDays);
        await call.WriteInSteps(AtOnce, async session =>
            await session.Run(DeleteFinished, ("before", before), ("most", AtOnce)));
        await call.WriteInSteps(AtOnce, async session => await session.Run(DeleteOfDeleted, ("most", AtOnce)));
        await call.WriteInSteps(AtOnce, async session => await session.Run(DeleteDeleted, ("most", AtOnce)));
    }

    static readonly Sql DeleteFinished = new("""
        DELETE FROM webhook_deliveries
        WHERE id IN (
            SELECT id
            FROM webhook_deliveries
            WHERE finished_at IS NOT NULL AND finished_at < @before
            ORDER BY finished_at
            LIMIT @most)
        """);

    static readonly Sql DeleteOfDeleted = new("""
        DELETE FROM webhook_deliveries
        WHERE id IN (
            SELECT d.id
            FROM webhooks w
            JOIN webhook_deliveries d ON d.webhook_id = w.id
            WHERE w.deleted_at IS NOT NULL
            LIMIT @most)
        """);

    static readonly Sql DeleteDeleted = new("""
        DELETE FROM webhooks
        WHERE id IN (
            SELECT w.id
            FROM webhooks w
            WHERE w.deleted_at IS NOT NULL
              AND NOT EXISTS (SELECT 1 FROM webhook_deliveries d WHERE d.webhook_id = w.id)
            LIMIT @most)
        """);
}
