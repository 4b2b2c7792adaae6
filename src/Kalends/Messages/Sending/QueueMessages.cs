using Kalends.Events.Public;
using Kalends.Messages.Delivery;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Messages.Sending;

/// <summary>
/// Reads the event log, and queues a message to each client, and to each provider, who is to learn of an event.
/// </summary>
/// <remarks>
/// The messages and the number up to which the log was read are written in one transaction, and only if nobody else has
/// moved the number. So a process may be killed at any point, and several may do this at the same time.
/// </remarks>
static class QueueMessages
{
    const int NumbersAtOnce = 500;

    /// <summary>One round of the background job.</summary>
    public static async Task Run(Call call)
    {
        var settled = await EventLog.ReadSettled(call);
        while (!await Step(call, settled))
        {
            // The log goes on.
        }
    }

    /// <summary>Reads a part of the log; true if it has reached the settled number.</summary>
    static async Task<bool> Step(Call call, long settled)
    {
        var position = await call.Read(async session => await session.Number(FindPosition));
        var newest = await call.Read(EventFacts.Newest);
        if (position is not { } from || from > newest)
        {
            // Messages were turned on just now, or the database was restored to an older state.
            await call.Write(async session => await session.Run(Move, ("from", position ?? -1), ("to", newest)));
            return true;
        }
        if (from >= settled)
            return true;

        var to = Math.Min(from + NumbersAtOnce, settled);
        var wanted = await call.Read(session => Find(session, call, from, to));
        await call.Write(async session =>
        {
            if (await session.Run(Move, ("from", from), ("to", to)) == 1)
                foreach (var message in wanted)
                    await message.Queue(session, call.Now);
            return wanted.Count;
        });
        return to == settled;
    }

    static async Task<List<NewMessage>> Find(Session session, Call call, long from, long to)
    {
        var wanted = new List<NewMessage>();
        foreach (var happened in await EventFacts.Between(session, Occasion.Kinds, from, to))
            foreach (var occasion in Occasion.Of(happened, call.Now))
                if (await Find(session, call, occasion, happened.Actor) is { } recipient)
                    wanted.Add(occasion.To(recipient));
        return wanted;
    }

    static Task<Recipient?> Find(Session session, Call call, Occasion occasion, string? actor) =>
        occasion.Kind.IsToProvider()
            ? Recipient.OfProvider(session, call, occasion.Facts.ProviderId, occasion.Kind, actor)
            : Recipient.Of(session, call, occasion.Facts.ClientId, occasion.Kind);

    static readonly Sql FindPosition =
        new("SELECT position AS n FROM message_progress WHERE one = 1 AND position IS NOT NULL");

    static readonly Sql Move = new("""
        UPDATE message_progress
        SET position = @to
        WHERE one = 1 AND COALESCE(position, -1) = @from
        """);
}
