using Kalends.Messages.Contacts;
using Kalends.Messages.Links;
using Kalends.Platform.Calls;
using Kalends.Web.Frame;

namespace Kalends.Web.MailLinks;

/// <summary>Verifies an e-mail address by the link that was sent to it.</summary>
static class VerifyAddress
{
    /// <param name="Code">The code of the link.</param>
    public sealed record Input([Text(1, MessageCode.Max, Secret = true)] string Code);

    public static Task<Shown> Ask(Input input, Visit visit) => Show(visit, why: null);

    public static Task<Shown> Again(Input input, Refused refused, Visit visit) => Show(visit, refused);

    public static async Task<Shown> Run(Input input, Visit visit)
    {
        await VerifyContact.Run(new(input.Code), visit.Call);
        return ShowDone.Elsewhere(ShowDone.Act.Verified);
    }

    static Task<Shown> Show(Visit visit, Refused? why) => AskView.Show(
        visit.Texts.VerifyTitle, visit.Texts.VerifyAbout, visit.Texts.VerifyNow, visit, why);
}
