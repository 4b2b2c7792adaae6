using System.Text.Json.Serialization;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Scheduling.Policies;

/// <summary>
/// What a service, a provider or an organisation says about booking. What is null, it leaves open: the service is asked
/// first, then the provider, the organisation, and last the installation.
/// </summary>
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
/// <param name="UpdatedAt">The time of the last change; null if there was none.</param>
/// <param name="Version">The number of the version; each change counts.</param>
sealed record BookingPolicy(
    int? BookNoticeMinutes, int? CancelNoticeMinutes, int? MoveNoticeMinutes, int? HoldMinutes, int? FurthestDays,
    int? DayMax, int? WeekMax, int? ClientMax, int? StepMinutes, IReadOnlyList<int>? ReminderMinutes,
    long? LateCancelEventTypeId, Instant? UpdatedAt, long Version) : ITagged
{
    /// <summary>The policy of those who have said nothing.</summary>
    public static readonly BookingPolicy Open =
        new(null, null, null, null, null, null, null, null, null, null, null, null, 0);

    [JsonIgnore]
    public EntityTag Tag => new(Version, "");

    /// <summary>The columns that <see cref="Read"/> reads.</summary>
    public static readonly string Columns = $"{string.Join(", ", Policy.Members)}, updated_at, version";

    public static BookingPolicy Read(Row row) => new(
        row.IntOrNull("book_notice_minutes"), row.IntOrNull("cancel_notice_minutes"),
        row.IntOrNull("move_notice_minutes"), row.IntOrNull("hold_minutes"), row.IntOrNull("furthest_days"),
        row.IntOrNull("day_max"), row.IntOrNull("week_max"), row.IntOrNull("client_max"), row.IntOrNull("step_minutes"),
        row.TextOrNull("reminder_minutes") is { } reminders ? NumberList.Read(reminders) : null,
        row.LongOrNull("late_cancel_event_type_id"), row.AtOrNull("updated_at"), row.Long("version"));
}
