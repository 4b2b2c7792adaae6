using Kalends.Platform.Retention;
using Kalends.Platform.Storage;

namespace Kalends.Scheduling.People;

/// <summary>Deletes what the calendar keeps otherwise.</summary>
static class CalendarRemoval
{
    /// <summary>Runs statements on the <c>ids</c> of rows. They alone may delete; no other transaction may.</summary>
    public static async Task Run(Session session, IReadOnlyList<RemovedRow> rows, params IReadOnlyList<Sql> statements)
    {
        await session.Run(SetRemoves, ("removes", 1L));
        var ids = rows.Select(row => row.Id).ToList();
        foreach (var statement in statements)
            await session.Run(statement, ("ids", ids));
        await session.Run(SetRemoves, ("removes", 0L));
    }

    static readonly Sql SetRemoves = new("UPDATE calendar_removal SET removes = @removes WHERE one = 1");
}
