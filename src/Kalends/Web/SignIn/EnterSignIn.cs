using Kalends.Accounts.SigningIn;
using Kalends.Platform.Calls;
using Kalends.Web.Frame;

namespace Kalends.Web.SignIn;

/// <summary>Signs a user in, and gives the browser the cookie of the sign-in.</summary>
sealed class EnterSignIn(BrowserSignIns signIns)
{
    /// <param name="Username">The name of the user.</param>
    /// <param name="Password">The password.</param>
    /// <param name="ReturnTo">The page to return to.</param>
    public sealed record Input(
        [Text(1, 200)] string Username, [Text(1, 200, Secret = true)] string Password,
        [Text(0, 1000)] string? ReturnTo = null);

    public async Task<Shown> Run(Input input, Visit visit)
    {
        var (secret, expiresAt) = await signIns.Begin(new(input.Username, input.Password), visit.Call);
        visit.Cookies.SignIn(secret, expiresAt);
        return Shown.Elsewhere(ReturnPath.Of(input.ReturnTo, otherwise: "/book"));
    }

    public static Task<Shown> Again(ShowSignIn.Input page, Refused refused, Visit visit) => Task.FromResult(
        ShowSignIn.Show(
            new SignInView.Seen(
                ReturnPath.Of(page.ReturnTo, otherwise: "/book"), visit.Typed("username"),
                visit.Texts.Sentence(refused)),
            visit));
}
