using Kalends.Platform.Calls;
using Kalends.Scheduling.Services;
using Kalends.Web.Frame;

namespace Kalends.Web.Console.Offers;

/// <summary>Shows a service with the form that changes it.</summary>
static class ShowService
{
    /// <param name="Id">The id of the service.</param>
    public sealed record Input([Id] long Id);

    public static Task<Shown> Run(Input input, Visit visit) => Show(input, visit, why: null);

    public static Task<Shown> Again(Input input, Refused refused, Visit visit) => Show(input, visit, refused);

    static async Task<Shown> Show(Input input, Visit visit, Refused? why)
    {
        var texts = visit.Texts;
        var known = await ReadService.Run(new(input.Id), visit.Call);
        var path = $"{ShowServices.Path}/{known.Id}";
        IReadOnlyList<(string, string)> tag = [("if_match", known.Tag.ToString())];
        return ConsolePage.Of<ServiceView, ServiceView.Seen>(visit, known.Name, new(
            known.Name, why is null ? null : texts.Sentence(why),
            new ActForm.Seen(path, texts.Console.Save)
            {
                About = texts.Offers.SaveAbout,
                Hidden = tag,
                Fields = ServiceFields.Of(known, why, texts),
            },
            known.Active
                ? new ActForm.Seen($"{path}/pause", texts.Offers.Pause)
                {
                    About = texts.Offers.PauseAbout,
                    Hidden = tag,
                }
                : new ActForm.Seen($"{path}/resume", texts.Offers.Resume) { Hidden = tag },
            [.. known.Questions.Select(question => question.Label)]));
    }
}
