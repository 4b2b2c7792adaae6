using Kalends.Platform.Calls;

namespace Kalends.Web;

/// <summary>The access to the pages, as lines of the access table.</summary>
static class WebAccess
{
    /// <summary>Looking for providers and for their free times.</summary>
    public static Access LookAround(WebSettings settings) => settings.OpenToAll ? Access.Anyone : Access.SignedIn;
}
