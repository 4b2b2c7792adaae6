namespace Kalends.Scheduling;

/// <summary>The times at which calendars elsewhere are busy, as they are stored.</summary>
static class ExternalBusy
{
    /// <summary>The greatest length of one stretch; longer ones are divided.</summary>
    public static readonly TimeSpan StretchMax = TimeSpan.FromDays(7);

    /// <summary>
    /// The condition on stretches between two instants. It states their greatest length; without it, an index scan
    /// could not end.
    /// </summary>
    public static string Overlap(string from, string to, string table = "") =>
        $"{table}ends_at > {from} AND {table}ends_at < {to} + {StretchMax.Micros} " +
        $"AND {table}starts_at < {to}";
}
