using Kalends.Platform.Calls;

namespace Kalends.Webhooks.Deliveries;

/// <summary>
/// Queues a delivery of the kind <c>webhook.test</c>, which belongs to no event, to see whether the receiver accepts
/// it.
/// </summary>
static class TestWebhook
{
    /// <param name="Id">The id of the webhook.</param>
    public sealed record Input([Id] long Id);

    public static Task<Answer<WebhookDelivery>> Run(Input input, Call call)
    {
        var eventId = TimedId.New(call.Now);
        return call.Write(async session =>
        {
            var known = await RedeliverEvent.FindWithRoom(session, call, input.Id);
            var id = await Queue.AddTest(session, known.Id, known.Subject, eventId, call.Now);
            await Queue.Wake(session, known.Id, 1, call.Now);
            return await ReadDelivery.Find(session, known.Id, id);
        });
    }
}
