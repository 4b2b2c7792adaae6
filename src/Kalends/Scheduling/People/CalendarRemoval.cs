using Kalends.Platform.Storage;

namespace Kalends.Scheduling.People;

/// <summary>
/// Lets this transaction alone delete what the calendar keeps otherwise; others never see that it does.
/// </summary>
static class CalendarRemoval
{
    public static async Task Begin(Session session) => await session.Run(SetRemoves, ("removes", 1L));

    public static async Task End(Session session) => await session.Run(SetRemoves, ("removes", 0L));

    static readonly Sql SetRemoves = new("UPDATE calendar_removal SET removes = @removes WHERE one = 1");
}
