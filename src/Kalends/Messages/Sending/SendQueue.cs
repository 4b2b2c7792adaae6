using Kalends.Events.Public;
using Kalends.Messages.Delivery;
using Kalends.Platform.Calls;
using Kalends.Platform.Jobs;
using Kalends.Platform.Storage;

namespace Kalends.Messages.Sending;

/// <summary>A message that this process has taken out of the queue.</summary>
/// <param name="Message">The message.</param>
/// <param name="ContactId">The contact that it is for; null if it was deleted.</param>
/// <param name="Revision">The move of the reservation, or the version of the address, that it is about.</param>
/// <param name="StartsAt">The start that a reminder is about, or the begin of the day of an agenda.</param>
/// <param name="Address">The address, if it is not the contact's any more.</param>
/// <param name="ExpiresAt">The time from which it is of no use.</param>
/// <param name="InDoubt">Attempts that ended with a process.</param>
/// <param name="LeasedUntil">The time until which it is this process's.</param>
sealed record QueuedMessage(
    Message Message, long? ContactId, long Revision, Instant? StartsAt, string? Address, Instant ExpiresAt, int InDoubt,
    Instant LeasedUntil)
{
    public long Id => Message.Id;

    public MessageKind Kind => Message.Kind;

    public MessageChannel Channel => Message.Channel;

    public static QueuedMessage Read(Row row) => new(
        Message.Read(row), row.LongOrNull("contact_id"), row.Long("revision"), row.AtOrNull("starts_at"),
        row.TextOrNull("address"), row.At("expires_at"), row.Int("in_doubt"), row.At("leased_until"));
}

/// <summary>The queue of messages, from which each is taken by one process at a time.</summary>
/// <remarks>
/// SMTP cannot say whether a message has arrived if the process ends while it is sending. Such a message is sent once
/// more, with the same Message-ID, and then no more. So an attempt is marked before it begins, and after it.
/// </remarks>
static class SendQueue
{
    const int DoubtMax = 2;

    // A process that dies leaves its message to the next one after this time, which is longer than an attempt.
    static readonly TimeSpan Lease = TimeSpan.FromMinutes(15);

    /// <summary>Takes the message that is due first; null if none is.</summary>
    public static async Task<QueuedMessage?> Take(Call call)
    {
        (string, object?)[] due = [("now", call.Now), ("far", call.Now + Retries.PauseMax + Lease)];
        // A change takes its turn among the other writers even if it finds nothing to do.
        if (await call.Read(async session => await session.Number(AnyDue, due)) is null)
            return null;
        var taken = await call.Write(async session =>
            await session.Number(Claim, [.. due, ("until", call.Now + Lease)]) is { } id
                ? new Taken(await session.One(FindClaimed, QueuedMessage.Read, ("id", id)))
                : new Taken(null));
        return taken.Value.Message;
    }

    sealed record Taken(QueuedMessage? Message);

    /// <summary>Whether two processes have ended while they were sending it.</summary>
    public static bool IsHopeless(QueuedMessage taken) => taken.InDoubt >= DoubtMax;

    /// <summary>Marks that an attempt begins; false if the message is another process's by now.</summary>
    public static async Task<bool> Begin(Call call, QueuedMessage taken) => (await call.Write(async session =>
        await session.Run(MarkDoubt, ("id", taken.Id), ("lease", taken.LeasedUntil)))).Value == 1;

    /// <summary>Stores how the message ended.</summary>
    public static Task Finish(
        Call call, QueuedMessage taken, MessageState state, MessageProblem? problem = null, string? recipient = null,
        int? status = null) => call.Write(async session =>
    {
        var finished = await session.One(MarkFinished, Message.Read, ("id", taken.Id), ("lease", taken.LeasedUntil),
            ("state", state), ("problem", problem), ("recipient", recipient), ("status", (long?)status),
            ("now", call.Now));
        if (finished is { State: MessageState.Failed })
            await EventLog.Append(session, call, finished.Event("failed"));
        if (finished is { State: MessageState.Sent, Channel: MessageChannel.Phone })
            await EventLog.Append(session, call, finished.Event("due"));
        return finished is not null;
    });

    /// <summary>Stores that an attempt failed, and when the next one is.</summary>
    public static Task PutBack(
        Call call, QueuedMessage taken, SendFailed failed, string recipient, Instant next) => call.Write(
        async session => await session.Run(MarkFailed, ("id", taken.Id), ("lease", taken.LeasedUntil),
            ("problem", failed.Problem), ("status", (long?)failed.Status), ("recipient", recipient), ("next", next)));

    static readonly string IsDue = $"state = 'waiting' AND {Leases.IsDue("next_attempt_at")}";

    static readonly Sql AnyDue = new($"SELECT id AS n FROM messages WHERE {IsDue} LIMIT 1");

    static readonly Sql Claim = new($$"""
        UPDATE messages
        SET leased_until = @until, attempts = attempts + 1
        WHERE id = (
            SELECT id
            FROM messages
            WHERE {{IsDue}}
            ORDER BY next_attempt_at, id
            LIMIT 1
            {lock_free})
        RETURNING id AS n
        """);

    static readonly Sql FindClaimed = new($"""
        SELECT {Message.Columns}, contact_id, revision, starts_at, address, expires_at, in_doubt, leased_until
        FROM messages
        WHERE id = @id
        """);

    const string IsOurs = "id = @id AND state = 'waiting' AND leased_until = @lease";

    static readonly Sql MarkDoubt = new($"UPDATE messages SET in_doubt = in_doubt + 1 WHERE {IsOurs}");

    static readonly Sql MarkFinished = new($"""
        UPDATE messages
        SET state = @state, problem = @problem, smtp_status = @status, recipient = COALESCE(@recipient, recipient),
            address = NULL, in_doubt = 0, next_attempt_at = NULL, leased_until = NULL, finished_at = @now
        WHERE {IsOurs}
        RETURNING {Message.Columns}
        """);

    static readonly Sql MarkFailed = new($"""
        UPDATE messages
        SET problem = @problem, smtp_status = @status, recipient = @recipient, in_doubt = 0, next_attempt_at = @next,
            leased_until = NULL
        WHERE {IsOurs}
        """);
}
