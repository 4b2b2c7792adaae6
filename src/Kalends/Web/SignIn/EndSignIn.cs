using Kalends.Accounts.SigningIn;
using Kalends.Platform.Calls;
using Kalends.Web.Frame;

namespace Kalends.Web.SignIn;

/// <summary>Ends the sign-in of the browser.</summary>
static class EndSignIn
{
    public static async Task<Shown> Run(NoInput input, Visit visit)
    {
        if (visit is { IsSignedIn: true, Cookies.Session: { } secret })
            await BrowserSignIns.End(secret, visit.Call);
        visit.Cookies.SignOut();
        return Shown.Elsewhere("/");
    }
}
