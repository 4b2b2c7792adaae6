using Kalends.Events;
using Kalends.Platform.Calls;
using Kalends.Web.Frame;

namespace Kalends.Web.Console.EventLog;

/// <summary>Streams that the event log has grown.</summary>
static class FollowLog
{
    /// <param name="Asked">The events.</param>
    /// <param name="After">The position of the log after which it begins; by default now.</param>
    public sealed record Input(
        [Spread] EventQuery Asked, [Header("Last-Event-ID")][Text(0, 500)] string? After = null);

    public static Task<Shown> Run(Input input, Visit visit) =>
        ChangeStream.Of(input.Asked.Filter, input.After, matters: _ => true, visit);
}
