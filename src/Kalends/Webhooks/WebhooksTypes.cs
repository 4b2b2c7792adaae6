using Kalends.Events.Public;
using Kalends.GraphQL.Types;
using Kalends.Platform.GraphQL;
using Kalends.Webhooks.Deliveries;
using Kalends.Webhooks.Subscriptions;

namespace Kalends.Webhooks;

/// <summary>The schema types of webhooks, their deliveries and attempts.</summary>
static class WebhooksTypes
{
    public static ObjectBuilder<Webhook> Webhook(Graph graph)
    {
        var filter = graph.Schema.Object<EventFilter>("WebhookFilter", Docs.Of(typeof(EventFilter)))
            .StringOrNull("component", one => one.Component)
            .StringOrNull("actor", one => one.Actor)
            .Field("providerId", Scalars.IdFromLong.OrNull(), one => one.ProviderId)
            .StringOrNull("email", one => one.Email)
            .StringOrNull("environment", one => one.Environment)
            .StringOrNull("words", one => one.Words)
            .StringOrNull("contains", one => one.Contains);
        return graph.Schema.Object<Webhook>("Webhook", Docs.Of(typeof(Webhook)))
            .Id("webhookId", webhook => webhook.Id)
            .Field("organisationId", Scalars.IdFromLong.OrNull(), webhook => webhook.OrganisationId)
            .StringOrNull("userId", webhook => webhook.UserId)
            .String("url", webhook => webhook.Url)
            .StringOrNull("description", webhook => webhook.Description)
            .Field("kinds", Scalars.String.List(), webhook => webhook.Kinds)
            .Field("subjects", Scalars.String.List(), webhook => webhook.Subjects)
            .Field("filter", filter, webhook => webhook.Filter)
            .Field("payload", graph.Words<WebhookPayload>(), webhook => webhook.Payload)
            .Field("state", graph.Words<WebhookState>(), webhook => webhook.State)
            .Field("createdAt", graph.DateTime, webhook => webhook.CreatedAt)
            .Field("updatedAt", graph.DateTime, webhook => webhook.UpdatedAt)
            .String("version", webhook => webhook.Tag.ToString())
            .Describe("version", "The ETag of the webhook, for ifMatch.")
            .String("position", webhook => webhook.Position)
            .Field("waiting", graph.Long, webhook => webhook.Waiting)
            .Field("succeededAt", graph.DateTime.OrNull(), webhook => webhook.SucceededAt)
            .Field("failingSince", graph.DateTime.OrNull(), webhook => webhook.FailingSince)
            .Field("waitsUntil", graph.DateTime.OrNull(), webhook => webhook.WaitsUntil)
            .StringOrNull("missedUpTo", webhook => webhook.MissedUpTo);
    }

    public static ObjectBuilder<WebhookDelivery> WebhookDelivery(Graph graph) => graph.Schema
        .Object<WebhookDelivery>("WebhookDelivery", Docs.Of(typeof(WebhookDelivery)))
        .Id("deliveryId", delivery => delivery.Id)
        .Field("webhookId", Scalars.IdFromLong, delivery => delivery.WebhookId)
        .String("messageId", delivery => delivery.MessageId)
        .String("eventId", delivery => delivery.EventId)
        .StringOrNull("kind", delivery => delivery.Kind)
        .StringOrNull("subject", delivery => delivery.Subject)
        .Field("createdAt", graph.DateTime, delivery => delivery.CreatedAt)
        .Field("state", graph.Words<DeliveryState>(), delivery => delivery.State)
        .Field("attempts", graph.Long, delivery => delivery.Attempts)
        .Field("failingSince", graph.DateTime.OrNull(), delivery => delivery.FailingSince)
        .Field("nextAttemptAt", graph.DateTime.OrNull(), delivery => delivery.NextAttemptAt)
        .Field("finishedAt", graph.DateTime.OrNull(), delivery => delivery.FinishedAt);

    public static ObjectBuilder<WebhookAttempt> WebhookAttempt(Graph graph) => graph.Schema
        .Object<WebhookAttempt>("WebhookAttempt", Docs.Of(typeof(WebhookAttempt)))
        .Id("attemptId", attempt => attempt.Id)
        .Field("attemptedAt", graph.DateTime, attempt => attempt.AttemptedAt)
        .Field("durationMs", graph.Long, attempt => attempt.DurationMs)
        .Field("problem", graph.Words<AttemptProblem>().OrNull(), attempt => attempt.Problem)
        .Field("httpStatus", Scalars.Int.OrNull(), attempt => attempt.HttpStatus)
        .StringOrNull("answer", attempt => attempt.Answer);
}
