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
    static readonly DueRounds Rounds = new("reminded_until");

    /// <summary>One round of the background job.</summary>
    public static Task Run(Call call) => Rounds.Run(call, async from =>
    {
        foreach (var before in await call.Read(session => DueReminders.Times(session, call)))
            await Queue(call, before, from);
    });

    static async Task Queue(Call call, TimeSpan before, Instant from)
    {
        var place = ((Instant, long)?)null;
        do
        {
            var part = await call.Read(session => DueReminders.Find(session, call, before, from, place));
            var messages = await call.Read(session => Messages(session, call, part.Due, before));
            await DueRounds.Queue(call, messages);
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
}
