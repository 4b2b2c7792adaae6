using Kalends.Platform.Calls;
using Kalends.Platform.Paging;
using Kalends.Providers.Public;
using Kalends.Scheduling;
using Kalends.Scheduling.Reservations;
using Kalends.Scheduling.Services;
using Kalends.Web.Console.Calendars;
using Kalends.Web.Frame;
using Kalends.Web.Languages;

namespace Kalends.Web.Console.Reservations;

/// <summary>Shows a reservation to those who keep its calendar, with what they can do about it now.</summary>
static class ShowReservation
{
    /// <param name="Id">The id of the reservation.</param>
    public sealed record Input([Id] long Id);

    const int MovesMax = 20;

    public static Task<Shown> Run(Input input, Visit visit) => Show(input, visit, why: null);

    public static Task<Shown> Again(Input input, Refused refused, Visit visit) => Show(input, visit, refused);

    /// <summary>The address of a reservation.</summary>
    public static string HrefOf(long id) => $"/console/reservations/{id}";

    static async Task<Shown> Show(Input input, Visit visit, Refused? why)
    {
        var (call, texts) = (visit.Call, visit.Texts);
        var one = await ReadReservation.Run(new(input.Id), call);
        var provider = (await Profiles.EverByIds([one.ProviderId], call))[one.ProviderId];
        var service = one.ServiceId is { } id ? (await ReadService.EverByIds([id], call)).GetValueOrDefault(id) : null;
        var clients = await SeenClients.ByIds([one.ClientId], call.With(WebAccess.KeepClients));
        var answers = await ReadAnswers.Run(new(one.Id), call);
        var moves = await ListMoves.Run(new(one.Id), new PageRequest(MovesMax), call);
        var zone = visit.Zone ?? Zone.Of(provider.TimeZone);
        var starts = one.StartsAt.InZone(zone);
        return ConsolePage.Of<ReservationView, ReservationView.Seen>(visit, texts.Calendars.Reservation, new(
            clients.GetValueOrDefault(one.ClientId)?.Name ?? $"{texts.Console.Client} {one.ClientId}",
            clients.ContainsKey(one.ClientId) ? $"/console/clients/{one.ClientId}" : null,
            StateOf(one, zone, texts), provider.Name, service?.Name, service?.Place,
            texts.Day(starts.Date), texts.Times(starts, one.EndsAt.InZone(zone)), texts.Zone(zone), one.CancelReason,
            [.. answers.Items.Select(answer => (LabelOf(answer, service), answer.Text))],
            [.. moves.Items.Select(move => texts.Moment(move.StartsAt.InZone(zone)))],
            why is null ? null : texts.Sentence(why), [
                .. ReservationActs.Of(one, zone, why, visit),
                .. await MoveBack.Form(one, zone, visit) is { } undo ? (ActForm.Seen[])[undo] : [],
            ],
            Href.Of("/console/calendar",
                ("day", Texts.IsoDate(starts.Date)), ("provider_ids", $"{one.ProviderId}"))));
    }

    static string StateOf(Reservation one, DateTimeZone zone, Texts texts) => one switch
    {
        { State: ReservationState.Held } => texts.HeldUntil(texts.Time(one.ExpiresAt.InZone(zone))),
        { State: ReservationState.Confirmed, ArrivedAt: not null } => texts.Calendars.Arrived,
        _ => texts.State(one.State),
    };

    static string LabelOf(QuestionAnswer answer, Service? service) =>
        service?.Questions.FirstOrDefault(question => question.Key == answer.Question)?.Label ?? answer.Question;
}
