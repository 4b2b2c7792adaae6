using System.ComponentModel.DataAnnotations;

namespace Kalends.Platform.Storage;

/// <summary>The limits of storage.</summary>
sealed record StorageSettings : ISettings
{
    public static string Section => "Kalends:Storage";

    /// <summary>Writes that may wait on SQLite; a further one is answered 503.</summary>
    [Range(1, 100_000)]
    public int WriteQueueMax { get; init; } = 1024;

    /// <summary>Writes that share one commit on SQLite.</summary>
    [Range(1, 1024)]
    public int WriteGroupMax { get; init; } = 64;

    /// <summary>Free bytes on the disk of SQLite's file below which the server is not ready; 0 sets no bound.</summary>
    [Range(0, long.MaxValue)]
    public long FreeBytesMin { get; init; } = 16 << 20;

    /// <summary>Connections that read at the same time on SQLite.</summary>
    [Range(1, 64)]
    public int Readers { get; init; } = 8;

    /// <summary>Long reads (reports, checks of the books) at the same time; further ones wait for their turn.</summary>
    [Range(1, 64)]
    public int LongReads { get; init; } = 4;

    /// <summary>Seconds a statement of a long read may run on PostgreSQL.</summary>
    [Range(1, 3600)]
    public int LongReadSeconds { get; init; } = 600;

    /// <summary>Seconds a statement may run on PostgreSQL.</summary>
    [Range(1, 300)]
    public int StatementSeconds { get; init; } = 10;

    /// <summary>
    /// The address of the PostgreSQL server itself, where <c>Kalends:Database</c> leads to a pooler such as pgbouncer.
    /// Migrations and notifications need connections of their own.
    /// </summary>
    public string? Direct { get; init; }

    /// <summary>
    /// The address of the streaming replicas of <c>Kalends:Database</c>, all of them in one connection string or URL.
    /// Reads that may show the database as it was a moment ago go there.
    /// </summary>
    public string? Replicas { get; init; }

    /// <summary>Seconds that a replica may be behind; one that is further behind is not asked.</summary>
    [Range(1, 100)]
    public int ReplicaLagSeconds { get; init; } = 10;

    /// <summary>
    /// Milliseconds that a read waits on a replica for the caller's own changes, before the primary is asked instead.
    /// </summary>
    [Range(0, 10_000)]
    public int ReplicaWaitMilliseconds { get; init; } = 100;

    /// <summary>
    /// Only read, from a standby that <c>Kalends:Database</c> names: nothing is written, not even at start, and changes
    /// are refused.
    /// </summary>
    public bool ReadOnly { get; init; }

    /// <summary>Seconds a statement may wait for a lock; on SQLite, for another program's lock.</summary>
    [Range(1, 60)]
    public int LockSeconds { get; init; } = 3;
}
