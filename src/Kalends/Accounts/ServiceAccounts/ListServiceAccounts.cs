using Kalends.Platform.Calls;
using Kalends.Platform.Paging;

namespace Kalends.Accounts.ServiceAccounts;

/// <summary>Lists the service accounts that the caller keeps, by name, disabled ones included.</summary>
static class ListServiceAccounts
{
    public static Task<Page<ServiceAccount>> Run(NoInput input, PageRequest page, Call call) => call.Read(session =>
        new ListQuery<ServiceAccount>(
            ByName, ServiceAccount.Read, ServiceAccount.Columns, "users", ServiceAccount.Keeper(call))
            .Where(ServiceAccount.Kept)
            .Page(session, page));

    static readonly Keyset<ServiceAccount> ByName =
        new("name", new Key<ServiceAccount>("username_key", account => User.Normalised(account.Name)));
}
