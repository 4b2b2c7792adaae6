using Kalends.Messages.Delivery;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Messages.Sending;

/// <summary>
/// Rounds that queue what is due by the clock. Each continues where the one before ended, so what was due while the
/// server was down is found late, and the unique key of messages lets each be queued once.
/// </summary>
/// <param name="column">The column of <c>message_progress</c> that has the time of the last round.</param>
sealed class DueRounds(string column)
{
    // A change that was decided before a round may be committed after it.
    static readonly TimeSpan Overlap = TimeSpan.FromMinutes(5);

    readonly Sql _find = new($"SELECT {column} AS n FROM message_progress WHERE one = 1 AND {column} IS NOT NULL");

    readonly Sql _store = new($"UPDATE message_progress SET {column} = @now WHERE one = 1");

    /// <summary>Runs one round.</summary>
    /// <param name="call">The call of the background job.</param>
    /// <param name="queue">Queues what has become due since a time.</param>
    public async Task Run(Call call, Func<Instant, Task> queue)
    {
        var known = await call.Read(async session => await session.Number(_find));
        // A clock that was ahead has left a time that is still to come.
        var until = known is { } micros ? Instant.Min(Instants.FromMicros(micros), call.Now) : call.Now;
        await queue(until - Overlap);
        await call.Write(async session => await session.Run(_store, ("now", call.Now)));
    }

    /// <summary>Queues some messages in one transaction.</summary>
    public static async Task Queue(Call call, IReadOnlyList<NewMessage> messages)
    {
        if (messages.Count == 0)
            return;
        await call.Write(async session =>
        {
            foreach (var message in messages)
                await message.Queue(session, call.Now);
            return messages.Count;
        });
    }
}
