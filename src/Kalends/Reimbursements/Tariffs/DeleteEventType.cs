using Kalends.Events.Public;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Reimbursements.Tariffs;

/// <summary>Deletes an event type that was never used; an event type in use can only be closed.</summary>
static class DeleteEventType
{
    /// <param name="Id">The id of the event type.</param>
    public sealed record Input([Id] long Id);

    public static Task<Answer<EventType>> Run(Input input, Call call) => call.Write(async session =>
    {
        var type = await EventType.FindToChange(session, call, input.Id);
        if (await session.Number(FindUse, ("id", input.Id)) is not null)
            throw ReimbursementsErrors.EventTypeInUse.Refused();
        await session.Run(Delete, ("id", input.Id));
        await EventLog.Append(session, call, type.Event("deleted"));
        return type;
    });

    static readonly Sql FindUse = new("""
        SELECT 1 AS n
        WHERE EXISTS (SELECT 1 FROM care_events WHERE event_type_id = @id)
            OR EXISTS (SELECT 1 FROM public_named_event_types WHERE event_type_id = @id)
        """);

    static readonly Sql Delete = new("DELETE FROM event_types WHERE id = @id");
}
