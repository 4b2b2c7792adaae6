using Kalends.Accounts.Public;
using Kalends.Webhooks.Deliveries;
using Kalends.Webhooks.Subscriptions;

namespace Kalends.Web.Languages;

/// <summary>How a language names roles and the states of webhooks.</summary>
sealed partial record Texts
{
    public string Role(Role role) => role switch
    {
        Accounts.Public.Role.Client => Settings.RoleClient,
        Accounts.Public.Role.Provider => Settings.RoleProvider,
        Accounts.Public.Role.Manager => Settings.RoleManager,
        Accounts.Public.Role.Accountant => Settings.RoleAccountant,
        Accounts.Public.Role.Admin => Settings.RoleAdmin,
    };

    public string State(WebhookState state) => state switch
    {
        WebhookState.Enabled => Settings.Enabled,
        WebhookState.Disabled or WebhookState.Paused => Settings.Paused,
        WebhookState.Gone => Settings.Gone,
    };

    public string State(DeliveryState state) => state switch
    {
        DeliveryState.Waiting => Settings.DeliveryWaiting,
        DeliveryState.Delivered => Settings.Delivered,
        DeliveryState.Failed => Settings.Failed,
        DeliveryState.Withheld => Settings.Withheld,
    };
}
