using Kalends.Accounts.ApiKeys;
using Kalends.Accounts.Organisations;
using Kalends.Accounts.ServiceAccounts;
using Kalends.Accounts.Users;
using Kalends.Platform.Calls;
using Kalends.Platform.Http;
using Kalends.Platform.Telemetry;
using Kalends.Web.Console.Settings;
using Kalends.Web.Console.Settings.ApiKeys;
using Kalends.Web.Console.Settings.Health;
using Kalends.Web.Console.Settings.Organisations;
using Kalends.Web.Console.Settings.Publication;
using Kalends.Web.Console.Settings.ServiceAccounts;
using Kalends.Web.Console.Settings.Users;
using Kalends.Web.Console.Settings.Webhooks;
using Kalends.Web.Frame;
using Kalends.Webhooks.Deliveries;
using Kalends.Webhooks.Subscriptions;
using static Kalends.Accounts.AccountsAccess;
using static Kalends.Platform.Calls.Access;
using static Kalends.Providers.ProvidersAccess;
using static Kalends.Webhooks.WebhooksAccess;

namespace Kalends.Web;

static partial class WebModule
{
    static void MapSettings(IEndpointRouteBuilder endpoints, Pages pages)
    {
        T Use<T>() where T : class => endpoints.ServiceProvider.GetRequiredService<T>();

        pages.Show<NoInput>("/console/settings", ShowSettings.Run, WebAccess.OpenConsole);
        var health = new ShowHealth(new Health(Use<Drain>()), endpoints.ServiceProvider.GetServices<SampledGauge>());
        pages.Show<NoInput>("/console/settings/health", health.Run, AdminOnly, isHeavy: true);

        const string users = "/console/settings/users";
        pages.Show<ShowUsers.Input>(users, ShowUsers.Run, AdminOnly);
        pages.Send<CreateUser.Input, ShowUsers.Input>(users, AddUser.Run, AdminOnly, ShowUsers.Again);
        pages.Show<ShowUser.Input>(users + "/{id}", ShowUser.Run, AdminOnly);
        pages.Send<ChangeUser.Input, ShowUser.Input>(
            users + "/{id}", new ChangeUser(Use<UpdateUser>()).Run, AdminOnly, ShowUser.Again);
        pages.Send<ShowUser.Input, ShowUser.Input>(
            users + "/{id}/disable", new SwitchUser(Use<DisableUser>()).Off, AdminOnly, ShowUser.Again);
        pages.Send<ShowUser.Input, ShowUser.Input>(users + "/{id}/enable", SwitchUser.On, AdminOnly, ShowUser.Again);
        pages.Send<MakeNewPassword.Input, ShowUser.Input>(
            users + "/{id}/password", new MakeNewPassword(Use<UpdateUser>()).Run, AdminOnly, ShowUser.Again);
        pages.Send<ShowUser.Input, ShowUser.Input>(
            users + "/{id}/delete", new RemoveUser(Use<DeleteUser>()).Run, AdminOnly, ShowUser.Again);

        const string organisations = "/console/settings/organisations";
        pages.Show<ShowOrganisations.Input>(organisations, ShowOrganisations.Run, AdminOnly);
        pages.Send<CreateOrganisation.Input, ShowOrganisations.Input>(
            organisations, AddOrganisation.Run, AdminOnly, ShowOrganisations.Again);

        MapPublication(pages);
        MapKeys(endpoints, pages);
        MapWebhooks(pages);
    }

    static void MapPublication(Pages pages)
    {
        const string publication = "/console/settings/publication";
        pages.Show<ShowPublication.Input>(publication, ShowPublication.Run, PublishProviders);
        pages.Send<SavePublication.Input, ShowPublication.Input>(
            publication, SavePublication.Run, PublishProviders, ShowPublication.Again);
        pages.Send<HideProvider.Input, ShowPublication.Input>(
            publication + "/{provider_id}/hide", HideProvider.Run, PublishProviders, ShowPublication.Again);
        pages.Send<HideProvider.Input, ShowPublication.Input>(
            publication + "/{provider_id}/follow", HideProvider.Undo, PublishProviders, ShowPublication.Again);
    }

    static void MapKeys(IEndpointRouteBuilder endpoints, Pages pages)
    {
        T Use<T>() where T : class => endpoints.ServiceProvider.GetRequiredService<T>();

        const string accounts = "/console/settings/service-accounts";
        pages.Show<ShowServiceAccounts.Input>(accounts, ShowServiceAccounts.Run, ReadServiceAccounts);
        pages.Send<CreateServiceAccount.Input, ShowServiceAccounts.Input>(
            accounts, AddServiceAccount.Run, KeepServiceAccounts, ShowServiceAccounts.Again);
        pages.Send<DisableServiceAccount.Input, ShowServiceAccounts.Input>(
            accounts + "/{id}/disable", new EndServiceAccount(Use<DisableServiceAccount>()).Run, KeepServiceAccounts,
            ShowServiceAccounts.Again);

        const string keys = "/console/settings/api-keys";
        var list = new ShowApiKeys(Use<KeyScopes>());
        pages.Show<ShowApiKeys.Input>(keys, list.Run, WebAccess.KeepApiKeys);
        pages.Send<MakeApiKey.Input, ShowApiKeys.Input>(
            keys, new MakeApiKey(Use<CreateApiKey>()).Run, WebAccess.KeepApiKeys, list.Again);
        pages.Show<ShowApiKey.Input>(keys + "/{id}", ShowApiKey.Run, WebAccess.KeepApiKeys);
        pages.Send<RotateApiKey.Input, ShowApiKey.Input>(
            keys + "/{id}/rotate", new RenewApiKey(Use<RotateApiKey>()).Run, WebAccess.KeepApiKeys, ShowApiKey.Again);
        pages.Send<ShowApiKey.Input, ShowApiKey.Input>(
            keys + "/{id}/revoke", new EndApiKey(Use<RevokeApiKey>()).Run, WebAccess.KeepApiKeys, ShowApiKey.Again);
    }

    static void MapWebhooks(Pages pages)
    {
        const string webhooks = "/console/settings/webhooks";
        pages.Show<ShowWebhooks.Input>(webhooks, ShowWebhooks.Run, Subscribe);
        pages.Send<AddWebhook.Input, ShowWebhooks.Input>(webhooks, AddWebhook.Run, Subscribe, ShowWebhooks.Again);
        pages.Show<ShowWebhook.Input>(webhooks + "/{id}", ShowWebhook.Run, Subscribe);

        void Send(string act, Func<ReadWebhook.Input, Visit, Task<Shown>> run) =>
            pages.Send<ReadWebhook.Input, ShowWebhook.Input>(
                $"{webhooks}/{{id}}/{act}", run, Subscribe, ShowWebhook.Again);
        Send("test", TryWebhook.Run);
        Send("pause", SwitchWebhook.Off);
        Send("resume", SwitchWebhook.On);
        Send("secret", RenewWebhookSecret.Run);
        Send("delete", RemoveWebhook.Run);

        const string delivery = webhooks + "/{webhook_id}/deliveries/{delivery_id}";
        pages.Show<ReadDelivery.Input>(delivery, ShowDelivery.Run, Subscribe);
        pages.Send<ReadDelivery.Input, ReadDelivery.Input>(
            delivery + "/redeliver", SendAgain.Run, Subscribe, ShowDelivery.Again);
    }
}
