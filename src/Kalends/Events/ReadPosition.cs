using Kalends.Platform.Calls;

namespace Kalends.Events;

/// <summary>
/// Returns the current end of the event log: a client who follows the log from there misses no later event.
/// </summary>
static class ReadPosition
{
    public static async Task<string> Run(NoInput input, Call call) =>
        LogCursor.Write(await call.Follow(LoggedEvent.Newest).ReadSettled(call.Cancel));
}
