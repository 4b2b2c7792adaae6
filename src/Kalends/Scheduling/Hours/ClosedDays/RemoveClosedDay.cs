using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Scheduling.Hours.ClosedDays;

/// <summary>
/// Removes a closed day of an organisation, so that working hours apply on it again. No import closes the date of an
/// imported day again, until all closed days are replaced.
/// </summary>
static class RemoveClosedDay
{
    /// <param name="OrganisationId">The id of the organisation.</param>
    /// <param name="Date">The date.</param>
    /// <param name="IfMatch">
    /// The ETag that the change is based on; the change is refused if the closed days have another version.
    /// </param>
    public sealed record Input(
        [Id] long OrganisationId, DateOnly Date,
        [Header("If-Match")][Text(0, EntityTag.ListMax)] string? IfMatch = null);

    /// <param name="ClosedDay">The day that was removed.</param>
    /// <param name="Version">The number of the version of the closed days.</param>
    /// <param name="Pending">
    /// The number of providers whose openings follow within a minute; those of up to 50 providers have followed.
    /// </param>
    public sealed record Removed(ClosedDay ClosedDay, long Version, int Pending) : IClosedDaysChange;

    public static async Task<Answer<Removed>> Run(Input input, Call call)
    {
        var stored = await call.Write(session => Remove(session, input, call));
        var pending = await HoursOfOrganisation.Follow(call, input.OrganisationId);
        return stored.As(removed => removed with { Pending = pending });
    }

    static async Task<Removed> Remove(Session session, Input input, Call call)
    {
        await ClosedDayStore.Hold(session, call, input.OrganisationId, input.IfMatch);
        var removed = await session.One(
            Delete, ClosedDay.Read, ("organisation", input.OrganisationId), ("date", input.Date))
            ?? throw SchedulingErrors.NoSuchClosedDay.Refused();
        if (removed.Uid is not null)
            await session.Enqueue(Reopen, ("organisation", input.OrganisationId), ("date", input.Date));
        var version = await ClosedDayStore.Change(session, call, input.OrganisationId, added: 0, removed: 1);
        return new Removed(removed, version, Pending: 0);
    }

    static readonly Sql Delete = new($"""
        DELETE FROM closed_days
        WHERE organisation_id = @organisation AND date = @date
        RETURNING {ClosedDay.Columns}
        """);

    static readonly Sql Reopen = new("""
        INSERT INTO reopened_days (organisation_id, date)
        VALUES (@organisation, @date)
        ON CONFLICT DO NOTHING
        """);
}
