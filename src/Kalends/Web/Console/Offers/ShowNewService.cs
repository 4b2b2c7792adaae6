using Kalends.Platform.Calls;
using Kalends.Scheduling.Agendas;
using Kalends.Web.Frame;

namespace Kalends.Web.Console.Offers;

/// <summary>Shows the form for a new service.</summary>
static class ShowNewService
{
    /// <param name="ProviderId">The provider with whom it can be booked.</param>
    public sealed record Input([Id] long ProviderId);

    public static Task<Shown> Run(Input input, Visit visit) => Show(input, visit, why: null);

    public static Task<Shown> Again(Input input, Refused refused, Visit visit) => Show(input, visit, refused);

    static async Task<Shown> Show(Input input, Visit visit, Refused? why)
    {
        var texts = visit.Texts;
        var calendar = await ListCalendars.Find(input.ProviderId, visit.Call);
        return ConsolePage.Of<ServiceView, ServiceView.Seen>(visit, texts.Offers.New, new(
            $"{texts.Offers.New}: {calendar.Name}", why is null ? null : texts.Sentence(why),
            new ActForm.Seen($"{ShowServices.Path}/new", texts.Console.Add)
            {
                Hidden = [("provider_id", $"{calendar.ProviderId}")],
                Fields = ServiceFields.Of(known: null, why, texts),
            },
            Activity: null, Questions: []));
    }
}
