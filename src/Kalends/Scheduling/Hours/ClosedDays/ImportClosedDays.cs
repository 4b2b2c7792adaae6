using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Scheduling.Hours.ClosedDays;

/// <summary>
/// Imports the all-day events of an iCalendar (RFC 5545) as closed days of an organisation, repeating ones for five
/// years from today. What was imported of the same events before is replaced; a date that is closed already stays as it
/// is.
/// </summary>
static class ImportClosedDays
{
    /// <param name="OrganisationId">The id of the organisation.</param>
    /// <param name="Calendar">
    /// The calendar as text, at most 262,144 characters and 500 all-day events, none of which repeats more often than
    /// daily.
    /// </param>
    public sealed record Input([Id] long OrganisationId, [Text(1, 256 << 10, Raw = true)] string Calendar);

    /// <param name="Items">The closed days in the order of their dates.</param>
    /// <param name="Imported">The number of days that the calendar closes.</param>
    public sealed record ImportedDays(IReadOnlyList<ClosedDay> Items, int Imported);

    public static Task<Answer<ImportedDays>> Run(Input input, Call call)
    {
        var today = call.Now.InUtc().Date.ToDateOnly();
        var days = AllDayEvents.DaysOf(input.Calendar, today, today.AddYears(5));
        IReadOnlyList<string> uids = days.Select(day => day.Uid!).Distinct().ToList();
        return call.Write(async session =>
        {
            await ClosedDayStore.Hold(session, call, input.OrganisationId);
            var removed = await session.Run(
                DeleteImported, ("organisation", input.OrganisationId), ("uids", uids), ("today", today));
            await ClosedDayStore.Add(session, input.OrganisationId, days);
            var all = await ClosedDayStore.All(session, input.OrganisationId);
            if (all.Count > ClosedDay.Max)
                throw Refused.Invalid("/calendar", FaultCode.Count, AllDayEvents.TooManyDays);
            await ClosedDayStore.Change(session, call, input.OrganisationId, days.Count, removed);
            return new ImportedDays(all, days.Count);
        });
    }

    static readonly Sql DeleteImported = new("""
        DELETE FROM closed_days
        WHERE organisation_id = @organisation AND uid {list uids} AND date >= @today
        """);
}
