using Kalends.Platform.Calls;

namespace Kalends.Providers;

/// <summary>The access to providers and clients: lines of the access table.</summary>
static class ProvidersAccess
{
    public static readonly Access EnterOrChangeProviders = new(
        Client: Scope.Own, Provider: Scope.Own, Manager: Scope.Organisation);

    public static readonly Access KeepClients = new(
        Client: Scope.Own, Provider: Scope.Own, Manager: Scope.Organisation);

    /// <summary>The permission to open the providers of an organisation to people without an account.</summary>
    public static readonly Access PublishProviders = new(Manager: Scope.Organisation);

    /// <summary>The permission to see who has read the record of a client.</summary>
    public static readonly Access SeeReads = new(Client: Scope.Own, Manager: Scope.Organisation);

    /// <summary>
    /// The permission to export and to erase everything that is held about a person, also what only other modules show.
    /// So no key has the scope for it.
    /// </summary>
    public static readonly Access KeepPersons = Access.AdminOnly with { Keys = KeyUse.Never };

    /// <summary>The same for the export of the caller.</summary>
    public static readonly Access ExportOwn = Access.InPerson;
}
