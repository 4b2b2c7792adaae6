using Kalends.Platform.Calls;

namespace Kalends.Events;

/// <summary>Tells how far the log reaches now: whoever follows it from there misses nothing that comes later.</summary>
static class ReadPosition
{
    public static async Task<string> Run(NoInput input, Call call) =>
        LogCursor.Write(await call.Follow(LoggedEvent.Newest).ReadSettled(call.Cancel));
}
