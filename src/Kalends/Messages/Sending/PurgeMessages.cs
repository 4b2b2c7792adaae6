using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Messages.Sending;

/// <summary>
/// Deletes messages that have been over for long, and requests for passwords and codes that no longer count.
/// </summary>
static class PurgeMessages
{
    const int AtOnce = 500;

    static readonly TimeSpan RequestsKept = TimeSpan.FromHours(1);

    /// <summary>One round of the background job.</summary>
    public static async Task Run(Call call)
    {
        var before = call.Now - TimeSpan.FromDays(call.Settings<MessagesSettings>().KeepDays);
        await call.WriteInSteps(AtOnce, async session => await session.Run(DeleteMessages, ("before", before)));
        await call.WriteInSteps(AtOnce, async session => await session.Run(
            DeleteRequests, ("before", call.Now - RequestsKept)));
        await call.WriteInSteps(AtOnce, async session => await session.Run(
            DeleteGuestRequests, ("before", call.Now - RequestsKept)));
    }

    static readonly Sql DeleteMessages = new($$"""
        DELETE FROM messages
        WHERE id IN (
            SELECT id
            FROM messages
            WHERE finished_at <= @before
            ORDER BY finished_at
            LIMIT {{AtOnce}}
            {lock_free})
        """);

    static readonly Sql DeleteRequests = DeleteFrom("password_requests");

    static readonly Sql DeleteGuestRequests = DeleteFrom("guest_requests");

    static Sql DeleteFrom(string table) => new($$"""
        DELETE FROM {{table}}
        WHERE id IN (
            SELECT id
            FROM {{table}}
            WHERE created_at <= @before
            ORDER BY created_at
            LIMIT {{AtOnce}}
            {lock_free})
        """);
}
