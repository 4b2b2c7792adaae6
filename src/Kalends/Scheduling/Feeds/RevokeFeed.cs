using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Scheduling.Feeds;

/// <summary>Revokes the caller's calendar feed; its address stops working at once.</summary>
static class RevokeFeed
{
    /// <param name="Id">The id of the provider or client.</param>
    public sealed record Input([Id] long Id);

    /// <summary>Revokes the caller's calendar feed of a provider; its address stops working at once.</summary>
    public static Task<Answer<Feed>> OfProvider(Input input, Call call) => call.Write(async session =>
        await Revoke(session, call, await FeedStore.OfProvider(session, call, input.Id)));

    /// <summary>Revokes the caller's calendar feed of a client; its address stops working at once.</summary>
    public static Task<Answer<Feed>> OfClient(Input input, Call call) => call.Write(async session =>
        await Revoke(session, call, await FeedStore.OfClient(session, call, input.Id)));

    static async Task<Feed> Revoke(Session session, Call call, Feed feed)
    {
        await FeedStore.Delete(session, call, feed);
        return feed;
    }
}
