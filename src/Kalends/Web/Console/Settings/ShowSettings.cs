using Kalends.Accounts;
using Kalends.Platform.Calls;
using Kalends.Providers;
using Kalends.Web.Frame;
using Kalends.Webhooks;

namespace Kalends.Web.Console.Settings;

/// <summary>Shows the settings that the visitor may see.</summary>
static class ShowSettings
{
    public static Task<Shown> Run(NoInput input, Visit visit)
    {
        var texts = visit.Texts.Settings;
        var all = (IReadOnlyList<(string Path, string Name, Access Access)>)
        [
            ("/console/settings/users", texts.Users, Access.AdminOnly),
            ("/console/settings/organisations", texts.Organisations, Access.AdminOnly),
            ("/console/settings/publication", texts.Publication, ProvidersAccess.PublishProviders),
            ("/console/settings/service-accounts", texts.ServiceAccounts, AccountsAccess.ReadServiceAccounts),
            ("/console/settings/api-keys", texts.ApiKeys, WebAccess.KeepApiKeys),
            ("/console/settings/webhooks", texts.Webhooks, WebhooksAccess.Subscribe),
            ("/console/settings/health", texts.Health, Access.AdminOnly),
        ];
        return Task.FromResult(Sheet.Page(visit, new Sheet.Seen(visit.Texts.Console.Settings)
        {
            Links = [.. all.Where(one => visit.May(one.Access))
                .Select(one => new RowTable.Cell(one.Name, one.Path))],
        }));
    }
}
