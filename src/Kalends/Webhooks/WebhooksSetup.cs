using Kalends.Accounts.Public;
using Kalends.Platform.Jobs;
using Kalends.Platform.Storage;
using Kalends.Webhooks.Sending;
using Kalends.Webhooks.Subscriptions;

namespace Kalends.Webhooks;

/// <summary>Prepares webhooks before the first request.</summary>
static class WebhooksSetup
{
    public static void Add(IServiceCollection services, Settings settings)
    {
        settings.Add<WebhooksSettings>();
        services.AddSingleton(new UserReference("webhooks", FindWebhookOf));
        services.AddSingleton(WebhooksPersonalData.All);
        services.AddSingleton(WebhooksPersonalData.Erasure);
    }

    public static void Work(IServiceCollection services, Settings settings)
    {
        foreach (var message in DescribedMessages.All)
            services.AddSingleton(message);
        services.AddSingleton<Receivers>();
        services.AddHostedService<WebhookDispatcher>();
        services.AddSingleton(new RecurringJob(21, TimeSpan.FromHours(1), PurgeDeliveries.Run));
    }

    static readonly Sql FindWebhookOf = new("SELECT id AS n FROM webhooks WHERE user_id = @user LIMIT 1");
}
