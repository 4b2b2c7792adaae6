using Kalends.Web.Frame;

namespace Kalends.Web.MailLinks;

/// <summary>A question with one button, since programs that check mail follow its links.</summary>
partial class AskView
{
    /// <param name="Title">What is asked, in a few words.</param>
    /// <param name="About">What the button does.</param>
    /// <param name="Button">The text of the button.</param>
    /// <param name="Why">Why it was refused.</param>
    public sealed record Seen(string Title, string About, string Button, string? Why);

    internal static Task<Shown> Show(string title, string about, string button, Visit visit, Refused? why) =>
        Task.FromResult(Frame.Shown.As<AskView, Seen>(
            title, new(title, about, button, why is null ? null : visit.Texts.Sentence(why))));
}
