using System.Text.Json;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Scheduling.Openings;

namespace Kalends.Scheduling.Hours;

/// <summary>The stored working hours; a caller that changes them must hold the calendar.</summary>
static class HoursStore
{
    /// <param name="Hours">The hours as they are expanded now.</param>
    /// <param name="Offered">The number of openings that were made of them.</param>
    /// <param name="Removed">The number of their openings that were removed.</param>
    /// <param name="Lost">The time of the hours that stays away, because a person removed it.</param>
    public sealed record Expanded(WorkingHours Hours, int Offered, int Removed, IEnumerable<Interval> Lost);

    public static ValueTask<WorkingHours?> Find(Session session, long providerId) =>
        session.One(FindHours, WorkingHours.Read, ("provider", providerId));

    public static ValueTask<List<WorkingHours>> FindOf(Session session, IReadOnlyList<long> providerIds) =>
        session.All(FindAll, WorkingHours.Read, ("providers", providerIds));

    /// <summary>
    /// The hours of a provider, locked until the end of the transaction; null if there are none. A change of closed
    /// days waits for the lock, and marks the hours for the next round afterwards.
    /// </summary>
    public static ValueTask<WorkingHours?> Hold(Session session, long providerId) =>
        session.One(HoldHours, WorkingHours.Read, ("provider", providerId));

    /// <summary>Stores hours as the next version.</summary>
    public static async Task<WorkingHours> Replace(Session session, WorkingHours entered) =>
        (await session.One(Upsert, WorkingHours.Read,
            ("provider", entered.ProviderId), ("zone", entered.TimeZone),
            ("rules", JsonSerializer.Serialize(entered.Rules, Json.Options)),
            ("exceptions", JsonSerializer.Serialize(entered.Exceptions, Json.Options)),
            ("now", entered.UpdatedAt)))!;

    /// <summary>
    /// Makes the openings of the hours for the booking window, around what people offered or removed. A repetition
    /// changes nothing.
    /// </summary>
    public static async Task<Expanded> Expand(Session session, Call call, WorkingHours hours)
    {
        var zone = DateTimeZoneProviders.Tzdb[hours.TimeZone];
        var today = call.Now.InZone(zone).Date.ToDateOnly();
        // The day before may not be over, where clocks go back at midnight.
        var (from, until) = (today.AddDays(-1), today.AddDays(call.Settings<SchedulingSettings>().WindowDays + 1));
        var closed = await session.All(FindClosedDays, row => row.Text("date"),
            ("provider", hours.ProviderId), ("from", from), ("until", until));
        var standing = await session.All(FindStanding, Opening.ReadWithHours,
            ("provider", hours.ProviderId), ("now", call.Now));
        var removed = await session.All(FindRemoved, row => new Interval(row.At("starts_at"), row.At("ends_at")),
            ("provider", hours.ProviderId), ("now", call.Now));

        var said = Expansion.Of(hours, zone, closed.Select(DateOnly.Parse).ToHashSet(), from, until).ToList();
        var own = standing.Where(one => one.Hours is null).Select(one => one.Stretch).ToList();
        var wanted = Expansion.Beside(said, own.Concat(removed));
        var change = Expansion.Compare(wanted, standing.FindAll(one => one.Hours is not null), call.Now);
        await Store(session, call, hours.ProviderId, change);
        await session.Enqueue(
            MarkExpanded, ("provider", hours.ProviderId), ("until", until), ("version", ZoneData.Version));
        return new Expanded(
            hours with { ExpandedUntil = until, ZoneVersion = ZoneData.Version },
            change.Offered.Count, change.Removed.Count,
            Expansion.Lost(said.Where(one => one.EndsAt > call.Now), removed, own));
    }

    static async ValueTask Store(Session session, Call call, long providerId, Expansion.Change change)
    {
        if (change.Removed.Count > 0)
            await OpeningStore.Remove(session, call, change.Removed);
        if (change.Offered.Count > 0)
            await OpeningStore.Add(session, call, providerId, change.Offered);
    }

    static readonly Sql FindHours = new($"""
        SELECT {WorkingHours.Columns}
        FROM working_hours
        WHERE provider_id = @provider
        """);

    static readonly Sql FindAll = new($$"""
        SELECT {{WorkingHours.Columns}}
        FROM working_hours
        WHERE provider_id {list providers}
        """);

    static readonly Sql HoldHours = new($$"""
        SELECT {{WorkingHours.Columns}}
        FROM working_hours
        WHERE provider_id = @provider
        {lock}
        """);

    static readonly Sql Upsert = new($"""
        INSERT INTO working_hours (provider_id, time_zone, rules, exceptions, updated_at)
        VALUES (@provider, @zone, @rules, @exceptions, @now)
        ON CONFLICT (provider_id) DO UPDATE
        SET time_zone = excluded.time_zone, rules = excluded.rules, exceptions = excluded.exceptions,
            updated_at = excluded.updated_at, version = working_hours.version + 1
        RETURNING {WorkingHours.Columns}
        """);

    static readonly Sql FindClosedDays = new("""
        SELECT d.date
        FROM closed_days d
        JOIN public_providers p ON p.organisation_id = d.organisation_id
        WHERE p.id = @provider AND d.date >= @from AND d.date < @until
        """);

    // Openings of a provider do not overlap, so the order of their ends is that of their starts.
    static readonly Sql FindStanding = new($"""
        SELECT {Opening.ColumnsWithHours}
        FROM openings
        WHERE provider_id = @provider AND removed_at IS NULL AND ends_at > @now
        ORDER BY ends_at
        """);

    static readonly Sql FindRemoved = new("""
        SELECT starts_at, ends_at
        FROM openings
        WHERE provider_id = @provider AND removed_for_good = 1 AND ends_at > @now
        """);

    static readonly Sql MarkExpanded = new("""
        UPDATE working_hours
        SET expanded_until = @until, zone_version = @version
        WHERE provider_id = @provider
        """);
}
