using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Providers.Public;

namespace Kalends.Scheduling.Feeds;

/// <summary>Makes the address of a calendar feed for the caller; the one that they had stops working.</summary>
static class MakeFeed
{
    /// <param name="Id">The id of the provider or client.</param>
    /// <param name="ShowsClients">Whether the titles of the events have the names of clients.</param>
    public sealed record Input([Id] long Id, bool ShowsClients = false);

    /// <summary>A calendar feed with its secret address.</summary>
    /// <param name="Feed">The feed.</param>
    /// <param name="Address">
    /// The path on this server at which calendar programs read the feed. Whoever has it can read; it is shown only this
    /// once.
    /// </param>
    public sealed record Made(Feed Feed, [Secret] string Address);

    /// <summary>
    /// Makes the caller's secret address of a calendar feed (RFC 5545) of a provider, in the place of the one that they
    /// had. The feed shows the reservations that the caller may see at that time, from 31 days back to 366 days ahead,
    /// at most 5,000 of them, those ahead before those past. It ends when the caller is disabled.
    /// </summary>
    public static Task<Answer<Made>> OfProvider(Input input, Call call)
    {
        var secret = Feed.NewSecret();
        return call.Write(async session =>
        {
            await Provider.CheckAuthority(session, call, input.Id);
            return await Make(session, call, input.Id, null, secret, input.ShowsClients);
        });
    }

    /// <summary>
    /// Makes the caller's secret address of a calendar feed (RFC 5545) of a client, in the place of the one that they
    /// had. The feed shows the reservations that the caller may see at that time, from 31 days back to 366 days ahead,
    /// at most 5,000 of them, those ahead before those past. It ends when the caller is disabled.
    /// </summary>
    public static async Task<Answer<Made>> OfClient(Input input, Call call)
    {
        if (!(await SeenClients.Find([input.Id], call)).ContainsKey(input.Id))
            throw SchedulingErrors.NoSuchClient.Refused();
        var secret = Feed.NewSecret();
        return await call.Write(session => Make(session, call, null, input.Id, secret, input.ShowsClients));
    }

    static async Task<Made> Make(
        Session session, Call call, long? provider, long? client, string secret, bool showsClients) =>
        new(await FeedStore.Replace(session, call, provider, client, secret, showsClients), Feed.AddressOf(secret));
}
