using Kalends.Platform.Calls;
using Kalends.Platform.Paging;

namespace Kalends.Scheduling.Appointments;

/// <summary>Lists appointments; the search takes filters that a query string cannot express.</summary>
static class ListAppointments
{
    /// <param name="ProviderId">Only appointments of this provider.</param>
    /// <param name="From">Only appointments that end after this instant.</param>
    /// <param name="To">
    /// Only appointments that start before this instant; with <c>from</c>, those that overlap the time between.
    /// </param>
    /// <param name="Type">Only appointments of this type; several types may be given.</param>
    /// <param name="HasSkills">Only appointments whose provider has at least one of these skills.</param>
    /// <param name="Sort">
    /// The sort keys, the most significant first; equal appointments are sorted by id, in the direction of the last
    /// key.
    /// </param>
    public sealed record Input(
        [Id] long? ProviderId = null, Instant? From = null, Instant? To = null,
        [Text(0, 100)] IReadOnlyList<string>? Type = null, [Text(0, 100)] IReadOnlyList<string>? HasSkills = null,
        [Count(0, 10)] IReadOnlyList<AppointmentSort>? Sort = null);

    public static async Task<Page<AppointmentView>> Run(Input input, PageRequest page, Call call)
    {
        var filter = new AppointmentsFilter(
            TypeIn: input.Type, HasSpecialisms: input.HasSkills, EndsAfter: input.From, StartsBefore: input.To,
            ProviderId: input.ProviderId);
        return await SearchAppointments.Run(new(filter, input.Sort, page), call);
    }
}
