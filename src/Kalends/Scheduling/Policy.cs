using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Scheduling;

/// <summary>
/// The rules of booking of a provider, or of one service of theirs. What the service leaves open the provider decides,
/// then the organisation, and last the settings of the installation.
/// </summary>
/// <param name="BookNotice">The time from a reservation to its start, at least.</param>
/// <param name="CancelNotice">A client who cancels later than this before the start cancels late.</param>
/// <param name="MoveNotice">A client may not move a confirmed reservation later than this before its start.</param>
/// <param name="Hold">The time until a hold expires.</param>
/// <param name="FurthestDays">The days ahead in which a reservation may start; 0 if there is no bound.</param>
/// <param name="DayMax">The most reservations on a day of the provider's time zone; 0 if there is no limit.</param>
/// <param name="WeekMax">The most reservations in a week, from Monday; 0 if there is no limit.</param>
/// <param name="ClientMax">The most live reservations of a client with the provider; 0 if there is no limit.</param>
/// <param name="Step">The step of starts, counted from the start of an opening; zero if each slot may be one.</param>
/// <param name="ReminderMinutes">How many minutes before the start clients are reminded.</param>
/// <param name="LateCancelEventTypeId">The kind of care event that a late cancellation registers.</param>
/// <param name="Zone">The time zone of the provider, in which days are counted.</param>
sealed record Policy(
    TimeSpan BookNotice, TimeSpan CancelNotice, TimeSpan MoveNotice, TimeSpan Hold, int FurthestDays, int DayMax,
    int WeekMax, int ClientMax, TimeSpan Step, IReadOnlyList<int> ReminderMinutes, long? LateCancelEventTypeId,
    DateTimeZone Zone)
{
    /// <summary>Whether it limits the reservations of a day or a week.</summary>
    public bool HasLimits => DayMax > 0 || WeekMax > 0;

    /// <summary>The rules of the installation.</summary>
    public static Policy Default(SchedulingSettings settings) => new(
        TimeSpan.FromMinutes(settings.NoticeMinutes), TimeSpan.FromMinutes(settings.CancelNoticeMinutes),
        TimeSpan.FromMinutes(settings.MoveNoticeMinutes), settings.Hold, settings.FurthestDays, settings.DayMax,
        settings.WeekMax, settings.ClientMax, TimeSpan.FromMinutes(settings.StepMinutes),
        NumberList.Read(settings.ReminderMinutes), null, DateTimeZone.Utc);

    /// <summary>The time until a hold of a caller expires: those of guests are shorter.</summary>
    public TimeSpan HoldOf(Call call)
    {
        var ofGuests = TimeSpan.FromMinutes(call.Settings<SchedulingSettings>().GuestHoldMinutes);
        return call.Caller.ClientId is not null && ofGuests < Hold ? ofGuests : Hold;
    }

    /// <summary>What a start must fulfil at an instant.</summary>
    /// <param name="now">The instant.</param>
    /// <param name="grace">The time by which a start may miss the notice.</param>
    /// <param name="fit">The time that a reservation takes.</param>
    /// <param name="booked">The reservations that the limits count, where there are limits.</param>
    public StartRules At(Instant now, TimeSpan grace, Fit fit, BookedDays? booked) => new(
        now, now + BookNotice - grace, FurthestDays == 0 ? Instants.Latest : now + TimeSpan.FromDays(FurthestDays),
        Step, fit, booked);

    /// <summary>
    /// The columns that <see cref="Read"/> reads, of a statement that joins <see cref="Joins"/>.
    /// </summary>
    public static readonly string Columns = string.Join(
        ", ", Members.Select(member => $"COALESCE(ps.{member}, pp.{member}, po.{member}) AS {member}"));

    /// <summary>The policies of the service <c>@service</c>, a provider <c>p</c> and their organisation.</summary>
    public const string Joins = """
        LEFT JOIN policies ps ON ps.level = 'service' AND ps.subject_id = @service
        LEFT JOIN policies pp ON pp.level = 'provider' AND pp.subject_id = p.id
        LEFT JOIN policies po ON po.level = 'organisation' AND po.subject_id = p.organisation_id
        """;

    public static Policy Read(Row row, SchedulingSettings settings)
    {
        var otherwise = Default(settings);
        return new Policy(
            Minutes("book_notice_minutes") ?? otherwise.BookNotice,
            Minutes("cancel_notice_minutes") ?? otherwise.CancelNotice,
            Minutes("move_notice_minutes") ?? otherwise.MoveNotice,
            Minutes("hold_minutes") ?? otherwise.Hold,
            row.IntOrNull("furthest_days") ?? otherwise.FurthestDays,
            row.IntOrNull("day_max") ?? otherwise.DayMax,
            row.IntOrNull("week_max") ?? otherwise.WeekMax,
            row.IntOrNull("client_max") ?? otherwise.ClientMax,
            Minutes("step_minutes") ?? otherwise.Step,
            row.TextOrNull("reminder_minutes") is { } minutes ? NumberList.Read(minutes) : otherwise.ReminderMinutes,
            row.LongOrNull("late_cancel_event_type_id"),
            Providers.Public.Zone.Of(row.Text("time_zone")));

        TimeSpan? Minutes(string column) => row.IntOrNull(column) is { } minutes ? TimeSpan.FromMinutes(minutes) : null;
    }

    /// <summary>Finds the rules of a provider who exists, or of one service of theirs.</summary>
    public static async Task<Policy> Find(Session session, Call call, long providerId, long? serviceId) =>
        (await session.One(FindOf, row => Read(row, call.Settings<SchedulingSettings>()),
            ("provider", providerId), ("service", serviceId)))!;

    static readonly Sql FindOf = new($"""
        SELECT p.time_zone, {Columns}
        FROM public_providers p
        {Joins}
        WHERE p.id = @provider
        """);

    /// <summary>The columns of what each level says.</summary>
    public static string[] Members =>
    [
        "book_notice_minutes", "cancel_notice_minutes", "move_notice_minutes", "hold_minutes", "furthest_days",
        "day_max", "week_max", "client_max", "step_minutes", "reminder_minutes", "late_cancel_event_type_id",
    ];
}
