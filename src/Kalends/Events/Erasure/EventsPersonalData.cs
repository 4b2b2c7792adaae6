using Kalends.Platform.Privacy;
using Kalends.Platform.Storage;

namespace Kalends.Events.Erasure;

/// <summary>What the log holds about people.</summary>
static class EventsPersonalData
{
    public static readonly PersonalData All = new(
        new("events", new Sql("""
            SELECT id, created_at, component, kind, subject, actor, data
            FROM events
            WHERE subject {list subjects}
            ORDER BY seq
            """)),
        new("event_texts", new Sql("""
            SELECT e.id, e.created_at, e.component, e.kind, e.subject, t.email, t.message, t.data
            FROM event_texts t
            JOIN events e ON e.seq = t.seq
            WHERE t.email {list addresses} OR t.client_id = @client
            ORDER BY t.seq
            """)),
        new("actions", new Sql("""
            SELECT id, created_at, component, kind, subject
            FROM events
            WHERE actor = @user
            ORDER BY seq
            """)));

    public static readonly PersonErasure Erasure = new(
    [
        new(async (session, call, erasing) =>
            (await EventTexts.Erase(session, call, erasing.Person.Addresses, erasing.Person.ClientId)).More),
    ]);
}
