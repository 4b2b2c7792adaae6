using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Scheduling.Hours.ClosedDays;

/// <summary>
/// Replaces all closed days of an organisation, imported ones too. Openings of working hours follow within a minute;
/// reservations stay.
/// </summary>
static class ReplaceClosedDays
{
    /// <param name="OrganisationId">The id of the organisation.</param>
    /// <param name="Days">The closed days, at most 2,000, each date once.</param>
    public sealed record Input([Id] long OrganisationId, [Count(0, ClosedDay.Max)] IReadOnlyList<EnteredDay> Days);

    /// <param name="Items">The closed days in the order of their dates.</param>
    public sealed record Replaced(IReadOnlyList<ClosedDay> Items);

    public static Task<Answer<Replaced>> Run(Input input, Call call)
    {
        var (errors, seen) = (new ValidationErrors(), new HashSet<DateOnly>());
        for (var i = 0; i < input.Days.Count; i++)
            if (!seen.Add(input.Days[i].Date))
                errors.Add($"/days/{i}/date", FaultCode.Repeated, "Each date stands here once.");
        errors.ThrowIfAny();

        return call.Write(async session =>
        {
            await ClosedDayStore.Hold(session, call, input.OrganisationId);
            var removed = await session.Run(DeleteAll, ("organisation", input.OrganisationId));
            await ClosedDayStore.Add(
                session, input.OrganisationId, input.Days.Select(day => new ClosedDay(day.Date, day.Name, null)));
            await ClosedDayStore.Change(session, call, input.OrganisationId, input.Days.Count, removed);
            return new Replaced(await ClosedDayStore.All(session, input.OrganisationId));
        });
    }

    static readonly Sql DeleteAll = new("DELETE FROM closed_days WHERE organisation_id = @organisation");
}
