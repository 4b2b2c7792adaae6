using Kalends.Platform.Calls;

namespace Kalends.Directory;

/// <summary>The access to reviews: lines of the access table.</summary>
static class DirectoryAccess
{
    /// <summary>Writing reviews of other people's providers, and withdrawing them.</summary>
    public static readonly Access WriteReviews = new(Client: Scope.Own, Provider: Scope.Own);

    /// <summary>
    /// Replying for a provider. The caller may have any role, because whoever creates a provider owns it.
    /// </summary>
    public static readonly Access ReplyToReviews = new(
        Client: Scope.Own, Provider: Scope.Own, Manager: Scope.Organisation);

    public static readonly Access Moderate = new(Manager: Scope.Organisation);
}
