using Kalends.Platform.Calls;
using Kalends.Platform.Paging;
using Kalends.Providers.Clients;
using Kalends.Providers.Public;
using Kalends.Scheduling;
using Kalends.Scheduling.Agendas;
using Kalends.Scheduling.Services;
using Kalends.Scheduling.Slots;
using Kalends.Web.Booking;
using Kalends.Web.Console.Calendars;
using Kalends.Web.Frame;

namespace Kalends.Web.Console.Reservations;

/// <summary>
/// Shows the form that books a time of a provider for a client; before that, the times to choose from.
/// </summary>
static class ShowBooking
{
    public const string Path = "/console/book";

    /// <param name="ProviderId">The provider.</param>
    /// <param name="From">A time on the day whose times are shown.</param>
    /// <param name="StartsAt">A time in the slot that is booked.</param>
    /// <param name="ServiceId">The service that is booked.</param>
    /// <param name="ClientId">The client.</param>
    /// <param name="Name">The beginning of the names of the clients to choose from.</param>
    public sealed record Input(
        [Id] long ProviderId, Instant? From = null, Instant? StartsAt = null, [Id] long? ServiceId = null,
        [Id] long? ClientId = null, [Text(0, 100)] string? Name = null);

    const int ServicesMax = 100;
    const int ClientsMax = 10;

    public static Task<Shown> Run(Input input, Visit visit) => Show(input, visit, why: null);

    public static Task<Shown> Again(Input input, Refused refused, Visit visit) => Show(input, visit, refused);

    static async Task<Shown> Show(Input input, Visit visit, Refused? why)
    {
        var (call, texts) = (visit.Call, visit.Texts);
        var provider = await ListCalendars.Find(input.ProviderId, call);
        var services = (await ListServicesOfProvider.Run(
            new(provider.ProviderId), new PageRequest(ServicesMax), call)).Items.Where(it => it.Active).ToList();
        var service = services.Find(it => it.Id == input.ServiceId);
        var zone = visit.Zone ?? Zone.Of(provider.TimeZone);
        var starts = (input.StartsAt ?? input.From ?? call.Now).InZone(zone);
        var slot = input.StartsAt is { } at ? await OfferedSlot.At(provider.ProviderId, at, service?.Id, call) : null;
        return ConsolePage.Of<BookingView, BookingView.Seen>(visit, texts.Calendars.BookTitle, new(
            provider.ProviderId, provider.Name, texts.Day(starts.Date), texts.Zone(zone),
            slot is { } found ? texts.Times(found.StartsAt.InZone(zone), found.EndsAt.InZone(zone)) : null,
            (slot?.StartsAt ?? input.StartsAt ?? input.From)?.Written(), service?.Id,
            [.. services.Select(it => new Field.Choice(
                $"{it.Id}", $"{it.Name} ({texts.Minutes(it.DurationMinutes)})"))],
            slot is null ? await TimesOf(provider.ProviderId, service?.Id, starts, visit) : [],
            slot is null ? [] : await ClientsOf(input, visit), input.ClientId,
            service is null ? [] : QuestionField.Of(service.Questions, visit.Sent("answers"), why, texts),
            why is null ? null : texts.Sentence(why), FieldFault.Of(why, texts),
            Href.Of(ShowCalendar.Path,
                ("day", Languages.Texts.IsoDate(starts.Date)), ("provider_ids", $"{provider.ProviderId}"))));
    }

    /// <summary>The times of the day that are not taken, those too that only staff may book.</summary>
    static async Task<IReadOnlyList<BookingView.Time>> TimesOf(
        long providerId, long? serviceId, ZonedDateTime day, Visit visit)
    {
        var (from, to) = (
            day.Zone.AtStartOfDay(day.Date).ToInstant(), day.Zone.AtStartOfDay(day.Date.PlusDays(1)).ToInstant());
        var found = await ListSlots.Run(
            new(providerId, Instant.Max(from, Instant.Min(visit.Call.Now, to)), to, serviceId, ListSlots.Include.All),
            visit.Call);
        return found.Items
            .Where(slot => slot.StartsAt > visit.Call.Now
                && slot.State is not (SlotState.Held or SlotState.Booked or SlotState.Closed))
            .Select(slot => new BookingView.Time(
                Href.Of(
                    Path, ("provider_id", $"{providerId}"), ("service_id", $"{serviceId}"),
                    ("starts_at", slot.StartsAt.Written())),
                slot.StartsAt.Written(), visit.Texts.Time(slot.StartsAt.InZone(day.Zone)),
                slot.State == SlotState.Free))
            .ToList();
    }

    static async Task<IReadOnlyList<Field.Choice>> ClientsOf(Input input, Visit visit)
    {
        var call = visit.Call.With(WebAccess.KeepClients);
        var named = await ListClients.Run(new(input.Name), new PageRequest(ClientsMax), call);
        var chosen = input.ClientId is { } id ? await SeenClients.ByIds([id], call) : null;
        return [.. (chosen?.Values ?? []).Concat(named.Items).DistinctBy(one => one.Id)
            .Select(one => new Field.Choice($"{one.Id}", one.Name))];
    }
}
