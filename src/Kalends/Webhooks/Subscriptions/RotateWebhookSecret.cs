using Kalends.Events.Public;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Webhooks.Subscriptions;

/// <summary>
/// Makes a new secret of a webhook. The earlier one signs too for a day, or ends at once; one before that ends now.
/// </summary>
static class RotateWebhookSecret
{
    /// <param name="Id">The id of the webhook.</param>
    /// <param name="EndsEarlier">Whether the earlier secret ends at once, because others know it.</param>
    public sealed record Input([Id] long Id, bool EndsEarlier = false);

    public static Task<Answer<CreateWebhook.Made>> Run(Input input, Call call)
    {
        var secret = SecretBox.New();
        var keys = call.Settings<SecretsSettings>().Keys();
        var hours = input.EndsEarlier ? 0 : call.Settings<WebhooksSettings>().OldSecretHours;
        return call.Write(async session =>
        {
            var (known, _) = await WebhookStore.FindToChange(session, call, input.Id);
            await session.Enqueue(Store, ("id", known.Id), ("keeps", hours > 0), ("now", call.Now),
                ("until", call.Now + TimeSpan.FromHours(hours)), ("secret", SecretBox.Write(secret, keys)));
            await EventLog.Append(session, call, known.Event("secret_rotated"));
            return new CreateWebhook.Made(await WebhookStore.Load(session, known.Id), secret);
        });
    }

    static readonly Sql Store = new("""
        UPDATE webhooks
        SET old_secret = CASE WHEN @keeps THEN secret END,
            old_secret_until = CASE WHEN @keeps THEN CAST(@until AS BIGINT) END,
            secret = @secret, updated_at = @now, version = version + 1
        WHERE id = @id
        """);
}
