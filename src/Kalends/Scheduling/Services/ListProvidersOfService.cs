using Kalends.Platform.Calls;
using Kalends.Platform.Paging;

namespace Kalends.Scheduling.Services;

/// <summary>Lists the providers who offer a service, in the order of their creation.</summary>
static class ListProvidersOfService
{
    /// <param name="Id">The id of the service.</param>
    public sealed record Input([Id] long Id);

    public static Task<Page<Offer>> Run(Input input, PageRequest page, Call call) => call.Read(async session =>
    {
        await ReadService.Find(session, call, input.Id);
        return await new ListQuery<Offer>(
            ByProvider, Offer.Read, "service_id, provider_id", "service_providers")
            .Where("service_id = {0}", input.Id)
            .Page(session, page);
    });

    static readonly Keyset<Offer> ByProvider =
        new("provider_id", new Key<Offer>("provider_id", offer => offer.ProviderId));
}
