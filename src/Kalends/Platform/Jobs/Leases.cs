namespace Kalends.Platform.Jobs;

/// <summary>Rows that are due at a time, and that one process has for a while, until <c>leased_until</c>.</summary>
static class Leases
{
    /// <summary>
    /// The condition for rows that are due and that no process has. A time after <c>@far</c> was left by a clock that
    /// was ahead, and counts as past.
    /// </summary>
    /// <param name="column">The column with the time at which a row is due.</param>
    public static string IsDue(string column) => $"""
        ({column} <= @now OR {column} > @far)
        AND (leased_until IS NULL OR leased_until <= @now OR leased_until > @far)
        """;
}
