using Kalends.Events.Public;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Scheduling.Hours.ClosedDays;

/// <summary>The stored closed days of organisations.</summary>
static class ClosedDayStore
{
    /// <summary>
    /// Locks the closed days of an organisation, so that two changes run one after the other, and refuses a version
    /// that the caller does not know.
    /// </summary>
    public static async Task Hold(Session session, Call call, long organisationId, string? ifMatch)
    {
        session.Lock(LockOn.ClosedDays, Key, ("organisation", organisationId));
        await Organisation.CheckAuthority(session, call, organisationId);
        EntityTag.Check(ifMatch, await Version(session, organisationId));
    }

    /// <summary>How often the closed days have changed.</summary>
    public static async Task<long> Version(Session session, long organisationId) =>
        await session.Number(FindVersion, ("organisation", organisationId)) ?? 0;

    /// <summary>The ETag of the closed days in a version.</summary>
    public static EntityTag TagOf(long version) => new(version, "");

    public static ValueTask<List<ClosedDay>> All(Session session, long organisationId) =>
        session.All(FindAll, ClosedDay.Read, ("organisation", organisationId));

    /// <summary>Stores closed days; a date that is closed already keeps its name.</summary>
    public static async ValueTask Add(Session session, long organisationId, IEnumerable<ClosedDay> days)
    {
        foreach (var day in days)
            await session.Enqueue(Insert, ("organisation", organisationId), ("date", day.Date),
                ("name", day.Name), ("uid", day.Uid));
    }

    /// <summary>
    /// Counts a change, appends its event, and marks the working hours of the organisation's providers to be expanded
    /// anew. Returns the new version.
    /// </summary>
    public static async Task<long> Change(Session session, Call call, long organisationId, int added, int removed)
    {
        var version = (await session.Number(CountChange, ("organisation", organisationId)))!.Value;
        await session.Enqueue(ExpandAnew, ("organisation", organisationId));
        await EventLog.Append(session, call, new DomainEvent(
            "scheduling", "closed_days.changed", $"organisation/{organisationId}",
            new { organisationId, added, removed })
        {
            OrganisationId = organisationId,
        });
        return version;
    }

    static readonly Sql Key = new("SELECT CAST(@organisation AS BIGINT) AS key");

    static readonly Sql FindVersion =
        new("SELECT version AS n FROM closed_day_versions WHERE organisation_id = @organisation");

    static readonly Sql CountChange = new("""
        INSERT INTO closed_day_versions (organisation_id, version)
        VALUES (@organisation, 1)
        ON CONFLICT (organisation_id) DO UPDATE SET version = closed_day_versions.version + 1
        RETURNING version AS n
        """);

    static readonly Sql FindAll = new($"""
        SELECT {ClosedDay.Columns}
        FROM closed_days
        WHERE organisation_id = @organisation
        ORDER BY date
        """);

    static readonly Sql Insert = new("""
        INSERT INTO closed_days (organisation_id, date, name, uid)
        VALUES (@organisation, @date, @name, @uid)
        ON CONFLICT DO NOTHING
        """);

    static readonly Sql ExpandAnew = new("""
        UPDATE working_hours
        SET expanded_until = NULL
        WHERE provider_id IN (SELECT id FROM public_providers WHERE organisation_id = @organisation)
        """);
}
