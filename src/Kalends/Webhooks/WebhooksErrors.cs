namespace Kalends.Webhooks;

/// <summary>The refusals of webhooks.</summary>
static class WebhooksErrors
{
    public static readonly Refusal NoSuchWebhook = Refusal.NotFound("webhook");
    public static readonly Refusal NoSuchDelivery = Refusal.NotFound("delivery");

    public static readonly Refusal NotYourOrganisation =
        Refusal.Forbidden("Only its managers may subscribe for an organisation.");

    public static readonly Refusal TooManyWebhooks = Refusal.Conflict(
        "too_many_webhooks", "An organisation or a user has at most {max} webhooks.");

    public static readonly Refusal NotEnabled = Refusal.Conflict(
        "webhook_not_enabled", "The webhook is not enabled. Enable it first.");

    public static readonly Refusal DeliveryWaits = Refusal.Conflict(
        "delivery_waits", "The delivery is waiting for its next attempt already.");

    public static readonly Refusal TooManyWaiting = Refusal.Conflict(
        "too_many_waiting", "At most {max} deliveries of a webhook wait at the same time.");

    /// <summary>A replay begins at a position or at a time.</summary>
    public const string OneStart = "one_start";
}
