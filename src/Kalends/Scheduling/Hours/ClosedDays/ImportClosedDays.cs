using System.Globalization;
using System.Text.Json.Serialization;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Scheduling.Hours.ClosedDays;

/// <summary>
/// Imports the all-day events of an iCalendar (RFC 5545) as closed days of an organisation, repeating ones for five
/// years from today. What was imported of the same events before is replaced, so that days open again whose event now
/// closes none; a date that is closed already stays as it is, and one that was removed after an import stays open. An
/// import that changes nothing is no new version.
/// </summary>
static class ImportClosedDays
{
    /// <param name="OrganisationId">The id of the organisation.</param>
    /// <param name="Calendar">
    /// The calendar as text, at most 262,144 characters and 500 all-day events, none of which repeats more often than
    /// daily. Events that are cancelled close no day; events that count as free time (TRANSP:TRANSPARENT) do, because
    /// calendars of public holidays mark all their days so.
    /// </param>
    /// <param name="IfMatch">
    /// The ETag that the change is based on; the change is refused if the closed days have another version.
    /// </param>
    public sealed record Input(
        [Id] long OrganisationId, [Text(1, 256 << 10, Raw = true)] string Calendar,
        [Header("If-Match")][Text(0, EntityTag.ListMax)] string? IfMatch = null);

    /// <param name="Items">The closed days in the order of their dates.</param>
    /// <param name="Imported">The number of days that the calendar closes.</param>
    /// <param name="LeftOut">The dates of the calendar that stay open, because they were removed before.</param>
    /// <param name="Version">The number of the version.</param>
    /// <param name="Pending">
    /// The number of providers whose openings follow within a minute; those of up to 50 providers have followed.
    /// </param>
    public sealed record ImportedDays(
        IReadOnlyList<ClosedDay> Items, int Imported, IReadOnlyList<DateOnly> LeftOut, long Version, int Pending)
        : ITagged, IClosedDaysChange
    {
        [JsonIgnore]
        public EntityTag Tag => ClosedDayStore.TagOf(Version);
    }

    public static async Task<Answer<ImportedDays>> Run(Input input, Call call)
    {
        var today = call.Now.InUtc().Date.ToDateOnly();
        var found = AllDayEvents.Find(input.Calendar, today, today.AddYears(5));
        var stored = await call.Write(session => Import(session, input, call, found, today));
        var pending = await HoursOfOrganisation.Follow(call, input.OrganisationId);
        return stored.As(imported => imported with { Pending = pending });
    }

    static async Task<ImportedDays> Import(
        Session session, Input input, Call call, AllDayEvents.Found found, DateOnly today)
    {
        var organisation = ("organisation", (object)input.OrganisationId);
        await ClosedDayStore.Hold(session, call, input.OrganisationId, input.IfMatch);
        var reopened = (await session.All(FindReopened, row => row.Text("date"), organisation))
            .Select(date => DateOnly.Parse(date, CultureInfo.InvariantCulture)).ToHashSet();
        var closed = found.Days.Where(day => !reopened.Contains(day.Date)).ToList();
        var before = await ClosedDayStore.All(session, input.OrganisationId);

        IReadOnlyList<string> uids = before.Select(day => day.Uid ?? "").Where(found.Uids.Contains).Distinct().ToList();
        var removed = await session.Run(DeleteImported, organisation, ("uids", uids), ("today", today));
        await session.Enqueue(ForgetPast, organisation, ("today", today));
        await ClosedDayStore.Add(session, input.OrganisationId, closed);
        var all = await ClosedDayStore.All(session, input.OrganisationId);
        if (all.Count > ClosedDay.Max)
            throw Refused.Invalid("/calendar", FaultCode.Count, ClosedDay.TooMany);
        var version = all.SequenceEqual(before)
            ? await ClosedDayStore.Version(session, input.OrganisationId)
            : await ClosedDayStore.Change(session, call, input.OrganisationId, closed.Count, removed);
        var leftOut = found.Days.Select(day => day.Date).Where(reopened.Contains).ToList();
        return new ImportedDays(all, closed.Count, leftOut, version, Pending: 0);
    }

    static readonly Sql FindReopened =
        new("SELECT date FROM reopened_days WHERE organisation_id = @organisation ORDER BY date");

    static readonly Sql DeleteImported = new("""
        DELETE FROM closed_days
        WHERE organisation_id = @organisation AND uid {list uids} AND date >= @today
        """);

    // An import closes no day of the past, so nothing needs to keep it open.
    static readonly Sql ForgetPast =
        new("DELETE FROM reopened_days WHERE organisation_id = @organisation AND date < @today");
}
