using Kalends.Events.Public;
using Kalends.Platform.Calls;
using Kalends.Webhooks.Subscriptions;

namespace Kalends.Webhooks.Deliveries;

/// <summary>
/// Sends a webhook all its events from a place in the log on once more, in the order of the log, each with the
/// <c>webhook-id</c> that it had. Deliveries that wait keep their place.
/// </summary>
static class ReplayEvents
{
    /// <param name="Id">The id of the webhook.</param>
    /// <param name="After">The <c>position</c> or the <c>id</c> of the event after which the replay begins.</param>
    /// <param name="From">The time of the first event, if no position is given.</param>
    public sealed record Input([Id] long Id, [Text(1, 500)] string? After = null, Instant? From = null);

    public static async Task<Answer<Webhook>> Run(Input input, Call call)
    {
        if (input.After is null == input.From is null)
            throw Refused.Invalid("/after", WebhooksErrors.OneStart, "Either after or from is given.");
        EventReader.RefuseKey(call);
        // Who keeps the webhook is checked before anything is told of the log.
        await call.Read(session => WebhookStore.Find(session, call, input.Id));
        var settled = await EventLog.ReadSettled(call);
        var number = input.After is { } position
            ? await EventReader.NumberOf(position, call, "after")
            : await call.Read(session => EventReader.NumberBefore(session, call, input.From!.Value, settled));

        return await call.Write(async session =>
        {
            var (known, progress) = await WebhookStore.FindToChange(session, call, input.Id);
            if (known.State != WebhookState.Enabled)
                throw WebhooksErrors.NotEnabled.Refused();
            var moved = await WebhookStore.MoveTo(session, call, known, Math.Min(number, known.Number), progress);
            await EventLog.Append(session, call, moved.Event("replayed").With(new { After = moved.Position }));
            return moved;
        });
    }
}
