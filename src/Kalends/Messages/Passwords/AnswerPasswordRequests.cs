using Kalends.Messages.Delivery;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Messages.Passwords;

/// <summary>Queues a link to a new password for each user who has verified an address that was asked for.</summary>
static class AnswerPasswordRequests
{
    const int AtOnce = 50;

    // Several people may share an address.
    const int UsersMax = 5;

    static readonly TimeSpan Life = TimeSpan.FromHours(1);

    /// <summary>One round of the background job.</summary>
    public static async Task Run(Call call)
    {
        // A change takes its turn among the other writers even if it finds nothing to do.
        if (await call.Read(async session => await session.Number(AnyWaiting)) is not null)
            await call.WriteInSteps(AtOnce, session => Step(session, call));
    }

    static async Task<int> Step(Session session, Call call)
    {
        var asked = await session.All(Take, row => new Request(
            row.Long("id"), row.Text("address"), row.At("created_at")));
        foreach (var request in asked)
        {
            var users = await session.All(
                FindUsers, row => (Contact: row.Long("id"), Version: row.Long("email_version")),
                ("key", request.Address));
            foreach (var (contact, version) in users)
                await new NewMessage(
                    $"reset_password/{request.Id}/{contact}", MessageKind.ResetPassword, MessageChannel.Email, contact,
                    version, request.CreatedAt + Life).Queue(session, call.Now);
            // Only requests that sent something are counted, so that made-up addresses fill no table.
            await session.Enqueue(users.Count > 0 ? Forget : Delete, ("id", request.Id));
        }
        return asked.Count;
    }

    sealed record Request(long Id, string Address, Instant CreatedAt);

    static readonly Sql AnyWaiting = new("SELECT id AS n FROM password_requests WHERE address IS NOT NULL LIMIT 1");

    static readonly Sql Take = new($$"""
        SELECT id, address, created_at
        FROM password_requests
        WHERE address IS NOT NULL
        ORDER BY id
        LIMIT {{AtOnce}}
        {lock_free}
        """);

    static readonly Sql FindUsers = new($"""
        SELECT c.id, c.email_version
        FROM contacts c
        JOIN public_users u ON u.id = c.user_id
        WHERE c.email_key = @key AND c.user_id IS NOT NULL AND c.email_verified_at IS NOT NULL
          AND u.disabled_at IS NULL
        ORDER BY c.id
        LIMIT {UsersMax}
        """);

    static readonly Sql Delete = new("DELETE FROM password_requests WHERE id = @id");

    static readonly Sql Forget = new("UPDATE password_requests SET address = NULL WHERE id = @id");
}
