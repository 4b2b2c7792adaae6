using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Providers.Public;

namespace Kalends.Scheduling.Hours;

/// <summary>
/// Expands working hours whose openings do not reach to the end of the booking window, or whose closed days or time
/// zone data changed since.
/// </summary>
static class ExpandHours
{
    const int AtOnce = 100;

    /// <summary>One round of the background job.</summary>
    public static Task Run(Call call) => Round(call);

    /// <summary>One round, in which each provider is tried once; returns how many were expanded.</summary>
    public static async Task<int> Round(Call call)
    {
        List<long> due;
        var (after, expanded) = (0L, 0);
        do
        {
            due = await call.Read(async session => await session.All(
                FindDue, row => row.Long("provider_id"), ("after", after), ("reach", ReachOf(call)),
                ("version", ZoneData.Version), ("limit", AtOnce)));
            foreach (var provider in due)
                expanded += (await call.Write(session => Expand(session, call, provider))).Value ? 1 : 0;
            after = due.LastOrDefault();
        }
        while (due.Count == AtOnce);
        return expanded;
    }

    // Hours are expanded for a day more than the window has, counted from today in their own zone. So after a round
    // they reach this date, wherever their zone lies, and are not found again before the next day.
    static DateOnly ReachOf(Call call) =>
        call.Now.InUtc().Date.ToDateOnly().AddDays(call.Settings<SchedulingSettings>().WindowDays);

    /// <summary>Expands the hours of a provider; false if there are none.</summary>
    public static async Task<bool> Expand(Session session, Call call, long providerId)
    {
        Calendars.Hold(session, providerId);
        if (await HoursStore.Hold(session, providerId) is not { } hours)
            return false;
        var (expanded, offered, removed, _) = await HoursStore.Expand(session, call, hours);
        if (offered + removed > 0)
            await ProviderLog.Append(session, call, expanded.Event("expanded", offered, removed));
        return true;
    }

    static readonly Sql FindDue = new("""
        SELECT provider_id
        FROM working_hours
        WHERE provider_id > @after
          AND (expanded_until IS NULL OR expanded_until < @reach OR zone_version <> @version)
        ORDER BY provider_id
        LIMIT @limit
        """);
}
