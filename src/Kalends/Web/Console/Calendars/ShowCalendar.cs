using System.Globalization;
using Kalends.Platform.Calls;
using Kalends.Platform.Paging;
using Kalends.Platform.Storage;
using Kalends.Providers.Public;
using Kalends.Scheduling;
using Kalends.Scheduling.Agendas;
using Kalends.Scheduling.Hours;
using Kalends.Scheduling.Services;
using Kalends.Web.Console.Hours;
using Kalends.Web.Frame;
using Kalends.Web.Languages;
using Kalends.Web.Look;
using Kalends.Web.Times;
using Microsoft.AspNetCore.WebUtilities;

namespace Kalends.Web.Console.Calendars;

/// <summary>Shows a day or a week of one calendar or of several, with all that lies in it.</summary>
static class ShowCalendar
{
    public const string Path = "/console/calendar";

    /// <param name="Day">A day of the period; by default today.</param>
    /// <param name="Extent">How much is shown.</param>
    /// <param name="ProviderIds">The providers; by default the first ones whose calendars the visitor keeps.</param>
    /// <param name="Cursor">The place in the list of calendars to choose from.</param>
    /// <param name="Moved">A reservation that was just moved.</param>
    /// <param name="Stretched">A provider whose hours of a day were just changed.</param>
    /// <param name="StretchedOn">The day.</param>
    /// <param name="HoursVersion">The version that the hours have since then.</param>
    /// <param name="HoursBefore">The hours that the day had for itself until then.</param>
    /// <param name="ToldBy">The token of the page that told so.</param>
    public sealed record Input(
        DateOnly? Day = null, Extent Extent = Extent.Week,
        [Count(0, ReadAgenda.CalendarsMax)][Id] IReadOnlyList<long>? ProviderIds = null,
        [Text(0, 4096)] string? Cursor = null, [Id] long? Moved = null, [Id] long? Stretched = null,
        DateOnly? StretchedOn = null, [Id] long? HoursVersion = null,
        [Text(0, SaveHours.TextMax)] string? HoursBefore = null, [Text(0, 200)] string? ToldBy = null);

    public enum Extent
    {
        Day,
        Week,
    }

    const int DaysOfWeek = 7;
    const int ShownAtFirst = 3;
    const int ChoicesMax = 20;

    public static Task<Shown> Run(Input input, Visit visit) => Show(input, visit, why: null);

    public static Task<Shown> Again(Input input, Refused refused, Visit visit) => Show(input, visit, refused);

    /// <summary>The address of a calendar that tells of a change, and offers to undo it.</summary>
    public static string Telling(string calendar, params IEnumerable<(string, string?)> told)
    {
        var parts = calendar.Split('?', 2);
        return Href.Of(parts[0],
        [
            .. QueryHelpers.ParseQuery(parts.ElementAtOrDefault(1))
                .Where(one => LastingNames.Contains(one.Key))
                .SelectMany(one => one.Value, (one, value) => (one.Key, value)),
            .. told,
        ]);
    }

    static readonly string[] LastingNames = ["day", "extent", "provider_ids", "cursor"];

