using Kalends.Platform.Retention;
using Kalends.Platform.Storage;

namespace Kalends.Events.Erasure;

/// <summary>
/// Events that are older than they are kept: from the beginning of the log, the blocks of 4,096 in which all are old.
/// The last event stays, so that the log goes on from its number.
/// </summary>
static class OldEvents
{
    public static readonly Retained All = new(
        "events", settings => settings.EventDays, new Sql($"""
            SELECT seq, id, created_at, component, kind, subject, actor, environment, data, provider_id,
                   organisation_id, owner_user_id, external
            FROM events
            WHERE seq < (SELECT MAX(seq) FROM events)
              AND seq < {EventBlocks.Size} * (
                  SELECT COALESCE(
                      (SELECT MIN(number) FROM event_blocks WHERE latest_at >= @before),
                      (SELECT MAX(number) + 1 FROM event_blocks), 0))
            ORDER BY seq
            LIMIT @most
            """),
        Remove)
    {
        // The text of each may have thousands of words.
        AtOnce = 100,
        Parts =
        [
            ("event_texts", new Sql("""
                SELECT seq, email, message, data, client_id
                FROM event_texts
                WHERE seq {list ids}
                ORDER BY seq
                """)),
        ],
    };

    static async Task Remove(Session session, IReadOnlyList<RemovedRow> removed)
    {
        EventTexts.Hold(session);
        await session.Enqueue(RaiseRemoved, ("seq", removed[^1].Id));
        await EventTexts.Delete(session, [.. removed.Select(row => row.Id)]);
        await session.Enqueue(Delete, ("seq", removed[^1].Id));
    }

    static readonly Sql RaiseRemoved = new("UPDATE event_removal SET removed_to = @seq WHERE removed_to < @seq");

    static readonly Sql Delete = new("DELETE FROM events WHERE seq <= @seq");
}
