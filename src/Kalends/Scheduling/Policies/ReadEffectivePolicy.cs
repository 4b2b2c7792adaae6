using Kalends.Platform.Calls;

namespace Kalends.Scheduling.Policies;

/// <summary>The rules of booking that apply to a provider, or to one service of theirs.</summary>
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
/// <param name="DayMax">The most reservations on a day of the time zone; 0 if there is no limit.</param>
/// <param name="WeekMax">The most reservations in a week, from Monday; 0 if there is no limit.</param>
/// <param name="ClientMax">The most live reservations of a client with the provider; 0 if there is no limit.</param>
/// <param name="StepMinutes">
/// The step of starts in minutes, counted from the start of an opening; 0 if each slot may be one.
/// </param>
/// <param name="ReminderMinutes">
/// How many minutes before the start clients are reminded, in elapsed time; nobody is if the list is empty.
/// </param>
/// <param name="LateCancelEventTypeId">The kind of care event that a late cancellation registers.</param>
/// <param name="TimeZone">The IANA name of the provider's time zone, in which days are counted.</param>
sealed record EffectivePolicy(
    int BookNoticeMinutes, int CancelNoticeMinutes, int MoveNoticeMinutes, int HoldMinutes, int FurthestDays,
    int DayMax, int WeekMax, int ClientMax, int StepMinutes, IReadOnlyList<int> ReminderMinutes,
    long? LateCancelEventTypeId, string TimeZone)
{
    public static EffectivePolicy Of(Policy policy) => new(
        Minutes(policy.BookNotice), Minutes(policy.CancelNotice), Minutes(policy.MoveNotice), Minutes(policy.Hold),
        policy.FurthestDays, policy.DayMax, policy.WeekMax, policy.ClientMax, Minutes(policy.Step),
        policy.ReminderMinutes, policy.LateCancelEventTypeId, policy.Zone.Id);

    static int Minutes(TimeSpan length) => (int)length.TotalMinutes;
}

/// <summary>Reads the rules of booking that apply to a provider, or to one service that they offer.</summary>
static class ReadEffectivePolicy
{
    /// <param name="Id">The id of the provider.</param>
    /// <param name="ServiceId">
    /// The service that is to be booked; without it the rules are those of single slots.
    /// </param>
    public sealed record Input([Id] long Id, [Id] long? ServiceId = null);

    public static Task<EffectivePolicy> Run(Input input, Call call) => call.Read(async session =>
    {
        await Provider.Find(session, input.Id);
        if (input.ServiceId is { } service)
            await Offers.Find(session, service, input.Id);
        return EffectivePolicy.Of(await Policy.Find(session, call, input.Id, input.ServiceId));
    });
}
