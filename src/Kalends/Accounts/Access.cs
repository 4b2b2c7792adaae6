using Kalends.Platform.Calls;

namespace Kalends.Accounts;

/// <summary>The access to API keys and service accounts: lines of the access table.</summary>
static class AccountsAccess
{
    /// <summary>
    /// Everybody keeps keys of their own. No key makes, changes or revokes keys, so that nobody prolongs the life of a
    /// stolen one.
    /// </summary>
    public static readonly Access ManageApiKeys = Access.InPerson;

    public static readonly Access ReadServiceAccounts = new(Manager: Scope.Organisation);

    public static readonly Access KeepServiceAccounts = ReadServiceAccounts with { Keys = KeyUse.Never };
}
