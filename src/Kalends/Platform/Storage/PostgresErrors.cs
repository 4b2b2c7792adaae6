using Npgsql;

namespace Kalends.Platform.Storage;

/// <summary>What an error of PostgreSQL means for the transaction that it came to.</summary>
static class PostgresErrors
{
    public static bool IsWorthRepeating(PostgresException wrong) => wrong.SqlState is
        PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected
        or PostgresErrorCodes.LockNotAvailable
        // Somebody was faster between our look and our write: the next look sees them and refuses in words.
        or PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.ExclusionViolation
        or PostgresErrorCodes.ForeignKeyViolation;

    /// <summary>
    /// Whether an error at COMMIT says that nothing was committed: the server itself says so and lives on. What ends
    /// the connection (FATAL, 57P01, or nothing said at all) may have come after the commit.
    /// </summary>
    public static bool IsRolledBack(Exception wrong) => wrong is PostgresException { InvariantSeverity: "ERROR" } error
        && !error.SqlState.StartsWith("08", StringComparison.Ordinal)
        && !error.SqlState.StartsWith("57P", StringComparison.Ordinal);

    // 08: the connection; 25006: a standby, or a server made read-only; 53: out of connections, memory or disk;
    // 57: an operator stepped in, or a statement ran out of time; 58: the machine under it.
    public static bool IsOutage(NpgsqlException wrong) => wrong is not PostgresException refused
        || refused.SqlState == PostgresErrorCodes.ReadOnlySqlTransaction
        || refused.SqlState[..2] is "08" or "53" or "57" or "58";

    /// <summary>
    /// Whether a server warns that it committed and does not know whether its standby has it, since somebody ended the
    /// wait. The words are in the server's language; the place is not.
    /// </summary>
    public static bool IsUnreplicated(PostgresNotice notice) =>
        notice is { InvariantSeverity: "WARNING", SqlState: PostgresErrorCodes.Warning }
        && notice.Routine is null or "" or "SyncRepWaitForLSN";
}
