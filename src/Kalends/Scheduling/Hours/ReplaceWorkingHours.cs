using System.Text.Json.Serialization;
using Kalends.Platform.Calls;
using Kalends.Platform.Paging;
using Kalends.Providers.Public;

namespace Kalends.Scheduling.Hours;

/// <summary>
/// Replaces the working hours of a provider, and makes openings of them for the booking window. Only free time that
/// lies ahead changes, and openings that a person offered or removed stay so. An empty list of rules ends the hours.
/// </summary>
static class ReplaceWorkingHours
{
    /// <param name="ProviderId">The id of the provider.</param>
    /// <param name="TimeZone">The IANA name of the time zone of all dates and times.</param>
    /// <param name="Rules">The weekly rules, at most 50, whose hours do not overlap on any date.</param>
    /// <param name="Exceptions">The dates on which the rules do not apply, at most 400.</param>
    /// <param name="IfMatch">
    /// The ETag that the change is based on; the change is refused if the hours have another version.
    /// </param>
    public sealed record Input(
        [Id] long ProviderId,
        [Text(1, 64)] string TimeZone,
        [Count(0, HoursRule.Max)] IReadOnlyList<HoursRule> Rules,
        [Count(0, HoursException.Max)] IReadOnlyList<HoursException>? Exceptions = null,
        [Header("If-Match")][Text(0, EntityTag.ListMax)] string? IfMatch = null);

    /// <param name="WorkingHours">The hours as they stand now.</param>
    /// <param name="Conflicts">
    /// Live reservations ahead that no opening covers any more, soonest first, at most 100; they stay as they are.
    /// </param>
    /// <param name="KeptRemoved">
    /// The time of the hours that is not offered, because a person removed it from the calendar, soonest first, at most
    /// 100 stretches; who offers openings in it by hand brings it back.
    /// </param>
    public sealed record Replaced(
        WorkingHours WorkingHours, IReadOnlyList<Reservation> Conflicts, IReadOnlyList<RemovedStretch> KeptRemoved)
        : ITagged
    {
        [JsonIgnore]
        public EntityTag Tag => WorkingHours.Tag;
    }

    const int ShownMax = 100;

    static readonly PageRequest FirstConflicts = new(Limit: ShownMax);

    public static Task<Answer<Replaced>> Run(Input input, Call call)
    {
        var entered = new WorkingHours(
            input.ProviderId, input.TimeZone, input.Rules, input.Exceptions ?? [], call.Now, Version: 0);
        HoursFaults.Check(entered);
        return call.Write(async session =>
        {
            Calendars.Hold(session, input.ProviderId);
            await Provider.CheckAuthority(session, call, input.ProviderId);
            var known = await HoursStore.Hold(session, input.ProviderId);
            EntityTag.Check(input.IfMatch, known?.Version ?? 0);
            await HoursFaults.CheckServices(session, entered, known);

            var changed = await HoursStore.Replace(session, entered);
            var (expanded, offered, removed, lost) = await HoursStore.Expand(session, call, changed);
            await ProviderLog.Append(session, call, expanded.Event("changed", offered, removed));
            var conflicts = await ListConflicts.Query(input.ProviderId, call.Now).Page(session, FirstConflicts);
            return new Replaced(
                expanded, conflicts.Items,
                lost.Take(ShownMax).Select(one => new RemovedStretch(one.Start, one.End)).ToList());
        });
    }
}

/// <summary>A stretch of time that a person removed from a calendar.</summary>
/// <param name="StartsAt">The start.</param>
/// <param name="EndsAt">The end.</param>
sealed record RemovedStretch(Instant StartsAt, Instant EndsAt);
