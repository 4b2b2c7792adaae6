using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Kalends.Events.Public;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Scheduling.Hours;

/// <summary>
/// The working hours of a provider: weekly rules in a time zone, and exceptions by date (FHIR availableTime and
/// notAvailableTime).
/// </summary>
/// <param name="ProviderId">The provider who works at these hours.</param>
/// <param name="TimeZone">The IANA name of the time zone of all dates and times.</param>
/// <param name="Rules">The weekly rules.</param>
/// <param name="Exceptions">The dates on which the rules do not apply.</param>
/// <param name="UpdatedAt">The time of the last change; null if no hours were ever entered.</param>
/// <param name="Version">The number of the version; 0 if no hours were ever entered.</param>
/// <param name="ExpandedUntil">
/// The first date for which no openings have been made of the hours yet; null if they are about to be made anew.
/// </param>
/// <param name="ZoneVersion">The version of the time zone data with which the openings were made.</param>
sealed record WorkingHours(
    long ProviderId, string TimeZone, IReadOnlyList<HoursRule> Rules, IReadOnlyList<HoursException> Exceptions,
    Instant? UpdatedAt, long Version, DateOnly? ExpandedUntil = null, string? ZoneVersion = null) : ITagged
{
    /// <summary>The ETag: new openings change it, but do not make a change of the hours fail.</summary>
    [JsonIgnore]
    public EntityTag Tag => new(
        Version, string.Create(CultureInfo.InvariantCulture, $"{ExpandedUntil:yyyyMMdd}-{ZoneVersion}"));

    /// <summary>The services that rules and exceptions name.</summary>
    [JsonIgnore]
    public IEnumerable<long> ServiceIds => Rules.SelectMany(rule => rule.ServiceIds ?? [])
        .Concat(Exceptions.SelectMany(exception => exception.ServiceIds ?? []));

    /// <summary>
    /// The hours of a date as an exception has them; null if rules of different kinds make them, which none can have.
    /// </summary>
    public HoursException? On(DateOnly date)
    {
        if (Exceptions.FirstOrDefault(exception => exception.Date == date) is { } known)
            return known;
        var rules = Rules.Where(rule => rule.AppliesOn(date)).ToList();
        if (rules is not [var first, ..])
            return new HoursException(date);
        var stretches = rules.SelectMany(rule => rule.Stretches).OrderBy(stretch => stretch.Start).ToList();
        return stretches.Count <= HoursStretch.Max && rules.All(first.IsLike)
            ? new HoursException(date, stretches, ServiceIds: first.ServiceIds, SlotMinutes: first.SlotMinutes)
            : null;
    }

    /// <summary>The event about these hours, without the reasons of exceptions.</summary>
    /// <param name="verb">What happened to the hours.</param>
    /// <param name="offered">The number of openings that were made of them.</param>
    /// <param name="removed">The number of their openings that were removed.</param>
    public DomainEvent Event(string verb, int offered, int removed) => new(
        "scheduling", $"working_hours.{verb}", $"provider/{ProviderId}", new Facts(
            ProviderId, TimeZone, Rules.Count, Exceptions.Count, Version, ExpandedUntil, ZoneVersion, offered, removed))
    {
        ProviderId = ProviderId,
    };

    sealed record Facts(
        long ProviderId, string TimeZone, int Rules, int Exceptions, long Version, DateOnly? ExpandedUntil,
        string? ZoneVersion, int Offered, int Removed);

    /// <summary>The columns that <see cref="Read"/> reads.</summary>
    public const string Columns =
        "provider_id, time_zone, rules, exceptions, updated_at, version, expanded_until, zone_version";

    public static WorkingHours Read(Row row) => new(
        row.Long("provider_id"), row.Text("time_zone"),
        JsonSerializer.Deserialize<List<HoursRule>>(row.Text("rules"), Json.Options)!,
        JsonSerializer.Deserialize<List<HoursException>>(row.Text("exceptions"), Json.Options)!,
        row.At("updated_at"), row.Long("version"),
        row.TextOrNull("expanded_until") is { } date ? DateOnly.Parse(date, CultureInfo.InvariantCulture) : null,
        row.TextOrNull("zone_version"));
}

