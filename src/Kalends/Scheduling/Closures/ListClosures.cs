using Kalends.Platform.Calls;
using Kalends.Platform.Paging;

namespace Kalends.Scheduling.Closures;

/// <summary>Lists the closures of a provider that end after an instant, in the order of their ends.</summary>
static class ListClosures
{
    /// <param name="ProviderId">The id of the provider.</param>
    /// <param name="From">Only closures that end after this instant; the default is now.</param>
    public sealed record Input([Id] long ProviderId, Instant? From = null);

    public static Task<Page<Closure>> Run(Input input, PageRequest page, Call call) => call.Read(async session =>
    {
        await Provider.CheckAuthority(session, call, input.ProviderId);
        return await new ListQuery<Closure>(ByEnd, Closure.Read, Columns, "closures")
            .Where("provider_id = {0}", input.ProviderId)
            .Where("ends_at > {0}", input.From ?? call.Now)
            .Page(session, page);
    });

    const string Columns = "id, provider_id, starts_at, ends_at, reason";

    static readonly Keyset<Closure> ByEnd = new("ends_at",
        new Key<Closure>("ends_at", closure => closure.EndsAt.Micros), new Key<Closure>("id", closure => closure.Id));
}
