namespace Kalends.Messages.Sending;

/// <summary>When a message is tried again: after growing pauses, for about a day.</summary>
static class Retries
{
    static readonly TimeSpan[] Pauses =
    [
        TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15), TimeSpan.FromHours(1),
        TimeSpan.FromHours(2), TimeSpan.FromHours(4), TimeSpan.FromHours(8),
    ];

    // When the server is back, nothing that waits for it should wait much longer.
    static readonly TimeSpan ServerPauseMax = TimeSpan.FromMinutes(5);

    public static TimeSpan PauseMax => Pauses[^1];

    /// <summary>The pause after a number of attempts, the first of which is 1.</summary>
    public static TimeSpan After(int attempts, bool isOfServer)
    {
        var pause = Pauses[Math.Clamp(attempts, 1, Pauses.Length) - 1];
        return isOfServer && pause > ServerPauseMax ? ServerPauseMax : pause;
    }
}
