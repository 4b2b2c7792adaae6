using Kalends.Events.Public;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Providers.Public;

namespace Kalends.Scheduling.Feeds;

/// <summary>The stored feeds; a user has one of each provider and each client.</summary>
static class FeedStore
{
    /// <summary>The caller's feed of a provider, or a refusal that there is none.</summary>
    public static async Task<Feed> OfProvider(Session session, Call call, long id) =>
        await Find(session, call, id, null) ?? throw SchedulingErrors.NoSuchFeed.Refused();

    /// <summary>The caller's feed of a client, or a refusal that there is none.</summary>
    public static async Task<Feed> OfClient(Session session, Call call, long id) =>
        await Find(session, call, null, id) ?? throw SchedulingErrors.NoSuchFeed.Refused();

    static ValueTask<Feed?> Find(Session session, Call call, long? provider, long? client) => session.One(
        FindOwn, Feed.Read, ("provider", provider ?? 0), ("client", client ?? 0), ("user", call.Caller.UserId));

    /// <summary>The feed with a secret; null if there is none, or if its maker is disabled.</summary>
    public static ValueTask<Feed?> FindBySecret(Session session, string secret) =>
        session.One(FindByHash, Feed.Read, ("hash", SecretBytes.Hash(secret)));

    /// <summary>Stores a feed of the caller in the place of an earlier one.</summary>
    public static async Task<Feed> Replace(
        Session session, Call call, long? provider, long? client, string secret, bool showsClients)
    {
        await session.Enqueue(provider is null ? UpsertOfClient : UpsertOfProvider,
            ("provider", provider), ("client", client), ("user", call.Caller.UserId),
            ("hash", SecretBytes.Hash(secret)), ("shows", showsClients ? 1L : 0L), ("now", call.Now));
        var made = (await Find(session, call, provider, client))!;
        await Log(session, call, made.Event("made"));
        return made;
    }

    public static async Task Delete(Session session, Call call, Feed feed)
    {
        await session.Enqueue(DeleteOne, ("id", feed.Id));
        await Log(session, call, feed.Event("revoked"));
    }

    /// <summary>Records that a feed was read, at most once an hour.</summary>
    public static ValueTask<int> Remember(Session session, Feed feed, Instant now) =>
        session.Run(MarkRead, ("id", feed.Id), ("now", now), ("before", now - AnHour));

    public static bool IsToRemember(Feed feed, Instant now) => !(feed.LastReadAt > now - AnHour);

    static readonly TimeSpan AnHour = TimeSpan.FromHours(1);

    static ValueTask Log(Session session, Call call, DomainEvent happened) => happened.ProviderId is null
        ? EventLog.Append(session, call, happened with { OwnerUserId = call.Caller.UserId })
        : ProviderLog.Append(session, call, happened);

    const string Rows = """
        SELECT f.id, f.provider_id, f.client_id, f.user_id, f.shows_clients, f.created_at, f.last_read_at,
               u.roles, u.organisation_id
        FROM feeds f
        JOIN public_users u ON u.id = f.user_id
        """;

    static readonly Sql FindOwn = new($"""
        {Rows}
        WHERE (f.provider_id = @provider OR f.client_id = @client) AND f.user_id = @user
        """);

    static readonly Sql FindByHash = new($"""
        {Rows}
        WHERE f.secret_hash = @hash AND u.disabled_at IS NULL
        """);

    static readonly Sql UpsertOfProvider = Upsert("provider_id");

    static readonly Sql UpsertOfClient = Upsert("client_id");

    static Sql Upsert(string subject) => new($"""
        INSERT INTO feeds (provider_id, client_id, user_id, secret_hash, shows_clients, created_at)
        VALUES (CAST(@provider AS BIGINT), CAST(@client AS BIGINT), @user, @hash, @shows, @now)
        ON CONFLICT ({subject}, user_id) WHERE {subject} IS NOT NULL DO UPDATE
        SET secret_hash = excluded.secret_hash, shows_clients = excluded.shows_clients,
            created_at = excluded.created_at, last_read_at = NULL
        """);

    static readonly Sql DeleteOne = new("DELETE FROM feeds WHERE id = @id");

    static readonly Sql MarkRead = new("""
        UPDATE feeds
        SET last_read_at = @now
        WHERE id = @id AND (last_read_at IS NULL OR last_read_at <= @before)
        """);
}
