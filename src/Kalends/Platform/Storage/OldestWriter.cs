namespace Kalends.Platform.Storage;

/// <summary>The oldest transaction that has written and is still open; on SQLite there never is one.</summary>
/// <param name="Open">How long it has been open.</param>
/// <param name="Who">The session or the prepared transaction, for an operator who wants to end it.</param>
sealed record OldestWriter(TimeSpan Open, string Who)
{
    /// <summary>
    /// The oldest in any database of the server, as far as PostgreSQL shows the sessions of others; null if there is
    /// none.
    /// </summary>
    public static ValueTask<OldestWriter?> Find(Session session) => session.One(
        FindOldest, row => new OldestWriter(TimeSpan.FromMicroseconds(row.Long("micros")), row.Text("who")));

    static readonly Sql FindOldest = new(
        sqlite: "SELECT 0 AS micros, '' AS who LIMIT 0",
        postgres: """
            SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp() - began) * 1000000 AS BIGINT) AS micros, who
            FROM (
                SELECT xact_start AS began,
                       'process ' || pid || ' (' || state || ') in the database ' || datname AS who
                FROM pg_stat_activity
                WHERE backend_xid IS NOT NULL AND pid <> pg_backend_pid()
                UNION ALL
                SELECT prepared, 'the prepared transaction ' || gid || ' in the database ' || database
                FROM pg_prepared_xacts
            ) AS writers
            WHERE began IS NOT NULL AND who IS NOT NULL
            ORDER BY began
            LIMIT 1
            """);
}
