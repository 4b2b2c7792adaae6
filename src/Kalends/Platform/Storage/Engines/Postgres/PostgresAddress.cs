using Npgsql;

namespace Kalends.Platform.Storage.Engines.Postgres;

/// <summary>
/// The address and options of PostgreSQL: a connection string of Npgsql, or a URL in the format of libpq.
/// </summary>
static class PostgresAddress
{
    static readonly string[] Writable = ["any", "primary", "prefer-primary", "read-write"];
    static readonly string[] Readable = [.. Writable, "standby", "prefer-standby", "read-only"];

    /// <summary>Whether a database setting means PostgreSQL rather than a file.</summary>
    public static bool Names(string database) => IsUrl(database) ||
        ((string[])["Host=", "Server="]).Any(key => database.Contains(key, StringComparison.OrdinalIgnoreCase));

    /// <summary>The database and its servers by name, without a password.</summary>
    public static string Describe(string database)
    {
        var names = Parse(database);
        return $"PostgreSQL, {names.Database} at {names.Host}";
    }

    /// <summary>
    /// The setting that every connection to the server itself has. A pooler that ignores our options drops it too.
    /// </summary>
    public const string DirectMark = "kalends.direct";

    /// <summary>The greatest number of connections, where the operator names none.</summary>
    const int PoolMax = 50;

    /// <summary>The connections that a process keeps: one hears notifications, and one has the locks of jobs.</summary>
    public const int PoolReserved = 2;

    /// <summary>The kept ones, one that reads and one that writes.</summary>
    const int PoolMin = PoolReserved + 2;

    const int ConnectSeconds = 3;
    const int SlackSeconds = 2;
    const int CancelMilliseconds = 500;
    const int RecheckSeconds = 1;

    /// <summary>Completes the setting with defaults; refuses options that the product cannot work with.</summary>
    public static NpgsqlConnectionStringBuilder Read(string database, StorageSettings settings) =>
        Direct(Plain(database, settings, settings.ReadOnly), settings);

    /// <summary>The addresses of single replicas, from one that names all of them.</summary>
    public static IReadOnlyList<NpgsqlConnectionStringBuilder> ReadEach(string replicas, StorageSettings settings)
    {
        var all = Plain(replicas, settings, onlyReads: true);
        return all.Host!.Split(',').Select(host => Direct(
            new NpgsqlConnectionStringBuilder(all.ToString()) { Host = host, TargetSessionAttributes = null },
            settings)).ToList();
    }

    static NpgsqlConnectionStringBuilder Direct(NpgsqlConnectionStringBuilder builder, StorageSettings settings)
    {
        if (!builder.ShouldSerialize("Max Auto Prepare"))
        {
            builder.MaxAutoPrepare = 200;
            builder.AutoPrepareMinUsages = 2;
        }
        if (builder.Host?.Contains('/', StringComparison.Ordinal) == false &&
            !builder.ShouldSerialize("Tcp Keepalive") && !builder.ShouldSerialize("Tcp Keepalive Time"))
            // A server that disappears silently is noticed within two minutes instead of two hours.
            (builder.TcpKeepAliveTime, builder.TcpKeepAliveInterval) = (30, 10);
        // The operator's options come later and override ours. JIT takes longer here than it could ever save, and so
        // does planning a statement anew for the values of each run: as with SQLite, no plan depends on them. The
        // warning that a commit may not be replicated must reach us.
        builder.Options = "-c synchronous_commit=on -c jit=off -c plan_cache_mode=force_generic_plan " +
            $"-c statement_timeout={settings.StatementSeconds}s -c lock_timeout={settings.LockSeconds}s " +
            $"{builder.Options} -c client_min_messages=warning -c {DirectMark}=on";
        return builder;
    }

    /// <summary>
    /// How long to wait for a server that does not answer, so that another one is found within seconds of a failover.
    /// </summary>
    static void SetPatience(NpgsqlConnectionStringBuilder builder, StorageSettings settings)
    {
        if (!builder.ShouldSerialize("Timeout"))
            builder.Timeout = ConnectSeconds;
        // The server ends a statement first; one that is frozen never does.
        if (!builder.ShouldSerialize("Command Timeout"))
            builder.CommandTimeout = settings.StatementSeconds + SlackSeconds;
        if (!builder.ShouldSerialize("Cancellation Timeout"))
            builder.CancellationTimeout = CancelMilliseconds;
        if (!builder.ShouldSerialize("Host Recheck Seconds"))
            builder.HostRecheckSeconds = RecheckSeconds;
    }

    /// <summary>The address of a pooler, whose connections keep nothing from one transaction to the next.</summary>
    public static NpgsqlConnectionStringBuilder ReadPooled(string database, StorageSettings settings)
    {
        var builder = Plain(database, settings, onlyReads: false);
        if (builder.Options is { Length: > 0 })
            throw Refusal("a pooler takes no options. Set them for the role: ALTER ROLE … SET ….");
        return builder;
    }

    static NpgsqlConnectionStringBuilder Plain(string database, StorageSettings settings, bool onlyReads)
    {
        var builder = Parse(database);
        if (builder.Multiplexing)
            throw Refusal("Multiplexing cannot be used, since transactions need a connection of their own.");
        Aim(builder, onlyReads);
        SetPatience(builder, settings);
        // Nothing is kept in a session that a reset would have to clear.
        builder.NoResetOnClose = true;
        if (!builder.ShouldSerialize("Maximum Pool Size"))
            builder.MaxPoolSize = PoolMax;
        if (builder.MaxPoolSize < PoolMin)
            throw Refusal(
                $"Maximum Pool Size must be at least {PoolMin}: {PoolReserved} connections hear notifications and " +
                "have the locks of jobs, the others read and write.");
        builder.ApplicationName ??= "kalends";
        return builder;
    }

    /// <summary>
    /// Selects the server that accepts writes, if several are named; for a process that only reads, a standby.
    /// </summary>
    static void Aim(NpgsqlConnectionStringBuilder builder, bool onlyReads)
    {
        var target = builder.TargetSessionAttributes;
        if (target is not null && !(onlyReads ? Readable : Writable).Contains(target.ToLowerInvariant()))
            throw Refusal($"target_session_attrs cannot be {target}, since the server must take changes.");
        // The driver allows no target for a single server, which the readiness check covers in any case.
        var isOne = builder.Host?.Contains(',', StringComparison.Ordinal) != true;
        builder.TargetSessionAttributes = isOne ? null : target ?? (onlyReads ? "prefer-standby" : "primary");
    }

    static NpgsqlConnectionStringBuilder Parse(string database) =>
        IsUrl(database) ? PostgresUrl.Read(database) : FromWords(database);

    static bool IsUrl(string database) =>
        database.StartsWith("postgres://", StringComparison.OrdinalIgnoreCase) ||
        database.StartsWith("postgresql://", StringComparison.OrdinalIgnoreCase);

    static NpgsqlConnectionStringBuilder FromWords(string words)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(words);
        }
        catch (ArgumentException wrong)
        {
            throw Refusal($"it is not a connection string: {wrong.Message}");
        }
    }

    public static StartRefused Refusal(string why) => new($"Kalends:Database cannot be used: {why}");
}
