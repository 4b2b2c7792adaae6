using Npgsql;

namespace Kalends.Platform.Storage.Engines.Postgres;

/// <summary>The meaning of a PostgreSQL error for its transaction.</summary>
static class PostgresErrors
{
    public static bool IsWorthRepeating(PostgresException wrong) => wrong.SqlState is
        PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected
        or PostgresErrorCodes.LockNotAvailable
        // Another transaction was faster between our read and our write: the retry sees its rows and refuses with a
        // message.
        or PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.ExclusionViolation
        or PostgresErrorCodes.ForeignKeyViolation;

    /// <summary>
    /// Whether an error at COMMIT proves that nothing was committed: the server itself reports it and stays up. If the
    /// connection ends (FATAL, 57P01, or no message at all), that may have happened after the commit.
    /// </summary>
    public static bool IsRolledBack(Exception wrong) => wrong is PostgresException { InvariantSeverity: "ERROR" } error
        && !error.SqlState.StartsWith("08", StringComparison.Ordinal)
        && !error.SqlState.StartsWith("57P", StringComparison.Ordinal);

    /// <summary>
    /// Whether a read that failed on a replica is to be repeated on the primary: the replica gave it up, because it was
    /// in the way of what the primary had changed (40001, 40P01), or the replica is gone.
    /// </summary>
    /// <remarks>
    /// A read that ran out of time, or that an operator ended (57014), would do the same on the primary.
    /// </remarks>
    public static bool IsOfReplica(Exception wrong) => wrong is NpgsqlException lost && lost.SqlState switch
    {
        PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected => true,
        PostgresErrorCodes.QueryCanceled => false,
        _ => IsOutage(lost),
    };

    // 08: the connection; 25006: a standby, or a server made read-only; 53: out of connections, memory or disk; 57: an
    // operator intervened, or a statement ran out of time; 58: the machine below.
    public static bool IsOutage(NpgsqlException wrong) => wrong is not PostgresException refused
        || refused.SqlState == PostgresErrorCodes.ReadOnlySqlTransaction
        || refused.SqlState[..2] is "08" or "53" or "57" or "58";

    /// <summary>
    /// Whether a notice warns that the server committed but does not know whether its standby has the change, because
    /// the wait was cancelled. The text is in the server's language, but its source location is not.
    /// </summary>
    public static bool IsUnreplicated(PostgresNotice notice) =>
        notice is { InvariantSeverity: "WARNING", SqlState: PostgresErrorCodes.Warning }
        && notice.Routine is null or "" or "SyncRepWaitForLSN";
}
