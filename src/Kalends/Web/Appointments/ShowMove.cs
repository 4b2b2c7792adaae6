using Kalends.Platform.Calls;
using Kalends.Providers;
using Kalends.Providers.Public;
using Kalends.Scheduling;
using Kalends.Web.Frame;
using Kalends.Web.Times;

namespace Kalends.Web.Appointments;

/// <summary>Shows the times to which an appointment can be moved.</summary>
static class ShowMove
{
    /// <param name="Id">The id of the reservation.</param>
    /// <param name="Month">The month.</param>
    /// <param name="Day">The day whose times are shown.</param>
    public sealed record Input([Id] long Id, YearMonth? Month = null, DateOnly? Day = null);

    public static Task<Shown> Run(Input input, Visit visit) => Show(input, visit, why: null);

    public static Task<Shown> Again(Input input, Refused refused, Visit visit) => Show(input, visit, refused);

    static async Task<Shown> Show(Input input, Visit visit, Refused? why)
    {
        var (call, texts) = (visit.Call, visit.Texts);
        var one = await ReadReservation.Run(new(input.Id), call);
        var provider = await ReadProvider.Run(new(one.ProviderId), call);
        var zone = visit.Zone ?? Zone.Of(provider.TimeZone);
        var free = await FreeTimes.Find(new(one.ProviderId, one.ServiceId, input.Month, input.Day), zone, call);
        var path = $"/appointments/{one.Id}/move";
        return Shown.As<MoveView, MoveView.Seen>(texts.Move, new(
            one.Id, texts.Moment(one.StartsAt.InZone(zone)), why is null ? null : texts.Sentence(why),
            ZoneChoice.Of(zone, provider.TimeZone),
            MonthView.Of(free, call.Now, texts, (name, value) => Href.Of(path, (name, value))),
            free.Day is { } day ? texts.Day(day) : null,
            [.. free.Slots.Select(slot => new MoveView.Choice(
                slot.Id, slot.StartsAt.Written(), texts.Time(slot.StartsAt.InZone(zone))))]));
    }
}
