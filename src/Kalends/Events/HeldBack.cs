using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Platform.Telemetry;

namespace Kalends.Events;

/// <summary>
/// Watches for transactions that stay open and hold the log back: readers in its order see nothing newer meanwhile.
/// </summary>
sealed partial class HeldBack(ILogger log)
{
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    readonly Outage _holding = new();

    /// <summary>Logs once that a transaction has been open for too long, and once that it has ended.</summary>
    public async Task Run(Call call)
    {
        var allowed = TimeSpan.FromSeconds(call.Settings<EventsSettings>().HeldBackSeconds);
        if (await Oldest(call) is { } oldest && oldest.Open >= allowed)
        {
            if (_holding.Begins())
                LogHeldBack((long)oldest.Open.TotalSeconds, oldest.Who);
        }
        else if (_holding.Ends())
            LogReleased();
    }

    public static readonly SampledGauge Age = new(
        "kalends.events.held_back", "s",
        "Age of the oldest open transaction that has written, in any database of the server.",
        async call => (long)(await Oldest(call) is { } oldest ? oldest.Open.TotalSeconds : 0));

    public static readonly SampledGauge Unsettled = new(
        "kalends.events.unsettled", "{event}",
        "Events that readers in the order of the log cannot see yet, because an older transaction is open.",
        async call =>
        {
            var watermark = call.Follow(LoggedEvent.Newest);
            await watermark.Look(call.Cancel);
            return watermark.Unsettled;
        });

    static Task<OldestWriter?> Oldest(Call call) => call.Read(async session => await OldestWriter.Find(session));

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "The event log is held back by a transaction that has been open for {Seconds} s: {Who}.")]
    partial void LogHeldBack(long seconds, string who);

    [LoggerMessage(Level = LogLevel.Information, Message = "The event log is no longer held back.")]
    partial void LogReleased();
}
