using Kalends.Messages.Delivery;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Scheduling.Public;

namespace Kalends.Messages.Sending;

/// <summary>
/// Queues a reminder of each confirmed reservation at set times before its start, counted in elapsed time: 24 hours
/// before is another time of the day if the clocks change in between.
/// </summary>
/// <remarks>
/// Reminders are found from the reservations when they are due, so one that was moved or cancelled leaves nothing
/// behind. The unique key of messages lets each be queued once. A round continues where the one before ended, so what
/// was due while the server was down is sent late, unless the reservation has begun. Whoever reserves or moves after a
/// time of reminding has just been told.
/// </remarks>
static class QueueReminders
{
    // A change that was decided before a round may be committed after it.
    static readonly TimeSpan Overlap = TimeSpan.FromMinutes(5);

    /// <summary>One round of the background job.</summary>
    public static async Task Run(Call call)
    {
        var known = await call.Read(async session => await session.Number(FindProgress));
        // A clock that was ahead has left a time that is still to come.
        var until = known is { } micros ? Instant.Min(Instants.FromMicros(micros), call.Now) : call.Now;
        foreach (var before in await call.Read(session => DueReminders.Times(session, call)))
            await Queue(call, before, until - Overlap);
        await call.Write(async session => await session.Run(StoreProgress, ("now", call.Now)));
    }

    static async Task Queue(Call call, TimeSpan before, Instant from)
    {
        var place = ((Instant, long)?)null;
        do
        {
            var part = await call.Read(session => DueReminders.Find(session, call, before, from, place));
            var messages = await call.Read(session => Messages(session, call, part.Due, before));
            if (messages.Count > 0)
                await call.Write(async session =>
                {
                    foreach (var message in messages)
                        await message.Queue(session, call.Now);
                    return messages.Count;
                });
            place = part.Next;
        }
        while (place is not null);
    }

    static async Task<List<NewMessage>> Messages(
        Session session, Call call, IReadOnlyList<DueReminder> due, TimeSpan before)
    {
        var messages = new List<NewMessage>();
        foreach (var one in due)
            if (await Recipient.Of(session, call, one.ClientId, MessageKind.Reminder) is { } recipient)
                messages.Add(new NewMessage(
                    $"reminder/{one.ReservationId}/{before.TotalMinutes}/{one.StartsAt.Micros}", MessageKind.Reminder,
                    recipient.Channel, recipient.ContactId, one.Sequence, one.StartsAt)
                {
                    ReservationId = one.ReservationId,
                    ClientId = one.ClientId,
                    OrganisationId = one.OrganisationId,
                    StartsAt = one.StartsAt,
                });
        return messages;
    }

    static readonly Sql FindProgress = new("""
        SELECT reminded_until AS n FROM message_progress WHERE one = 1 AND reminded_until IS NOT NULL
        """);

    static readonly Sql StoreProgress = new("UPDATE message_progress SET reminded_until = @now WHERE one = 1");
}
