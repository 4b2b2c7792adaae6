using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Scheduling.Feeds;

/// <summary>
/// Reads a calendar feed (RFC 5545) by its secret address, as calendar programs do, with an ETag. It has the
/// reservations that its maker may see, from 31 days back to 366 days ahead, the first 5,000 of them, without lapsed
/// holds. STATUS is TENTATIVE for a hold and CANCELLED for a cancelled reservation.
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
            await session.All(
                feed.ProviderId is null ? FindOfClient : FindOfProvider, row => BookedTime.Read(row, call.Now),
                SchedulingAccess.Reserve.Of(feed.Maker).With(
                    ("id", feed.ProviderId ?? feed.ClientId), ("from", call.Now - Back), ("to", call.Now + Ahead),
                    ("now", call.Now))),
            feed.ProviderId is { } id ? await Provider.FindEver(session, id) : null));
        if (FeedStore.IsToRemember(feed, call.Now))
            await call.Write(async session => await FeedStore.Remember(session, feed, call.Now));
        return new CalendarText(CalendarOfBooked.Write(booked, TitlesOf(feed, provider, booked.Count)), "calendar.ics");
    }

    static CalendarOfBooked.Titles TitlesOf(Feed feed, Provider? provider, int count) => new(
        provider is null ? "Appointments" : $"{provider.FirstName} {provider.LastName}".Trim(),
        count < EventsMax ? null : $"The first {EventsMax} reservations; later ones are left out.",
        ShowsProvider: provider is null, feed.ShowsClients);

    static readonly Sql FindOfProvider = Find("r.provider_id");

    static readonly Sql FindOfClient = Find("r.client_id");

    static Sql Find(string subject) => new($"""
        SELECT {BookedTime.Columns}
        FROM {BookedTime.Rows}
        WHERE {subject} = @id AND r.starts_at >= @from AND r.starts_at < @to AND {Reservation.Visible}
          AND r.state <> 'expired' AND (r.state <> 'held' OR r.expires_at > @now)
        ORDER BY r.starts_at, r.id
        LIMIT {EventsMax}
        """);
}
