using Kalends.Platform.Calls;
using Kalends.Platform.Paging;

namespace Kalends.Scheduling.Services;

/// <summary>
/// Lists services in the order of their creation; inactive ones are shown to those who keep them.
/// </summary>
static class ListServices
{
    /// <param name="OrganisationId">Only services that this organisation owns.</param>
    /// <param name="ProviderId">Only services that this provider owns.</param>
    /// <param name="Active">Only services that can be booked, or only those that cannot.</param>
    public sealed record Input([Id] long? OrganisationId = null, [Id] long? ProviderId = null, bool? Active = null);

    public static Task<Page<Service>> Run(Input input, PageRequest page, Call call) => call.Read(
        session => Query("services s", call)
            .LedBy(("s.organisation_id", input.OrganisationId), ("s.provider_id", input.ProviderId))
            .Where("s.active = {0}", input.Active is { } active ? active ? 1L : 0L : null)
            .Page(session, page));

    /// <summary>The services in some tables that the caller may see.</summary>
    public static ListQuery<Service> Query(string from, Call call) => new ListQuery<Service>(
        ById, Service.Read, Service.Columns("s."), from, ReadService.Seen(call))
        .Where(ReadService.Visible);

    static readonly Keyset<Service> ById = new("id", new Key<Service>("s.id", service => service.Id));
}
