using Kalends.Accounts.Users;
using Kalends.Messages;
using Kalends.Platform.Calls;
using Kalends.Providers;
using Kalends.Providers.Public;
using Kalends.Scheduling;
using Kalends.Scheduling.Services;
using Kalends.Scheduling.Slots;
using Kalends.Web.Frame;
using Kalends.Web.Languages;
using Kalends.Web.Times;

namespace Kalends.Web.Booking;

/// <summary>Shows a time that was chosen, with what is asked before it is held.</summary>
static class ShowChosenTime
{
    /// <param name="ProviderId">The provider.</param>
    /// <param name="StartsAt">The start that was chosen.</param>
    /// <param name="ServiceId">The service that is booked.</param>
    public sealed record Input([Id] long ProviderId, Instant StartsAt, [Id] long? ServiceId = null);

    const int NearestMax = 3;

    public static Task<Shown> Run(Input input, Visit visit) => Show(input, visit, why: null);

    /// <summary>Shows it again, with what was refused; where the time is gone, with the nearest others.</summary>
    public static Task<Shown> Again(Input input, Refused refused, Visit visit) => Show(input, visit, refused);

    static async Task<Shown> Show(Input input, Visit visit, Refused? why)
    {
        var (call, texts) = (visit.Call, visit.Texts);
        var profile = await ReadProvider.Run(new(input.ProviderId), call);
        var service = input.ServiceId is { } id ? await ReadService.Run(new(id), call) : null;
        if (!visit.IsSignedIn && !call.Settings<MessagesSettings>().SendsMail)
            return visit.IsEmbedded
                ? throw MessagesErrors.MessagesOff.Refused()
                : Shown.Elsewhere(visit.SignInHref);
        var who = await WhoBooks(visit);
        var zone = visit.Zone ?? Zone.Of(profile.TimeZone);
        var free = await SlotAt(input, call);
        var starts = input.StartsAt.InZone(zone);
        return Shown.As<ChosenTimeView, ChosenTimeView.Seen>(texts.ChosenTitle, new(
            profile.Name, service?.Name, service?.Place,
            texts.Day(starts.Date), texts.Times(starts, free?.EndsAt.InZone(zone)), texts.Zone(zone),
            HrefOf(input, who, visit), free?.Id,
            service is null ? [] : QuestionField.Of(service.Questions, visit.Sent("answers"), why, texts),
            who,
            why is null ? free is null ? texts.TimeGone : null : texts.Sentence(why),
            FieldFault.Of(why, texts),
            free is null ? await Nearest(input, zone, visit) : [],
            ShowProvider.HrefOf(
                visit, input.ProviderId, input.ServiceId, ("day", Texts.IsoDate(starts.Date)))));
    }

    static string HrefOf(Input input, ChosenTimeView.Who who, Visit visit) => who == ChosenTimeView.Who.Guest
        ? Href.Of(
            visit.PathTo($"/book/{input.ProviderId}/guest"), ("starts_at", input.StartsAt.Written()),
            ("service_id", $"{input.ServiceId}"))
        : TimeLinks.HrefOf(visit, input.ProviderId, input.ServiceId, input.StartsAt);

    static async Task<ChosenTimeView.Who> WhoBooks(Visit visit)
    {
        if (!visit.IsSignedIn)
            return ChosenTimeView.Who.Guest;
        return visit.Call.With(SchedulingAccess.ReserveAsUser).Scope.IsStaff
            || (await GetCurrentUser.Run(new(), visit.Call)).ClientId is not null
            ? ChosenTimeView.Who.Known
            : ChosenTimeView.Who.NewClient;
    }

    static async Task<SlotView?> SlotAt(Input input, Call call)
    {
        var found = await ListSlots.Run(
            new(input.ProviderId, input.StartsAt, input.StartsAt + Instants.Moment, input.ServiceId, Limit: 1), call);
        return found.Items.Count > 0 ? found.Items[0] : null;
    }

    static async Task<IReadOnlyList<TimeLinks.Time>> Nearest(Input input, DateTimeZone zone, Visit visit)
    {
        var found = await ListSlots.Run(
            new(
                input.ProviderId, Instant.Max(visit.Call.Now, input.StartsAt), ServiceId: input.ServiceId,
                Limit: NearestMax),
            visit.Call);
        return TimeLinks.Of(
            visit, found.Items, input.ProviderId, input.ServiceId, at => visit.Texts.BriefMoment(at.InZone(zone)));
    }
}
