using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Scheduling.Hours.ClosedDays;

/// <summary>Lets the openings of an organisation's providers follow its closed days.</summary>
static class HoursOfOrganisation
{
    const int AtOnce = 50;

    /// <summary>
    /// Expands the working hours that a change of closed days has marked, those of each provider in a transaction of
    /// their own, and returns how many are left to the background job. The change itself is stored by now, so a refusal
    /// leaves the rest to the job too.
    /// </summary>
    public static async Task<int> Follow(Call change, long organisationId)
    {
        // The key of the request belongs to the change alone.
        var call = change.With(SchedulingAccess.KeepOrganisation);
        try
        {
            foreach (var provider in await call.Read(async session => await session.All(
                FindMarked, row => row.Long("provider_id"), ("organisation", organisationId), ("limit", AtOnce))))
                await call.Write(session => ExpandHours.Expand(session, call, provider));
        }
        catch (Refused)
        {
            // The job tries again.
        }
        return (int)(await call.Read(async session =>
            await session.Number(CountMarked, ("organisation", organisationId))) ?? 0);
    }

    const string Marked = """
        FROM working_hours h
        JOIN public_providers p ON p.id = h.provider_id
        WHERE p.organisation_id = @organisation AND h.expanded_until IS NULL
        """;

    static readonly Sql FindMarked = new($"""
        SELECT h.provider_id
        {Marked}
        ORDER BY h.provider_id
        LIMIT @limit
        """);

    static readonly Sql CountMarked = new($"SELECT COUNT(*) AS n {Marked}");
}
