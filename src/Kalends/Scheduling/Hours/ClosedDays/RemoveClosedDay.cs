using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Scheduling.Hours.ClosedDays;

/// <summary>Removes a closed day of an organisation, so that working hours apply on it again.</summary>
static class RemoveClosedDay
{
    /// <param name="OrganisationId">The id of the organisation.</param>
    /// <param name="Date">The date.</param>
    public sealed record Input([Id] long OrganisationId, DateOnly Date);

    public static Task<Answer<ClosedDay>> Run(Input input, Call call) => call.Write(async session =>
    {
        await ClosedDayStore.Hold(session, call, input.OrganisationId);
        var removed = await session.One(
            Delete, ClosedDay.Read, ("organisation", input.OrganisationId), ("date", input.Date))
            ?? throw SchedulingErrors.NoSuchClosedDay.Refused();
        await ClosedDayStore.Change(session, call, input.OrganisationId, added: 0, removed: 1);
        return removed;
    });

    static readonly Sql Delete = new($"""
        DELETE FROM closed_days
        WHERE organisation_id = @organisation AND date = @date
        RETURNING {ClosedDay.Columns}
        """);
}
