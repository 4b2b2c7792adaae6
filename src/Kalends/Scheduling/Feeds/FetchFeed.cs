using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Providers.Public;

namespace Kalends.Scheduling.Feeds;

/// <summary>
/// Reads a calendar feed (RFC 5545) by its secret address, as calendar programs do, with an ETag. It has the
/// reservations that its maker may see, from 31 days back to 366 days ahead, without lapsed holds. It has at most 5,000
/// of them: first those of the last day and those ahead, the nearest first, then the latest of the others. STATUS is
/// TENTATIVE for a hold and CANCELLED for a cancelled reservation.
/// </summary>
static class FetchFeed
{
    const int EventsMax = 5000;

    static readonly TimeSpan Back = TimeSpan.FromDays(31);
    static readonly TimeSpan Ahead = TimeSpan.FromDays(366);

    /// <param name="Secret">The secret of the address.</param>
    public sealed record Input([Text(1, 500, Secret = true)] string Secret);

    public static async Task<CalendarText> Run(Input input, Call call)
    {
        var feed = await call.Read(async session => await FeedStore.FindBySecret(session, input.Secret))
            ?? throw SchedulingErrors.NoSuchFeed.Refused();
        var (booked, provider) = await call.Read(async session => (
            await Find(session, feed, call.Now),
            feed.ProviderId is { } id ? await Provider.FindEver(session, id) : null));
        if (feed.ShowsClients)
            await ClientReads.Log(
                call.As(feed.Maker, SchedulingAccess.Reserve.Of(feed.Maker)), ReadKind.Calendar,
                booked.Select(one => one.Reservation.ClientId));
        if (FeedStore.IsToRemember(feed, call.Now))
            await call.Write(async session => await FeedStore.Remember(session, feed, call.Now));
        return new CalendarText(CalendarOfBooked.Write(booked, TitlesOf(feed, provider, booked.Count)), "calendar.ics");
    }

    static async Task<List<BookedTime>> Find(Session session, Feed feed, Instant now)
    {
        // What started before is over.
        var recent = now - Reservation.LengthMax;
        var isOfClient = feed.ProviderId is null;
        var ahead = await Find(isOfClient ? AheadOfClient : AheadOfProvider, recent, now + Ahead, EventsMax);
        if (ahead.Count == EventsMax)
            return ahead;
        var past = await Find(
            isOfClient ? PastOfClient : PastOfProvider, now - Back, recent, EventsMax - ahead.Count);
        past.Reverse();
        return [.. past, .. ahead];

        ValueTask<List<BookedTime>> Find(Sql sql, Instant from, Instant to, int most) => session.All(
            sql, row => BookedTime.Read(row, now), SchedulingAccess.Reserve.Of(feed.Maker).With(
                ("id", feed.ProviderId ?? feed.ClientId), ("from", from), ("to", to), ("now", now), ("most", most)));
    }

    static CalendarOfBooked.Titles TitlesOf(Feed feed, Provider? provider, int count) => new(
        provider is null ? "Appointments" : $"{provider.FirstName} {provider.LastName}".Trim(),
        count < EventsMax ? null : $"{EventsMax} reservations, those ahead before those past; the others are left out.",
        ShowsProvider: provider is null, feed.ShowsClients);

    static readonly Sql AheadOfProvider = Find("r.provider_id", "ASC");

    static readonly Sql PastOfProvider = Find("r.provider_id", "DESC");

    static readonly Sql AheadOfClient = Find("r.client_id", "ASC");

    static readonly Sql PastOfClient = Find("r.client_id", "DESC");

    static Sql Find(string subject, string order) => new($"""
        SELECT {BookedTime.Columns}
        FROM {BookedTime.Rows}
        WHERE {subject} = @id AND r.starts_at >= @from AND r.starts_at < @to AND {Reservation.Visible}
          AND r.state <> 'expired' AND (r.state <> 'held' OR r.expires_at > @now)
        ORDER BY r.starts_at {order}, r.id {order}
        LIMIT @most
        """);
}
