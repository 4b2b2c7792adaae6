using System.Globalization;
using Kalends.Platform.Calls;
using Kalends.Platform.Paging;
using Kalends.Providers.Public;
using Kalends.Scheduling.Hours;
using Kalends.Web.Frame;
using Kalends.Web.Languages;

namespace Kalends.Web.Console.Hours;

/// <summary>Shows the working hours of a provider, their exceptions, and the appointments that lie outside.</summary>
static class ShowHours
{
    public const string Path = "/console/hours";

    /// <param name="ProviderId">The provider; by default the first whose calendar the visitor keeps.</param>
    /// <param name="Day">A day whose hours are to be changed.</param>
    public sealed record Input([Id] long? ProviderId = null, DateOnly? Day = null);

    const int OutsideMax = 50;

    /// <summary>The length of a slot where no rule names one yet.</summary>
    public const int SlotMinutesDefault = 15;

    /// <summary>The address at which the hours of the day of an instant are changed.</summary>
    public static string HrefOf(WorkingHours hours, Instant at) => Href.Of(
        Path, ("provider_id", $"{hours.ProviderId}"),
        ("day", Texts.IsoDate(at.InZone(Zone.Of(hours.TimeZone)).Date)));

    public static Task<Shown> Run(Input input, Visit visit) => Show(input, visit, why: null);

    public static Task<Shown> Again(Input input, Refused refused, Visit visit) => Show(input, visit, refused);

    static async Task<Shown> Show(Input input, Visit visit, Refused? why)
    {
        var texts = visit.Texts;
        var (calendar, choice) = await CalendarChoice.Of(Path, input.ProviderId, visit);
        if (calendar is null)
            return ConsolePage.Of<HoursView, HoursView.Seen>(
                visit, texts.Console.Hours, new(null, choice, null, [], null, null, null));
        var hours = await ReadWorkingHours.Run(new(calendar.ProviderId), visit.Call);
        var outside = await ListConflicts.Run(new(calendar.ProviderId), new PageRequest(OutsideMax), visit.Call);
        var zone = visit.Zone ?? Zone.Of(calendar.TimeZone);
        return ConsolePage.Of<HoursView, HoursView.Seen>(visit, texts.Console.Hours, new(
            why is null ? null : texts.Sentence(why), choice,
            IsSimple(hours) ? WeeklyForm(hours, why, texts) : null,
            [.. hours.Rules.Select(rule => InWords(rule, texts))],
            new RowTable.Seen(
                texts.Hours.Exceptions, [texts.Console.Date, texts.Console.Hours, texts.Console.Reason],
                [.. hours.Exceptions.OrderBy(one => one.Date).Select(one => RowOf(one, hours, texts))]),
            ExceptionForm(hours, input.Day, why, texts),
            new RowTable.Seen(
                texts.Hours.Outside, [texts.When], [.. outside.Items.Select(one => (IReadOnlyList<RowTable.Cell>)
                [
                    new(texts.Moment(one.StartsAt.InZone(zone)), $"/console/reservations/{one.Id}"),
                ])])));
    }

    /// <summary>Whether the hours are the same every week, for all services, with one length of slots.</summary>
    static bool IsSimple(WorkingHours hours) =>
        hours.Rules.Select(rule => rule.SlotMinutes).Distinct().Count() <= 1
        && hours.Rules.All(rule => rule is { EveryWeeks: 1, ValidFrom: null, ValidUntil: null }
            && rule.ServiceIds is null or []);

    static ActForm.Seen WeeklyForm(WorkingHours hours, Refused? why, Texts texts)
    {
        var faults = FieldFault.Of(why, texts);
        Field.Seen DayOf(int weekday) => new(
            $"day{weekday}", texts.Weekdays[weekday - 1].Name,
            HoursText.Of(hours.Rules.Where(rule => rule.Weekdays.Contains(weekday)).SelectMany(rule => rule.Stretches)))
        {
            LengthMax = SaveHours.TextMax,
            Hint = weekday == 1 ? texts.Hours.WeeklyHint : null,
            Fault = faults.FirstOrDefault(fault => fault.Field == $"day{weekday}"),
        };
        return new ActForm.Seen(Path, texts.Console.Save)
        {
            About = texts.Hours.SaveAbout,
            Hidden = [("provider_id", $"{hours.ProviderId}"), ("if_match", hours.Tag.ToString())],
            Fields =
            [
                .. Enumerable.Range(1, 7).Select(DayOf),
                new("slot_minutes", texts.Hours.SlotMinutes, string.Create(CultureInfo.InvariantCulture,
                    $"{(hours.Rules is [var rule, ..] ? rule.SlotMinutes : SlotMinutesDefault)}"))
                {
                    Type = "number",
                    Min = "5",
                    Max = "480",
                    Step = "5",
                    Required = true,
                },
                new("time_zone", texts.Hours.TimeZone, hours.TimeZone) { Required = true, LengthMax = 64 },
            ],
        };
    }

    static ActForm.Seen ExceptionForm(WorkingHours hours, DateOnly? day, Refused? why, Texts texts)
    {
        var known = day is { } date ? hours.On(date) : null;
        var faults = FieldFault.Of(why, texts);
        return new ActForm.Seen($"{Path}/exceptions", texts.Hours.AddException)
        {
            Hidden = [("provider_id", $"{hours.ProviderId}"), ("if_match", hours.Tag.ToString())],
            Fields =
            [
                new("date", texts.Console.Date, day is null ? null : Texts.IsoDate(day.Value))
                {
                    Type = "date",
                    Required = true,
                },
                new("stretches", texts.Hours.ExceptionHours, HoursText.Of(known?.Stretches ?? []))
                {
                    LengthMax = SaveHours.TextMax,
                    Fault = faults.FirstOrDefault(fault => fault.Field == "stretches"),
                },
                new("reason", texts.Console.Reason) { LengthMax = 500 },
            ],
        };
    }

    static string InWords(HoursRule rule, Texts texts)
    {
        var days = string.Join(", ", rule.Weekdays.Order().Select(day => texts.Weekdays[day - 1].Brief));
        var weeks = rule.EveryWeeks == 1 ? "" : $", {texts.EveryWeeks(rule.EveryWeeks)}";
        return $"{days}: {HoursText.Of(rule.Stretches)}{weeks}";
    }

    static IReadOnlyList<RowTable.Cell> RowOf(HoursException one, WorkingHours hours, Texts texts) =>
    [
        texts.Day(LocalDate.FromDateOnly(one.Date)) + $" {one.Date.Year}",
        one.Stretches is { Count: > 0 } stretches ? HoursText.Of(stretches) : texts.Hours.Free,
        new(one.Reason)
        {
            Acts =
            [
                new($"{Path}/exceptions/{Texts.IsoDate(one.Date)}/remove", texts.Console.Remove)
                {
                    Hidden = [("provider_id", $"{hours.ProviderId}"), ("if_match", hours.Tag.ToString())],
                },
            ],
        },
    ];
}
