using Kalends.Accounts;
using Kalends.Platform.Calls;
using Kalends.Providers;

namespace Kalends.Web;

/// <summary>The access to the pages, as lines of the access table.</summary>
static class WebAccess
{
    /// <summary>Keeping the clients of a practice; clients see themselves elsewhere.</summary>
    public static readonly Access KeepClients = ProvidersAccess.KeepClients with { Client = Scope.None };

    /// <summary>Keeping API keys of one's own, and of service accounts.</summary>
    public static readonly Access KeepApiKeys = AccountsAccess.ManageApiKeys with { Client = Scope.None };

    /// <summary>Opening the console, each of whose pages has a line of its own.</summary>
    public static readonly Access OpenConsole = new(
        Provider: Scope.Own, Manager: Scope.Organisation, Accountant: Scope.All);
}
