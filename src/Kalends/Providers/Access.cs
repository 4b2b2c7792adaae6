using Kalends.Platform.Calls;

namespace Kalends.Providers;

/// <summary>The access to providers and clients: lines of the access table.</summary>
static class ProvidersAccess
{
    public static readonly Access EnterOrChangeProviders = new(
        Client: Scope.Own, Provider: Scope.Own, Manager: Scope.Organisation);

    public static readonly Access KeepClients = new(
        Client: Scope.Own, Provider: Scope.Own, Manager: Scope.Organisation);

    /// <summary>The permission to see who has read the record of a client.</summary>
    public static readonly Access SeeReads = new(Client: Scope.Own, Manager: Scope.Organisation);
}
