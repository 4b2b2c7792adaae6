namespace Kalends.Web.SignIn;

/// <summary>The form to sign in.</summary>
partial class SignInView
{
    /// <param name="ReturnTo">The page to return to.</param>
    /// <param name="Username">The name that was typed.</param>
    /// <param name="Why">Why it was refused.</param>
    public sealed record Seen(string ReturnTo, string? Username, string? Why);
}
