using Kalends.Messages.Contacts;
using Kalends.Messages.Links;
using Kalends.Platform.Calls;
using Kalends.Web.Frame;

namespace Kalends.Web.MailLinks;

/// <summary>Ends messages of a kind by the link in one of them.</summary>
static class EndMessages
{
    /// <param name="Token">The token of the link.</param>
    public sealed record Input([Text(1, MessageCode.Max, Secret = true)] string Token);

    public static Task<Shown> Ask(Input input, Visit visit) => Show(visit, why: null);

    public static Task<Shown> Again(Input input, Refused refused, Visit visit) => Show(visit, refused);

    public static async Task<Shown> Run(Input input, Visit visit)
    {
        await Unsubscribe.Run(new(input.Token), visit.Call);
        return ShowDone.Elsewhere(ShowDone.Act.Unsubscribed);
    }

    static Task<Shown> Show(Visit visit, Refused? why) => AskView.Show(
        visit.Texts.UnsubscribeTitle, visit.Texts.UnsubscribeAbout, visit.Texts.UnsubscribeNow, visit, why);
}
