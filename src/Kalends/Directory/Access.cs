using Kalends.Platform.Calls;

namespace Kalends.Directory;

/// <summary>Who may do what with reviews: lines of the access table.</summary>
static class DirectoryAccess
{
    /// <summary>Reviewing providers who are not one's own, and taking that back.</summary>
    public static readonly Access WriteReviews = new(Client: Scope.Own, Provider: Scope.Own);

    /// <summary>Replying for a provider: whoever entered one owns it, whatever their role.</summary>
    public static readonly Access ReplyToReviews = new(
        Client: Scope.Own, Provider: Scope.Own, Manager: Scope.Organisation);

    public static readonly Access Moderate = new(Manager: Scope.Organisation);
}
