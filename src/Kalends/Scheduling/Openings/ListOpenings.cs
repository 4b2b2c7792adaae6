using Kalends.Platform.Calls;
using Kalends.Platform.Paging;

namespace Kalends.Scheduling.Openings;

/// <summary>Lists the openings of a provider that end after an instant, soonest first.</summary>
static class ListOpenings
{
    /// <param name="ProviderId">The id of the provider.</param>
    /// <param name="From">Only openings that end after this instant; the default is now.</param>
    public sealed record Input([Id] long ProviderId, Instant? From = null);

    public static Task<Page<Opening>> Run(Input input, PageRequest page, Call call) => call.Read(async session =>
    {
        await Provider.Find(session, input.ProviderId);
        return await new ListQuery<Opening>(ByEnd, Opening.ReadWithHours, Opening.ColumnsWithHours, "openings")
            .Where("provider_id = {0}", input.ProviderId)
            .Where("removed_at IS NULL")
            .Where("ends_at > {0}", input.From ?? call.Now)
            .Page(session, page);
    });

    // Openings of a provider do not overlap, so the order of their ends is that of their starts.
    static readonly Keyset<Opening> ByEnd =
        new("ends_at", new Key<Opening>("ends_at", opening => opening.EndsAt.Micros));
}
