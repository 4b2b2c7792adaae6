using Kalends.Messages.Links;
using Kalends.Messages.Passwords;
using Kalends.Platform.Calls;
using Kalends.Web.Frame;

namespace Kalends.Web.MailLinks;

/// <summary>Sets a new password by the link that was sent to somebody who forgot theirs.</summary>
static class SetNewPassword
{
    /// <param name="Token">The token of the link.</param>
    public sealed record Page([Text(1, MessageCode.Max, Secret = true)] string Token);

    /// <param name="Token">The token of the link.</param>
    /// <param name="NewPassword">The new password.</param>
    public sealed record Input(
        [Text(1, MessageCode.Max, Secret = true)] string Token, [Text(8, 200, Secret = true)] string NewPassword);

    public static Task<Shown> Ask(Page page, Visit visit) => Show(visit, why: null);

    public static Task<Shown> Again(Page page, Refused refused, Visit visit) => Show(visit, refused);

    public static async Task<Shown> Run(Input input, Visit visit)
    {
        await ResetForgottenPassword.Run(new(input.Token, input.NewPassword), visit.Call);
        return ShowDone.Elsewhere(ShowDone.Act.PasswordSet);
    }

    static Task<Shown> Show(Visit visit, Refused? why) => Task.FromResult(
        Shown.As<NewPasswordView, NewPasswordView.Seen>(visit.Texts.NewPasswordTitle, new(
            why is null ? null : visit.Texts.Sentence(why), FieldFault.Of(why, visit.Texts))));
}
