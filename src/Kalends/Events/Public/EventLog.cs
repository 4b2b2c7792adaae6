using System.Text.Json;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Events.Public;

/// <summary>
/// Appends to the event log in the transaction of the change itself, so that there is no change without its event, and
/// no event without its change.
/// </summary>
static class EventLog
{
    public static ValueTask Append(Session session, Call call, DomainEvent happened) =>
        Append(session, call, happened, Insert);

    /// <summary>Appends an event with a statement from <see cref="AppendFor"/>.</summary>
    public static async ValueTask Append(Session session, Call call, DomainEvent happened, Sql insert)
    {
        session.Announce();
        var id = TimedId.New(call.Now);
        await session.Enqueue(insert,
            ("id", id),
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
        if (happened.Text is { } text)
            await session.Enqueue(InsertText, ("id", id), ("data", JsonSerializer.Serialize(text, Json.Options)),
                ("client", happened.ClientId));
    }

    /// <summary>
    /// The position up to which the log is settled, after a moment for writes in progress; <see cref="Read"/> reads up
    /// to it.
    /// </summary>
    public static Task<long> ReadSettled(Call call) => call.Follow(LoggedEvent.Newest).ReadSettled(call.Cancel);

    /// <summary>The watermark of the log, for code that waits for further events.</summary>
    public static SettledWatermark Follow(Call call) => call.Follow(LoggedEvent.Newest);

    /// <summary>A number of the log as callers see it.</summary>
    public static string Position(long number) => LogCursor.Write(number);

    /// <summary>The subjects found, and the position in the log up to which there are no more of them.</summary>
    public sealed record News(IReadOnlyList<string> Subjects, long At);

    /// <summary>
    /// The subjects of events of a kind after a position, as far as the caller may see them, in the order of the log.
    /// </summary>
    public static async Task<News> Read(
        Session session, Call call, string kind, Instant from, long behind, long settled, int limit)
    {
        var search = new EventSearch(session, call, new EventLogFilter(Kind: kind, From: from), ascending: true);
        var found = await search.Find(behind + 1, settled, SearchLimits.Of(call, limit));
        return new News(found.Events.ConvertAll(one => one.Subject!), found.StoppedAt ?? settled);
    }

    /// <summary>
    /// Whether the log mentions a user: as an owner, or as the actor of an event about anything but this subject.
    /// </summary>
    public static async ValueTask<bool> Names(Session session, string userId, string besides) =>
        await session.Number(FindNamed, ("user", userId), ("besides", besides)) is not null;

    static readonly Sql InsertText = new("""
        INSERT INTO event_texts (seq, data, client_id)
        SELECT seq, @data, CAST(@client AS BIGINT) FROM events WHERE id = @id
        """);

    static readonly Sql FindNamed = new("""
        SELECT 1 AS n
        WHERE EXISTS (
                SELECT 1 FROM events WHERE actor = @user AND (subject IS NULL OR subject <> @besides))
            OR EXISTS (SELECT 1 FROM events WHERE owner_user_id = @user)
        """);

    /// <summary>
    /// A statement that appends an event with the organisation and owner that another statement finds: for
    /// <c>@provider</c>, at most one row with <c>organisation_id</c> and <c>owner_user_id</c>. Values in the event
    /// itself take precedence.
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
