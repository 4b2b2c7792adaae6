using Kalends.Platform.Calls;
using Kalends.Platform.Privacy;
using Kalends.Platform.Storage;

namespace Kalends.Webhooks.Subscriptions;

/// <summary>The webhooks of users.</summary>
static class WebhooksPersonalData
{
    public static readonly PersonalData All = new(
    [
        new("webhooks", new Sql("""
            SELECT id, url, description, kinds, subjects, filter, payload, state, created_at, updated_at, deleted_at
            FROM webhooks
            WHERE user_id = @user
            ORDER BY id
            """)),
    ]);

    public static readonly PersonErasure Erasure = new(
    [
        new(Withdraw),
        new(new Sql("""
            DELETE FROM webhook_deliveries
            WHERE id IN (
                SELECT d.id
                FROM webhooks w
                JOIN webhook_deliveries d ON d.webhook_id = w.id
                WHERE w.user_id = @user
                LIMIT @most)
            """)),
    ])
    {
        Last = Forget,
    };

    static async Task Forget(Session session, Call call, Person person) =>
        await session.Enqueue(Delete, person.With());

    /// <summary>Deletes them as their owner can, so that nothing is queued for them meanwhile.</summary>
    static async Task<bool> Withdraw(Session session, Call call, Erasing erasing)
    {
        if (await session.Number(FindAny, erasing.Person.With()) is null)
            return false;
        var progress = await Progress.Change(session);
        await session.Enqueue(MarkDeleted, erasing.Person.With(("at", progress.Position), ("now", call.Now)));
        return false;
    }

    static readonly Sql FindAny = new("SELECT 1 AS n FROM webhooks WHERE user_id = @user LIMIT 1");

    static readonly Sql MarkDeleted = new("""
        UPDATE webhooks
        SET deleted_at = COALESCE(deleted_at, CAST(@now AS BIGINT)), position = @at, live = 0, due_at = NULL,
            secret = '', old_secret = NULL, old_secret_until = NULL
        WHERE user_id = @user
        """);

    static readonly Sql Delete = new("DELETE FROM webhooks WHERE user_id = @user");
}
