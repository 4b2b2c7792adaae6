using Kalends.Platform.Calls;
using Kalends.Web.Frame;

namespace Kalends.Web.SignIn;

/// <summary>Shows the form to sign in.</summary>
static class ShowSignIn
{
    /// <param name="ReturnTo">The page to return to.</param>
    public sealed record Input([Text(0, 1000)] string? ReturnTo = null);

    public static Task<Shown> Run(Input input, Visit visit)
    {
        var path = ReturnPath.Of(input.ReturnTo, otherwise: "/book");
        return Task.FromResult(visit.IsSignedIn
            ? Shown.Elsewhere(path)
            : Show(new SignInView.Seen(path, Username: null, Why: null), visit));
    }

    public static Shown Show(SignInView.Seen seen, Visit visit) =>
        Shown.As<SignInView, SignInView.Seen>(visit.Texts.SignIn, seen);
}
