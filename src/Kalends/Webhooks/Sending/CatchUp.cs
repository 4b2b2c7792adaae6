using Kalends.Events.Public;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Webhooks.Deliveries;
using Kalends.Webhooks.Subscriptions;

namespace Kalends.Webhooks.Sending;

/// <summary>
/// Queues earlier events for a webhook that does not follow the log: one that was stopped, that is replayed, or that
/// had too many deliveries waiting.
/// </summary>
static class CatchUp
{
    const int EventsAtOnce = 200;

    /// <summary>
    /// Queues the next events of a webhook; where these reach the number up to which the log was read for all, the
    /// webhook follows the log again.
    /// </summary>
    public static async Task Run(Call call, Claim claim, Target target)
    {
        var limit = (int)Math.Min(EventsAtOnce, WebhookDelivery.WaitingMax - target.Waiting);
        var (found, settled, removed) = await call.Read(async session =>
        {
            var end = Math.Max((await Progress.Find(session))!.Position, target.Position);
            var events = await target.Subscription.Search(session, call, target.Position, end, limit);
            // What is removed while it is read may be missing, so this is asked afterwards.
            return (events, end, await EventReader.RemovedTo(session));
        });
        await call.Write(async session =>
        {
            // The progress is locked before the webhook, and only at the end, since nothing is queued meanwhile.
            var live = found.UpTo < settled
                ? 0
                : WebhookStore.IsLive(WebhookState.Enabled, found.UpTo, await Progress.Change(session));
            if (await session.Run(Move, ("id", claim.WebhookId), ("lease", claim.Lease), ("from", target.Position),
                ("to", found.UpTo), ("live", live)) == 0)
                return false;
            if (Math.Min(removed, found.UpTo) is var missed && missed > target.Position)
                await WebhookStore.TellMissed(session, call, claim.WebhookId, target.Position, missed);
            foreach (var happened in found.Events)
                await Queue.AddAgain(session, claim.WebhookId, happened, call.Now);
            await Queue.Wake(session, claim.WebhookId, found.Events.Count, call.Now);
            return true;
        });
    }

    // What was changed meanwhile has another place, or is not enabled.
    static readonly Sql Move = new("""
        UPDATE webhooks
        SET position = @to, live = @live
        WHERE id = @id AND lease = @lease AND position = @from AND live = 0 AND state = 'enabled'
          AND deleted_at IS NULL
        """);
}
