using System.Text.Json.Serialization;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Scheduling.Hours.ClosedDays;

/// <summary>
/// Closes an organisation on a date, or on each date of a span; a date that is closed already keeps its name. Openings
/// of working hours follow; reservations stay. A request that closes nothing new is no new version.
/// </summary>
static class AddClosedDays
{
    /// <param name="OrganisationId">The id of the organisation.</param>
    /// <param name="Date">The date, or the first one of a span.</param>
    /// <param name="Name">The name of the days, or the reason.</param>
    /// <param name="LastDate">
    /// The last date of the span, at most 366 days after the first; by default the first.
    /// </param>
    /// <param name="IfMatch">
    /// The ETag that the change is based on; the change is refused if the closed days have another version.
    /// </param>
    public sealed record Input(
        [Id] long OrganisationId, DateOnly Date, [Text(1, ClosedDay.NameMax)] string Name, DateOnly? LastDate = null,
        [Header("If-Match")][Text(0, EntityTag.ListMax)] string? IfMatch = null);

    /// <param name="Items">The closed days of the span in the order of their dates.</param>
    /// <param name="Added">The number of dates that were not closed before.</param>
    /// <param name="Version">The number of the version.</param>
    /// <param name="Pending">
    /// The number of providers whose openings follow within a minute; those of up to 50 providers have followed.
    /// </param>
    public sealed record AddedDays(IReadOnlyList<ClosedDay> Items, int Added, long Version, int Pending)
        : ITagged, IClosedDaysChange
    {
        [JsonIgnore]
        public EntityTag Tag => ClosedDayStore.TagOf(Version);
    }

    const int DaysMax = 366;

    public static async Task<Answer<AddedDays>> Run(Input input, Call call)
    {
        var last = input.LastDate ?? input.Date;
        var errors = new ValidationErrors();
        if (last < input.Date)
            errors.Add("/last_date", FaultCode.EndBeforeStart, "last_date must not be before date.");
        else if (last.DayNumber - input.Date.DayNumber > DaysMax)
            errors.Add("/last_date", FaultCode.TooLong, $"last_date is at most {DaysMax} days after date.");
        errors.ThrowIfAny();

        var stored = await call.Write(session => Add(session, input, last, call));
        var pending = await HoursOfOrganisation.Follow(call, input.OrganisationId);
        return stored.As(added => added with { Pending = pending });
    }

    static async Task<AddedDays> Add(Session session, Input input, DateOnly last, Call call)
    {
        await ClosedDayStore.Hold(session, call, input.OrganisationId, input.IfMatch);
        var before = await ClosedDayStore.All(session, input.OrganisationId);
        await ClosedDayStore.Add(
            session, input.OrganisationId, Enumerable.Range(0, last.DayNumber - input.Date.DayNumber + 1)
                .Select(after => new ClosedDay(input.Date.AddDays(after), input.Name, Uid: null)));
        var all = await ClosedDayStore.All(session, input.OrganisationId);
        if (all.Count > ClosedDay.Max)
            throw Refused.Invalid("/last_date", FaultCode.Count, ClosedDay.TooMany);

        var added = all.Count - before.Count;
        var version = added == 0
            ? await ClosedDayStore.Version(session, input.OrganisationId)
            : await ClosedDayStore.Change(session, call, input.OrganisationId, added, removed: 0);
        return new AddedDays(
            [.. all.Where(day => day.Date >= input.Date && day.Date <= last)], added, version, Pending: 0);
    }
}
