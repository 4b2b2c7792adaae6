using Kalends.Platform.Calls;

namespace Kalends.Providers;

/// <summary>Who may do what with the directory: lines of the access table.</summary>
static class ProvidersAccess
{
    public static readonly Access EnterOrChangeProviders = new(
        Client: Scope.Own, Provider: Scope.Own, Manager: Scope.Organisation);

    public static readonly Access KeepClients = new(
        Client: Scope.Own, Provider: Scope.Own, Manager: Scope.Organisation);

    /// <summary>Reviewing providers who are not one's own, and taking that back.</summary>
    public static readonly Access WriteReviews = new(Client: Scope.Own, Provider: Scope.Own);

    /// <summary>Replying for a provider: whoever entered one owns it, whatever their role.</summary>
    public static readonly Access ReplyToReviews = new(
        Client: Scope.Own, Provider: Scope.Own, Manager: Scope.Organisation);

    public static readonly Access Moderate = new(Manager: Scope.Organisation);
}
