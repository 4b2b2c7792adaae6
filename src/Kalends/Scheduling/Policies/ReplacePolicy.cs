using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Providers.Public;
using Kalends.Scheduling.Services;

namespace Kalends.Scheduling.Policies;

/// <summary>
/// Replaces what a service, a provider or an organisation says about booking; what is null or left out, it leaves open.
/// </summary>
static class ReplacePolicy
{
    /// <param name="Id">The id of the service, the provider or the organisation.</param>
    /// <param name="BookNoticeMinutes">The minutes from a reservation to its start, at least.</param>
    /// <param name="CancelNoticeMinutes">
    /// A client who cancels later than these minutes before the start cancels late.
    /// </param>
    /// <param name="MoveNoticeMinutes">
    /// A client may not move a confirmed reservation later than these minutes before its start; a hold is free to
    /// move.
    /// </param>
    /// <param name="HoldMinutes">The minutes until a hold expires.</param>
    /// <param name="FurthestDays">The days ahead in which a reservation may start; 0 if there is no bound.</param>
    /// <param name="DayMax">The most reservations on a day of the provider's time zone; 0 if there is no limit.</param>
    /// <param name="WeekMax">The most reservations in a week, from Monday; 0 if there is no limit.</param>
    /// <param name="ClientMax">The most live reservations of a client with a provider; 0 if there is no limit.</param>
    /// <param name="StepMinutes">
    /// The step of starts in minutes, counted from the start of an opening; 0 if each slot may be one.
    /// </param>
    /// <param name="ReminderMinutes">
    /// How many minutes before the start clients are reminded, in elapsed time; nobody is if the list is empty.
    /// </param>
    /// <param name="LateCancelEventTypeId">The kind of care event that a late cancellation registers.</param>
    /// <param name="IfMatch">
    /// The ETag that the change is based on; the change is refused if the policy has another version.
    /// </param>
    public sealed record Input(
        [Id] long Id, [Number(0, 525_600)] int? BookNoticeMinutes = null,
        [Number(0, 525_600)] int? CancelNoticeMinutes = null, [Number(0, 525_600)] int? MoveNoticeMinutes = null,
        [Number(1, 1440)] int? HoldMinutes = null, [Number(0, 3660)] int? FurthestDays = null,
        [Number(0, 1000)] int? DayMax = null, [Number(0, 7000)] int? WeekMax = null,
        [Number(0, 1000)] int? ClientMax = null, [Number(0, 1440)] int? StepMinutes = null,
        [Count(0, SchedulingSettings.RemindersMax)]
        [Number(SchedulingSettings.ReminderMinutesMin, SchedulingSettings.ReminderMinutesMax)]
        IReadOnlyList<int>? ReminderMinutes = null, [Id] long? LateCancelEventTypeId = null,
        [Header("If-Match")][Text(0, EntityTag.ListMax)] string? IfMatch = null);

    /// <summary>Replaces what a service says about booking; what is null or left out, it leaves open.</summary>
    public static Task<Answer<BookingPolicy>> OfService(Input input, Call call) =>
        Replace(input, call, PolicySubject.Service);

    /// <summary>Replaces what a provider says about booking; what is null or left out, they leave open.</summary>
    public static Task<Answer<BookingPolicy>> OfProvider(Input input, Call call) =>
        Replace(input, call, PolicySubject.Provider);

    /// <summary>Replaces what an organisation says about booking; what is null or left out, it leaves open.</summary>
    public static Task<Answer<BookingPolicy>> OfOrganisation(Input input, Call call) =>
        Replace(input, call, PolicySubject.Organisation);

    static Task<Answer<BookingPolicy>> Replace(
        Input input, Call call, Func<Session, Call, long, Task<PolicySubject>> find) => call.Write(async session =>
    {
        var subject = await find(session, call, input.Id);
        // The row is made first and then locked, so that two first changes at once run one after the other.
        await session.Run(
            InsertOpen, ("level", subject.Level), ("subject", subject.Id), ("now", call.Now));
        var known = (await session.One(
            FindAndHold, BookingPolicy.Read, ("level", subject.Level), ("subject", subject.Id)))!;
        EntityTag.Check(input.IfMatch, known.Version);
        await ServiceStore.CheckEventType(
            session, call, input.LateCancelEventTypeId, "/late_cancel_event_type_id");

        var changed = (await session.One(Update, BookingPolicy.Read, ("level", subject.Level),
            ("subject", subject.Id), ("book", input.BookNoticeMinutes), ("cancel", input.CancelNoticeMinutes),
            ("move", input.MoveNoticeMinutes), ("hold", input.HoldMinutes), ("furthest", input.FurthestDays),
            ("day", input.DayMax), ("week", input.WeekMax), ("client", input.ClientMax), ("step", input.StepMinutes),
            ("reminders", input.ReminderMinutes is { } minutes
                ? NumberList.Write(minutes.Distinct().OrderDescending())
                : null),
            ("late", input.LateCancelEventTypeId), ("now", call.Now)))!;
        await ProviderLog.Append(session, call, subject.Changed(changed));
        return changed;
    });

    static readonly Sql InsertOpen = new("""
        INSERT INTO policies (level, subject_id, updated_at, version)
        VALUES (@level, @subject, @now, 0)
        ON CONFLICT DO NOTHING
        """);

    static readonly Sql FindAndHold = new($$"""
        SELECT {{BookingPolicy.Columns}}
        FROM policies
        WHERE level = @level AND subject_id = @subject
        {lock}
        """);

    static readonly Sql Update = new($"""
        UPDATE policies
        SET book_notice_minutes = @book, cancel_notice_minutes = @cancel, move_notice_minutes = @move,
            hold_minutes = @hold, furthest_days = @furthest, day_max = @day, week_max = @week, client_max = @client,
            step_minutes = @step, reminder_minutes = @reminders, late_cancel_event_type_id = @late, updated_at = @now,
            version = version + 1
        WHERE level = @level AND subject_id = @subject
        RETURNING {BookingPolicy.Columns}
        """);
}
