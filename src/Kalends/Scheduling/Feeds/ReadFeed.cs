using Kalends.Platform.Calls;

namespace Kalends.Scheduling.Feeds;

/// <summary>Reads whether the caller has a calendar feed, and when it was last read; never its address.</summary>
static class ReadFeed
{
    /// <param name="Id">The id of the provider or client.</param>
    public sealed record Input([Id] long Id);

    /// <summary>Reads the caller's calendar feed of a provider, without its address.</summary>
    public static Task<Feed> OfProvider(Input input, Call call) =>
        call.Read(session => FeedStore.OfProvider(session, call, input.Id));

    /// <summary>Reads the caller's calendar feed of a client, without its address.</summary>
    public static Task<Feed> OfClient(Input input, Call call) =>
        call.Read(session => FeedStore.OfClient(session, call, input.Id));
}