    static async Task<Shown> Show(Input input, Visit visit, Refused? why)
    {
        var (call, texts) = (visit.Call, visit.Texts);
        var choices = await ListCalendars.Run(new(), new PageRequest(ChoicesMax, input.Cursor), call);
        var shown = input.ProviderIds is { Count: > 0 } asked
            ? (await ListCalendars.Run(new(asked), new PageRequest(ReadAgenda.CalendarsMax), call)).Items
            : [.. choices.Items.Take(ShownAtFirst)];
        var zone = visit.Zone ?? (shown.Count > 0 ? Zone.Of(shown[0].TimeZone) : DateTimeZone.Utc);
        var days = DaysOf(input, call.Now.InZone(zone).Date);
        var place = new Place(input.Extent, shown);
        var stream = shown.Count > 0 ? await ChangeStream.HrefOf(FollowCalendar.Path, place.Ids, call) : null;
        // Read first, so that what is drawn is never older than the version that a change is based on.
        var hours = await ReadWorkingHours.Of(shown, call);
        var found = await ReadAgenda.Run(
            new(
                [.. shown.Select(one => one.ProviderId)], zone.AtStartOfDay(days.Start).ToInstant(),
                zone.AtStartOfDay(days.End.PlusDays(1)).ToInstant()),
            call);
        var entries = Entries.Of(
            found, zone, visit, await ClientsOf(found, call), await ServicesOf(found, call), hours);

        var seen = new CalendarView.Seen(
            TitleOf(days, texts), why is null ? null : texts.Sentence(why),
            why is not null && long.TryParse(visit.Typed("id"), CultureInfo.InvariantCulture, out var moved)
                ? $"/console/reservations/{moved}"
                : null,
            LinksOf(days, place, call.Now.InZone(zone)),
            ZoneChoice.Of(zone, shown.Count > 0 ? shown[0].TimeZone : zone.Id),
            [.. choices.Items.UnionBy(shown, one => one.ProviderId).Select(one => new CalendarView.Choice(
                one.ProviderId, one.Name, shown.Any(other => other.ProviderId == one.ProviderId)))],
            choices.Next is null ? null : Href.Of(place.HrefOf(days.Start), ("cursor", choices.Next)),
            place.FieldsOf(days.Start), Texts.IsoDate(days.Start), days.Length,
            [.. days.Select(day => new CalendarView.Day(
                texts.Day(day), Texts.IsoDate(day),
                [.. found.ClosedDays.Where(one => one.Date == day.ToDateOnly()).Select(one => one.Name).Distinct()],
                [.. entries.Where(one => one.Day == day || (day == days.Start && one.Day < day))]))],
            stream, call.Now.Written(),
            found.Reservations.FirstOrDefault(one => one.Id == input.Moved) is { } drawn
                ? await MoveBack.Form(drawn, zone, visit)
                : StretchBack.Form(input, found, hours, place.FieldsOf(days.Start), visit));
        return ConsolePage.Of<CalendarView, CalendarView.Seen>(
            visit, texts.Console.Calendar, seen, PathsOf(Assets.GridStyle), PathsOf(Assets.GridScript));
    }

    static IReadOnlyList<string> PathsOf(Asset? file) => file is null ? [] : [file.Path];

    static DateInterval DaysOf(Input input, LocalDate today)
    {
        // Days so far away have no appointments.
        var day = input.Day is { Year: >= 1900 and <= 9000 } given ? LocalDate.FromDateOnly(given) : today;
        if (input.Extent == Extent.Day)
            return new DateInterval(day, day);
        var monday = day.PlusDays(1 - (int)day.DayOfWeek);
        return new DateInterval(monday, monday.PlusDays(DaysOfWeek - 1));
    }

    static string TitleOf(DateInterval days, Texts texts) =>
        days.Length == 1 ? texts.Day(days.Start) : $"{texts.Day(days.Start)} – {texts.Day(days.End)}";

    static CalendarView.Links LinksOf(DateInterval days, Place place, ZonedDateTime now) => new(
        place.HrefOf(days.Start.PlusDays(-days.Length)), place.HrefOf(now.Date),
        place.HrefOf(days.Start.PlusDays(days.Length)),
        (place with { Extent = Extent.Day }).HrefOf(days.Contains(now.Date) ? now.Date : days.Start),
        (place with { Extent = Extent.Week }).HrefOf(days.Start));

    static Task<IReadOnlyDictionary<long, Client>> ClientsOf(Agenda found, Call call) => SeenClients.ByIds(
        [.. found.Reservations.Select(one => one.ClientId).Distinct()], call.With(WebAccess.KeepClients));

    static Task<IReadOnlyDictionary<long, Service>> ServicesOf(Agenda found, Call call) =>
        ReadService.EverByIds([.. found.Reservations.Select(one => one.ServiceId).OfType<long>().Distinct()], call);

    /// <summary>What stays the same from one period to the next.</summary>
    sealed record Place(Extent Extent, IReadOnlyList<KeptCalendar> Shown)
    {
        public IEnumerable<(string, string?)> Ids =>
            Shown.Select(one => ("provider_ids", (string?)$"{one.ProviderId}"));

        public string HrefOf(LocalDate day) => Href.Of(
            Path, [("day", Texts.IsoDate(day)), ("extent", EnumText.Of(Extent)), .. Ids]);

        /// <summary>The same as fields of a form.</summary>
        public IReadOnlyList<(string Name, string Value)> FieldsOf(LocalDate day) =>
        [
            ("day", Texts.IsoDate(day)), ("extent", EnumText.Of(Extent)),
            .. Shown.Select(one => ("provider_ids", $"{one.ProviderId}")),
        ];
    }
}
