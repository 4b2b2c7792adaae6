using Npgsql;

namespace Kalends.Platform.Storage.Engines.Postgres;

/// <summary>The connections to PostgreSQL, which is reached by itself or through a pooler such as pgbouncer.</summary>
/// <remarks>
/// A pooler in transaction mode gives each transaction any connection of the server. So nothing is kept in a session:
/// the limits of statements travel with each transaction, nothing is prepared, and notifications are heard elsewhere.
/// </remarks>
/// <param name="Pool">The connections for reads and changes.</param>
/// <param name="Direct">The connections to the server itself, for migrations and notifications.</param>
/// <param name="Limits">
/// The statement with which a transaction sets its own limits; null where every connection has them.
/// </param>
sealed partial record PostgresServer(NpgsqlDataSource Pool, NpgsqlDataSource Direct, string? Limits) : IAsyncDisposable
{
    public const string ForgetsChanges = "Kalends:Database sets synchronous_commit to off, with which the server " +
        "forgets changes that were answered. Leave it out, or set it to on or remote_apply.";

    const long MigrationLock = 7_305_808_869_230_408;

    /// <summary>The greatest number of connections in the pool.</summary>
    public int PoolMax { get; } = new NpgsqlConnectionStringBuilder(Pool.ConnectionString).MaxPoolSize;

    /// <summary>Connects, and brings the schema up to date; refuses a server that cannot work.</summary>
    public static PostgresServer Open(string database, StorageSettings settings, ILogger log) =>
        Open(database, settings, server => server.Prepare(log));

    /// <summary>Connects to a server whose schema must be this program's, and changes nothing.</summary>
    public static PostgresServer OpenToRead(string database, StorageSettings settings) =>
        Open(database, settings, server => server.RequireSchema());

    static PostgresServer Open(string database, StorageSettings settings, Action<PostgresServer> prepare)
    {
        var server = settings.Direct is null ? Alone(database, settings) : Pooled(database, settings.Direct, settings);
        return Prepared(server, () => prepare(server), server.Dispose);
    }

    /// <summary>Opens connections to the server itself, past a pooler, once a first one has looked at it.</summary>
    public static NpgsqlDataSource OpenDirect(
        string database, StorageSettings settings, Action<NpgsqlConnection> look)
    {
        var source = Source(PostgresAddress.Read(settings.Direct ?? database, settings));
        return Prepared(source, Look, source.Dispose);

        void Look()
        {
            using var connection = source.OpenConnection();
            RequireDirect(connection);
            look(connection);
        }
    }

    static T Prepared<T>(T opened, Action prepare, Action close)
    {
        try
        {
            prepare();
            return opened;
        }
        catch (Exception wrong)
        {
            close();
            if (wrong is NpgsqlException)
                throw new StartRefused(Words(wrong));
            throw;
        }
    }

    static PostgresServer Alone(string database, StorageSettings settings)
    {
        var source = Source(PostgresAddress.Read(database, settings));
        return new PostgresServer(source, source, Limits: null);
    }

    static PostgresServer Pooled(string database, string direct, StorageSettings settings) => new(
        Source(PostgresAddress.ReadPooled(database, settings)),
        Source(PostgresAddress.Read(direct, settings), "direct"), $"""
            SELECT set_config('statement_timeout', '{settings.StatementSeconds}s', TRUE),
                   set_config('lock_timeout', '{settings.LockSeconds}s', TRUE), set_config('jit', 'off', TRUE)
            """);

    /// <summary>The data source, which finds the server that accepts writes if several are named.</summary>
    public static NpgsqlDataSource Source(NpgsqlConnectionStringBuilder address, string name = "kalends")
    {
        try
        {
            // The name stands for the address in the driver's measurements.
            return new NpgsqlDataSourceBuilder(address.ToString()) { Name = name }
                .ConfigureTracing(StatementSpans.Configure)
                .Build();
        }
        catch (Exception wrong) when (wrong is ArgumentException or NotSupportedException)
        {
            throw new StartRefused($"Kalends:Database cannot be used: {wrong.Message}");
        }
    }

    void Prepare(ILogger log)
    {
        using var connection = Direct.OpenConnection();
        RequireDirect(connection);
        if (Ask(connection, "SHOW synchronous_commit") == "off")
            throw new StartRefused(ForgetsChanges);
        if (Pool == Direct)
            ComparePool(connection, log);
        else
            RequireSame(connection);
        // A migration of a large table may take as long as it needs.
        Statement.Run(connection, "SET statement_timeout = 0; SET lock_timeout = 0");
        Statement.Run(connection, $"SELECT pg_advisory_lock({MigrationLock})");
        try
        {
            Migrations.Apply(connection, Dialect.Postgres, "postgres");
        }
        finally
        {
            Statement.Run(connection, $"SELECT pg_advisory_unlock({MigrationLock})");
            Statement.Run(connection, "RESET statement_timeout; RESET lock_timeout");
        }
        connection.ReloadTypes();
    }

    void RequireSchema()
    {
        using var connection = Direct.OpenConnection();
        Migrations.RequireAll(connection, Dialect.Postgres, "postgres");
    }

    static void RequireDirect(NpgsqlConnection connection)
    {
        if (Ask(connection, $"SELECT current_setting('{PostgresAddress.DirectMark}', TRUE)") != "on")
            throw new StartRefused(BehindPooler);
    }

    /// <summary>Refuses a pooler that leads to another database than the address of the server itself.</summary>
    void RequireSame(NpgsqlConnection connection)
    {
        const string identity = "SELECT pg_postmaster_start_time()::TEXT || ' ' || current_database()";
        using var pooled = Pool.OpenConnection();
        if (Ask(pooled, identity) != Ask(connection, identity))
            throw new StartRefused("Kalends:Database and Kalends:Storage:Direct lead to different databases.");
    }

    void ComparePool(NpgsqlConnection connection, ILogger log)
    {
        var accepted = Accepted(connection);
        if (PoolMax > accepted)
            LogPool(log, PoolMax, accepted);
    }

    /// <summary>The connections that the server accepts of all processes together.</summary>
    public static long Accepted(NpgsqlConnection connection) => Statement.Number(connection, """
        SELECT current_setting('max_connections')::BIGINT - current_setting('superuser_reserved_connections')::BIGINT
        """)!.Value;

    const string BehindPooler = "There is a pooler between Kalends and PostgreSQL, which ignores the settings of a " +
        "connection. Name the server itself in Kalends:Storage:Direct, as Kalends:Database names the pooler.";

    static string Words(Exception wrong) => wrong switch
    {
        PostgresException { SqlState: PostgresErrorCodes.ProtocolViolation } refused
            when refused.MessageText.Contains("startup parameter", StringComparison.Ordinal) => BehindPooler,
        PostgresException refused => $"The PostgreSQL server refused: {refused.MessageText}",
        { InnerException: AggregateException several } => "None of the PostgreSQL servers can be used: " +
            string.Join("; ", several.InnerExceptions.Select(one => one.Message)),
        _ => $"The PostgreSQL server cannot be reached: {wrong.Message}",
    };

    static string? Ask(NpgsqlConnection connection, string text)
    {
        using var command = new NpgsqlCommand(text, connection);
        return command.ExecuteScalar() as string;
    }

    void Dispose()
    {
        Pool.Dispose();
        Direct.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await Pool.DisposeAsync();
        await Direct.DisposeAsync();
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "This process opens up to {Pool} connections, but the server accepts {Accepted} of all processes.")]
    static partial void LogPool(ILogger log, int pool, long accepted);
}
