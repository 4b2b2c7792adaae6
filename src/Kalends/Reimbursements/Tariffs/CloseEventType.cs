using Kalends.Events.Public;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Reimbursements.Tariffs;

/// <summary>Closes an event type: later care cannot be registered under it, earlier care still can.</summary>
static class CloseEventType
{
    /// <param name="Id">The id of the event type.</param>
    public sealed record Input([Id] long Id);

    public static Task<Answer<EventType>> Run(Input input, Call call) => call.Write(async session =>
    {
        var open = await EventType.FindToChange(session, call, input.Id);
        if (open.ClosedAt is not null)
            throw ReimbursementsErrors.ClosedAlready.Refused();
        var closed = open with { ClosedAt = call.Now };
        await session.Run(Close, ("id", input.Id), ("now", call.Now));
        await EventLog.Append(session, call, closed.Event("closed"));
        return closed;
    });

    static readonly Sql Close = new("UPDATE event_types SET closed_at = @now WHERE id = @id AND closed_at IS NULL");
}
