using Kalends.Platform.Calls;
using Kalends.Platform.Paging;
using Kalends.Providers.Public;

namespace Kalends.Scheduling.Services;

/// <summary>Lists the services that a provider offers, their own and those of their organisation.</summary>
static class ListServicesOfProvider
{
    /// <param name="ProviderId">The id of the provider.</param>
    public sealed record Input([Id] long ProviderId);

    public static Task<Page<Service>> Run(Input input, PageRequest page, Call call) => call.Read(async session =>
    {
        await Publication.Check(session, call, input.ProviderId);
        var found = await ListServices.Query("service_providers o JOIN services s ON s.id = o.service_id", call)
            .Where("o.provider_id = {0}", input.ProviderId)
            .Page(session, page);
        // A provider with services exists, so only an empty list needs the check.
        if (found.Items.Count == 0)
            await Provider.Find(session, input.ProviderId);
        return found;
    });
}
