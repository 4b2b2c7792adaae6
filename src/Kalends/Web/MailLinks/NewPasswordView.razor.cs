using Kalends.Web.Frame;

namespace Kalends.Web.MailLinks;

/// <summary>The form with the new password.</summary>
partial class NewPasswordView
{
    /// <param name="Why">Why it was refused.</param>
    /// <param name="Faults">What is wrong with the password.</param>
    public sealed record Seen(string? Why, IReadOnlyList<FieldFault.Seen> Faults);
}
