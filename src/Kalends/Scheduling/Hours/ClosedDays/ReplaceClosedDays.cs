using System.Text.Json.Serialization;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Scheduling.Hours.ClosedDays;

/// <summary>
/// Replaces all closed days of an organisation, imported ones too, and forgets which imported ones were removed.
/// Openings of working hours follow; reservations stay.
/// </summary>
static class ReplaceClosedDays
{
    /// <param name="OrganisationId">The id of the organisation.</param>
    /// <param name="Days">The closed days, at most 2,000, each date once.</param>
    /// <param name="IfMatch">
    /// The ETag that the change is based on; the change is refused if the closed days have another version.
    /// </param>
    public sealed record Input(
        [Id] long OrganisationId, [Count(0, ClosedDay.Max)] IReadOnlyList<EnteredDay> Days,
        [Header("If-Match")][Text(0, EntityTag.ListMax)] string? IfMatch = null);

    /// <param name="Items">The closed days in the order of their dates.</param>
    /// <param name="Version">The number of the version.</param>
    /// <param name="Pending">
    /// The number of providers whose openings follow within a minute; those of up to 50 providers have followed.
    /// </param>
    public sealed record Replaced(IReadOnlyList<ClosedDay> Items, long Version, int Pending)
        : ITagged, IClosedDaysChange
    {
        [JsonIgnore]
        public EntityTag Tag => ClosedDayStore.TagOf(Version);
    }

    public static async Task<Answer<Replaced>> Run(Input input, Call call)
    {
        var (errors, seen) = (new ValidationErrors(), new HashSet<DateOnly>());
        for (var i = 0; i < input.Days.Count; i++)
            if (!seen.Add(input.Days[i].Date))
                errors.Add($"/days/{i}/date", FaultCode.Repeated, "Each date stands here once.");
        errors.ThrowIfAny();

        var stored = await call.Write(session => Replace(session, input, call));
        var pending = await HoursOfOrganisation.Follow(call, input.OrganisationId);
        return stored.As(replaced => replaced with { Pending = pending });
    }

    static async Task<Replaced> Replace(Session session, Input input, Call call)
    {
        await ClosedDayStore.Hold(session, call, input.OrganisationId, input.IfMatch);
        var removed = await session.Run(DeleteAll, ("organisation", input.OrganisationId));
        await session.Enqueue(ForgetReopened, ("organisation", input.OrganisationId));
        await ClosedDayStore.Add(
            session, input.OrganisationId, input.Days.Select(day => new ClosedDay(day.Date, day.Name, null)));
        var version = await ClosedDayStore.Change(session, call, input.OrganisationId, input.Days.Count, removed);
        return new Replaced(await ClosedDayStore.All(session, input.OrganisationId), version, Pending: 0);
    }

    static readonly Sql DeleteAll = new("DELETE FROM closed_days WHERE organisation_id = @organisation");

    static readonly Sql ForgetReopened = new("DELETE FROM reopened_days WHERE organisation_id = @organisation");
}
