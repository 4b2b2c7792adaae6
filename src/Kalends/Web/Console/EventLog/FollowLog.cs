using Kalends.Events;
using Kalends.Platform.Calls;
using Kalends.Web.Frame;

namespace Kalends.Web.Console.EventLog;

/// <summary>Streams that the event log has grown.</summary>
static class FollowLog
{
    /// <param name="Asked">The events.</param>
    public sealed record Input([Spread] EventQuery Asked);

    public static Task<Shown> Run(Input input, Visit visit) =>
        ChangeStream.Of(input.Asked.Filter, matters: _ => true, visit);
}
