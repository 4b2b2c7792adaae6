using Kalends.Platform.Calls;
using Kalends.Platform.Paging;
using Kalends.Platform.Time;

namespace Kalends.Scheduling.Appointments;

/// <summary>Lists appointments; what a query string cannot say is asked of the search.</summary>
static class ListAppointments
{
    /// <param name="ProviderId">Only those of this provider.</param>
    /// <param name="From">Only those that end after it.</param>
    /// <param name="To">Only those that start before it; with <c>from</c>, those that overlap the time between.</param>
    /// <param name="Type">Only those of this type, or of one of these where it is given several times.</param>
    /// <param name="HasSkills">Only those whose provider has one or more of these skills.</param>
    /// <param name="Sort">
    /// By what, the first key first; ids decide where all are equal, in the direction of the last key.
    /// </param>
    public sealed record Input(
        [Id] long? ProviderId = null, Instant? From = null, Instant? To = null,
        [Text(0, 100)] IReadOnlyList<string>? Type = null, [Text(0, 100)] IReadOnlyList<string>? HasSkills = null,
        [Count(0, 10)] IReadOnlyList<AppointmentSort>? Sort = null);

    public static Task<Page<AppointmentView>> Run(Input input, PageRequest page, Call call)
    {
        var filter = new AppointmentsFilter(
            TypeIn: input.Type, HasSpecialisms: input.HasSkills, EndsAfter: input.From, StartsBefore: input.To,
            ProviderId: input.ProviderId);
        return SearchAppointments.Run(new(filter, input.Sort, page), call);
    }
}
