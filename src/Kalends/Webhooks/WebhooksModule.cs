using Kalends.GraphQL.Types;
using Kalends.Platform.GraphQL;
using Kalends.Platform.Http;
using Kalends.Webhooks.Deliveries;
using Kalends.Webhooks.Subscriptions;
using static Kalends.Webhooks.WebhooksAccess;

namespace Kalends.Webhooks;

/// <summary>
/// Webhooks: events that are sent to other systems as they happen, signed as Standard Webhooks has it, in the order of
/// the log for each subject, each at least once.
/// </summary>
static class WebhooksModule
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var v1 = Routes.Canonical(endpoints, "Webhooks", typeof(WebhooksModule));
        v1.Create<CreateWebhook.Input, CreateWebhook.Made>("/webhooks", CreateWebhook.Run, Subscribe);
        v1.List<ListWebhooks.Input, Webhook>("/webhooks", ListWebhooks.Run, Subscribe);
        v1.Get<ReadWebhook.Input, Webhook>("/webhooks/{id}", ReadWebhook.Run, Subscribe);
        v1.Put<ReplaceWebhook.Input, Webhook>("/webhooks/{id}", ReplaceWebhook.Run, Subscribe);
        v1.Patch<PatchWebhook.Input, Webhook>("/webhooks/{id}", PatchWebhook.Run, Subscribe);
        v1.Delete<DeleteWebhook.Input, Webhook>("/webhooks/{id}", DeleteWebhook.Run, Subscribe);
        v1.Act<RotateWebhookSecret.Input, CreateWebhook.Made>(
            "/webhooks/{id}/secret", RotateWebhookSecret.Run, Subscribe);

        const string deliveries = "/webhooks/{webhook_id}/deliveries";
        v1.Act<TestWebhook.Input, WebhookDelivery>("/webhooks/{id}/test", TestWebhook.Run, Subscribe);
        v1.Act<ReplayEvents.Input, Webhook>("/webhooks/{id}/replay", ReplayEvents.Run, Subscribe);
        v1.List<ListDeliveries.Input, WebhookDelivery>(deliveries, ListDeliveries.Run, Subscribe);
        v1.Get<ReadDelivery.Input, WebhookDelivery>(deliveries + "/{delivery_id}", ReadDelivery.Run, Subscribe);
        v1.List<ListAttempts.Input, WebhookAttempt>(
            deliveries + "/{delivery_id}/attempts", ListAttempts.Run, Subscribe);
        v1.Act<RedeliverEvent.Input, WebhookDelivery>(
            deliveries + "/{delivery_id}/redeliver", RedeliverEvent.Run, Subscribe);
    }

    public static void Map(Graph graph)
    {
        var webhook = WebhooksTypes.Webhook(graph);
        graph.Connection<ListWebhooks.Input, Webhook>("webhooks", webhook, ListWebhooks.Run, Subscribe);
        graph.Query<ReadWebhook.Input, Webhook>("webhook", webhook, ReadWebhook.Run, Subscribe);
        graph.Mutation<CreateWebhook.Input, CreateWebhook.Made>(
            "createWebhook", CreateWebhook.Run, Subscribe,
            answer: payload => payload.Field("webhook", webhook, given => given.Answer.Webhook)
                .String("secret", given => given.Answer.Secret));
        graph.Mutation<ReplaceWebhook.Input, Webhook>("replaceWebhook", webhook, ReplaceWebhook.Run, Subscribe);
        graph.Mutation<PatchWebhook.Input, Webhook>("patchWebhook", webhook, PatchWebhook.Run, Subscribe);
        graph.Mutation<DeleteWebhook.Input, Webhook>("deleteWebhook", webhook, DeleteWebhook.Run, Subscribe);
        graph.Mutation<RotateWebhookSecret.Input, CreateWebhook.Made>(
            "rotateWebhookSecret", RotateWebhookSecret.Run, Subscribe, of: "Webhook",
            answer: payload => payload.Field("webhook", webhook, given => given.Answer.Webhook)
                .String("secret", given => given.Answer.Secret));

        var delivery = WebhooksTypes.WebhookDelivery(graph);
        graph.Connection<ListDeliveries.Input, WebhookDelivery>(
            "webhookDeliveries", delivery, ListDeliveries.Run, Subscribe);
        graph.Query<ReadDelivery.Input, WebhookDelivery>("webhookDelivery", delivery, ReadDelivery.Run, Subscribe);
        graph.Connection<ListAttempts.Input, WebhookAttempt>(
            "webhookAttempts", WebhooksTypes.WebhookAttempt(graph), ListAttempts.Run, Subscribe);
        graph.Mutation<TestWebhook.Input, WebhookDelivery>(
            "testWebhook", delivery, TestWebhook.Run, Subscribe, of: "Webhook");
        graph.Mutation<ReplayEvents.Input, Webhook>("replayEvents", webhook, ReplayEvents.Run, Subscribe);
        graph.Mutation<RedeliverEvent.Input, WebhookDelivery>(
            "redeliverEvent", delivery, RedeliverEvent.Run, Subscribe);
    }
}
