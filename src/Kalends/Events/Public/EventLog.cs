using System.Text.Json;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Platform.Time;

namespace Kalends.Events.Public;

/// <summary>
/// Appends to the event log in the transaction of the change itself: no change without its event, and no event without
/// its change.
/// </summary>
static class EventLog
{
    public static ValueTask Append(Session session, Call call, DomainEvent happened) =>
        Append(session, call, happened, Insert);

    /// <summary>Appends with a statement of <see cref="AppendFor"/>.</summary>
    public static ValueTask Append(Session session, Call call, DomainEvent happened, Sql insert)
    {
        session.Announce();
        return session.Enqueue(insert,
            ("id", TimedId.New(call.Now)),
            ("now", call.Now),
            ("component", happened.Component),
            ("kind", happened.Kind),
            ("subject", happened.Subject),
            ("actor", happened.Actor ?? call.Caller.UserId),
            ("data", JsonSerializer.Serialize(happened.Data, Json.Options)),
            ("provider", happened.ProviderId),
            ("placed", happened.IsPlaced),
            ("organisation", happened.OrganisationId),
            ("owner", happened.OwnerUserId));
    }

    /// <summary>
    /// How far the log is settled, after a moment for what is just being written; <see cref="Read"/> reads up to it.
    /// </summary>
    public static Task<long> ReadSettled(Call call) => call.Follow(LoggedEvent.Newest).ReadSettled(call.Cancel);

    /// <summary>What was found, and the place in the log up to which there is no more of it.</summary>
    public sealed record News(IReadOnlyList<string> Subjects, long At);

    /// <summary>
    /// What events of a kind happened to, of those behind a place that the caller may see, in the order of the log.
    /// </summary>
    public static async Task<News> Read(
        Session session, Call call, string kind, Instant from, long behind, long settled, int limit)
    {
        var search = new EventSearch(session, call, new EventLogFilter(Kind: kind, From: from), ascending: true);
        var found = await search.Find(behind + 1, settled, SearchLimits.Of(call, limit));
        return new News(found.Events.ConvertAll(one => one.Subject!), found.StoppedAt ?? settled);
    }

    /// <summary>
    /// Whether the log names a user: as an owner, or as the actor of anything that did not happen to this subject.
    /// </summary>
    public static async ValueTask<bool> Names(Session session, string userId, string besides) =>
        await session.Number(FindNamed, ("user", userId), ("besides", besides)) is not null;

    static readonly Sql FindNamed = new("""
        SELECT 1 AS n
        WHERE EXISTS (
                SELECT 1 FROM events WHERE actor = @user AND (subject IS NULL OR subject <> @besides))
            OR EXISTS (SELECT 1 FROM events WHERE owner_user_id = @user)
        """);

    /// <summary>
    /// A statement that appends an event for those whom another statement finds: for <c>@provider</c>, one row at most
    /// with <c>organisation_id</c> and <c>owner_user_id</c>. Where the event names either, that counts.
    /// </summary>
    public static Sql AppendFor(string keepers) => new($"""
        INSERT INTO events
            (id, created_at, component, kind, subject, actor, data, provider_id, organisation_id, owner_user_id)
        SELECT
            @id, @now, @component, @kind, @subject, @actor, @data, CAST(@provider AS BIGINT),
            CASE WHEN @placed THEN CAST(@organisation AS BIGINT) ELSE k.organisation_id END,
            COALESCE(CAST(@owner AS TEXT), k.owner_user_id)
        FROM (SELECT 1 AS one) AS happened
        LEFT JOIN ({keepers}) AS k ON TRUE
        """);

    static readonly Sql Insert = AppendFor("""
        SELECT CAST(NULL AS BIGINT) AS organisation_id, CAST(NULL AS TEXT) AS owner_user_id
        """);
}

/// <summary>Something that happened in the product.</summary>
/// <param name="Component">The module it happened in: <c>scheduling</c>.</param>
/// <param name="Kind">What happened: <c>reservation.held</c>.</param>
/// <param name="Subject">What it happened to: <c>reservation/12</c>.</param>
/// <param name="Data">The facts; written as JSON.</param>
sealed record DomainEvent(string Component, string Kind, string Subject, object Data)
{
    /// <summary>Whose calendar or ledger it is about.</summary>
    public long? ProviderId { get; init; }

    /// <summary>The user who did it, where that is not the caller.</summary>
    public string? Actor { get; init; }

    /// <summary>
    /// The organisation whose managers may read it; null where it belongs to none, or where nothing is said of it.
    /// </summary>
    public long? OrganisationId
    {
        get;
        init
        {
            field = value;
            IsPlaced = true;
        }
    }

    /// <summary>Whether something was said of the organisation, if only that there is none.</summary>
    public bool IsPlaced { get; private init; }

    /// <summary>The owner who may read it.</summary>
    public string? OwnerUserId { get; init; }
}