/// <summary>Hours of certain days of the week.</summary>
/// <param name="Weekdays">The days of the week, from 1 for Monday to 7 for Sunday.</param>
/// <param name="Stretches">The hours of such a day, at most 10 stretches that do not overlap.</param>
/// <param name="EveryWeeks">
/// The rule applies in every so many weeks, 1 to 52, counted from the week, from Monday, that contains
/// <c>valid_from</c>.
/// </param>
/// <param name="ValidFrom">The first date on which the rule applies; needed if not every week counts.</param>
/// <param name="ValidUntil">The last date on which the rule applies.</param>
/// <param name="ServiceIds">The services that can be booked in these hours; all if there are none.</param>
/// <param name="SlotMinutes">The length of a slot, 5 to 480 minutes.</param>
[InputName("HoursRuleInput")]
sealed record HoursRule(
    [Count(1, 7)][Number(1, 7)] IReadOnlyList<int> Weekdays,
    [Count(1, HoursStretch.Max)] IReadOnlyList<HoursStretch> Stretches,
    [Number(1, 52)] int EveryWeeks = 1,
    DateOnly? ValidFrom = null,
    DateOnly? ValidUntil = null,
    [Count(0, 100)][Id] IReadOnlyList<long>? ServiceIds = null,
    [Number(5, 480)] int SlotMinutes = 15)
{
    /// <summary>The greatest number of rules.</summary>
    public const int Max = 50;

    public bool AppliesOn(DateOnly date) =>
        !(date < ValidFrom) && !(date > ValidUntil) && Weekdays.Contains(WeekdayOf(date)) && IsItsWeek(date);

    // Only a rule for some weeks needs a first date.
    bool IsItsWeek(DateOnly date) =>
        ValidFrom is not { } first || (MondayOf(date) - MondayOf(first)) / 7 % EveryWeeks == 0;

    /// <summary>Whether both rules apply on some date.</summary>
    public bool Meets(HoursRule other)
    {
        var first = Later(ValidFrom, other.ValidFrom)?.DayNumber ?? 0;
        var last = Earlier(ValidUntil, other.ValidUntil)?.DayNumber ?? DateOnly.MaxValue.DayNumber;
        // The pattern of two rules repeats after the product of their weeks; the first week may be cut by the dates.
        last = Math.Min(last, first + 7 * (EveryWeeks * other.EveryWeeks + 1));
        for (var day = first; day <= last; day++)
            if (DateOnly.FromDayNumber(day) is var date && AppliesOn(date) && other.AppliesOn(date))
                return true;
        return false;
    }

    /// <summary>Whether the slots of both have the same length, and are for the same services.</summary>
    public bool IsLike(HoursRule other) => SlotMinutes == other.SlotMinutes
        && (ServiceIds ?? []).ToHashSet().SetEquals(other.ServiceIds ?? []);

    static int WeekdayOf(DateOnly date) => date.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)date.DayOfWeek;

    static int MondayOf(DateOnly date) => date.DayNumber - WeekdayOf(date) + 1;

    static DateOnly? Later(DateOnly? one, DateOnly? other) => one > other || other is null ? one : other;

    static DateOnly? Earlier(DateOnly? one, DateOnly? other) => one < other || other is null ? one : other;
}

/// <summary>A date on which the weekly rules do not apply: the day is closed, or has other hours.</summary>
/// <param name="Date">The date.</param>
/// <param name="Stretches">The hours of the day; the day is closed if there are none.</param>
/// <param name="Reason">The reason, for those who keep the calendar.</param>
/// <param name="ServiceIds">The services that can be booked in these hours; all if there are none.</param>
/// <param name="SlotMinutes">The length of a slot, 5 to 480 minutes.</param>
[InputName("HoursExceptionInput")]
sealed record HoursException(
    DateOnly Date,
    [Count(0, HoursStretch.Max)] IReadOnlyList<HoursStretch>? Stretches = null,
    [Text(0, 500)] string Reason = "",
    [Count(0, 100)][Id] IReadOnlyList<long>? ServiceIds = null,
    [Number(5, 480)] int SlotMinutes = 15)
{
    /// <summary>The greatest number of exceptions.</summary>
    public const int Max = 400;
}

/// <summary>A stretch of a day in local time.</summary>
/// <remarks>
/// One local time is one instant. A time that the clocks skip is the first instant after the gap, and a time that they
/// show twice is the earlier of the two.
/// </remarks>
/// <param name="From">
/// The local time of the start, such as <c>09:00</c>, on a multiple of five minutes. A time that the clocks skip means
/// the first moment after the gap, and a time that they show twice means the earlier one.
/// </param>
/// <param name="To">
/// The local time of the end, read in the same way; <c>24:00</c> is the end of the day. Where a change of the clocks
/// leaves no whole number of slots, the rest at the end is not offered.
/// </param>
[InputName("HoursStretchInput")]
sealed record HoursStretch(
    [Text(5, 5)][Form(HoursStretch.LocalTime, "a local time, such as 09:00")] string From,
    [Text(5, 5)][Form(HoursStretch.LocalTime, "a local time, such as 17:00 or 24:00")] string To)
{
    const string LocalTime = "^(?:(?:[01][0-9]|2[0-3]):[0-5][0-9]|24:00)$";

    /// <summary>The greatest number of stretches of a day.</summary>
    public const int Max = 10;

    /// <summary>The minutes from midnight to the start.</summary>
    [JsonIgnore]
    public int Start => MinutesOf(From);

    /// <summary>The minutes from midnight to the end.</summary>
    [JsonIgnore]
    public int End => MinutesOf(To);

    public bool Overlaps(HoursStretch other) => Start < other.End && other.Start < End;

    static int MinutesOf(string text) =>
        ((text[0] - '0') * 10 + text[1] - '0') * 60 + (text[3] - '0') * 10 + text[4] - '0';
}
