using Kalends.Platform.Calls;
using Npgsql;

namespace Kalends.Platform.Storage;

/// <summary>A PostgreSQL primary, shared by any number of processes.</summary>
sealed class PostgresDb(NpgsqlDataSource source, StorageSettings settings, ILogger log) : Db(settings.LongReads)
{
    readonly PostgresRelay _relay = new(source, log);

    const int TriesMax = 8;
    const int JobSpace = 1;

    /// <summary>Whether a database setting means PostgreSQL rather than a file.</summary>
    public static bool Names(string database) =>
        IsUrl(database) || database.Contains("Host=", StringComparison.OrdinalIgnoreCase);

    public static string NameOf(string database)
    {
        var names = new NpgsqlConnectionStringBuilder(IsUrl(database) ? FromUrl(new Uri(database)) : database);
        return $"PostgreSQL, {names.Database} at {names.Host}";
    }

    public static PostgresDb OpenServer(string database, StorageSettings settings, ILogger log)
    {
        var source = NpgsqlDataSource.Create(ConnectionString(database, settings));
        try
        {
            Migrate(source);
        }
        catch (NpgsqlException unreachable) when (unreachable is not PostgresException)
        {
            source.Dispose();
            throw new StartRefused($"The PostgreSQL server cannot be reached: {unreachable.Message}");
        }
        catch (PostgresException refused)
        {
            source.Dispose();
            throw new StartRefused($"The PostgreSQL server refused: {refused.MessageText}");
        }
        return new PostgresDb(source, settings, log);
    }

    public override async Task<T> Write<T>(Func<Session, Task<T>> work, CancellationToken cancel)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await WriteOnce(work, cancel);
            }
            catch (PostgresException lost) when (IsWorthRepeating(lost) && tries < TriesMax)
            {
                await Task.Delay(Random.Shared.Next(2, 10 << tries), cancel);
            }
            catch (PostgresException lost) when (IsWorthRepeating(lost))
            {
                throw Refused.Busy("contention", "Too many changes of the same thing at once.");
            }
        }
    }

    public override Task<T> Read<T>(Func<Session, Task<T>> work, CancellationToken cancel) =>
        Read(work, session => session, cancel);

    protected override Task<T> ReadSnapshot<T>(Func<Session, Task<T>> work, CancellationToken cancel) => Read(
        work, session => session.BeginSnapshot(TimeSpan.FromSeconds(settings.LongReadSeconds)), cancel);

    async Task<T> Read<T>(
        Func<Session, Task<T>> work, Func<PostgresSession, PostgresSession> begin, CancellationToken cancel)
    {
        // A transaction that is only read needs no end: the pool rolls it back before the connection's next use.
        await using var connection = await Connect(source, cancel);
        try
        {
            return await work(begin(new PostgresSession(connection, cancel)));
        }
        catch (NpgsqlException lost) when (IsOutage(lost))
        {
            throw Unavailable();
        }
    }

    public override async Task<bool> Alone(int job, Func<Task> work, CancellationToken cancel)
    {
        await using var connection = await Connect(source, cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        // Locks of two numbers never meet those of one, which calendars and clients take.
        await using var command = new NpgsqlCommand("SELECT pg_try_advisory_xact_lock(@space, @job)", connection);
        command.Parameters.AddWithValue("space", JobSpace);
        command.Parameters.AddWithValue("job", job);
        if (await command.ExecuteScalarAsync(cancel) is not true)
            return false;
        await work();
        return true;
    }

    public override Task CheckReady(CancellationToken cancel) => Task.CompletedTask;

    public override Task Listen(CancellationToken cancel) => _relay.Listen(Bell, cancel);

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _relay.DisposeAsync();
        await source.DisposeAsync();
    }

    async Task<T> WriteOnce<T>(Func<Session, Task<T>> work, CancellationToken cancel)
    {
        // A connection that closes inside a transaction is rolled back by the pool before its next use.
        await using var connection = await Connect(source, cancel);
        var session = new PostgresSession(connection, cancel);
        session.Begin();
        T answer;
        try
        {
            answer = await work(session);
        }
        catch (NpgsqlException lost) when (IsOutage(lost))
        {
            throw Unavailable();
        }

        await Commit(session);
        if (session.TakeAnnouncement())
        {
            Bell.Ring();
            _relay.Tell();
        }
        return answer;
    }

    static async Task Commit(PostgresSession session)
    {
        try
        {
            await session.Commit();
        }
        catch (NpgsqlException lost) when (lost is not PostgresException)
        {
            throw Refused.OutcomeUnknown();
        }
    }

    static async Task<NpgsqlConnection> Connect(NpgsqlDataSource source, CancellationToken cancel)
    {
        try
        {
            return await source.OpenConnectionAsync(cancel);
        }
        catch (Exception lost) when (lost is NpgsqlException or TimeoutException)
        {
            throw Unavailable();
        }
    }

    static bool IsWorthRepeating(PostgresException wrong) => wrong.SqlState is
        PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected
        or PostgresErrorCodes.LockNotAvailable
        // Somebody was faster between our look and our write: the next look sees them and refuses in words.
        or PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.ExclusionViolation
        or PostgresErrorCodes.ForeignKeyViolation;

    // 57: an operator stepped in or a statement ran out of time; 53: out of connections, memory or disk.
    static bool IsOutage(NpgsqlException wrong) => wrong is not PostgresException refused
        || refused.SqlState.StartsWith("57", StringComparison.Ordinal)
        || refused.SqlState.StartsWith("53", StringComparison.Ordinal);

    static Refused Unavailable() => Refused.Busy("storage_unavailable", "The database does not answer.");

    static void Migrate(NpgsqlDataSource source)
    {
        using var connection = source.OpenConnection();
        // A step over a large table takes the time it takes.
        Execute(connection, "SET statement_timeout = 0; SET lock_timeout = 0");
        Execute(connection, "SELECT pg_advisory_lock(7305808869230408)");
        try
        {
            Migrations.Apply(connection, Dialect.Postgres, "postgres");
        }
        finally
        {
            Execute(connection, "SELECT pg_advisory_unlock(7305808869230408)");
        }
        connection.ReloadTypes();
    }

    static void Execute(NpgsqlConnection connection, string text)
    {
        using var command = new NpgsqlCommand(text, connection) { CommandTimeout = 0 };
        command.ExecuteNonQuery();
    }

    static string ConnectionString(string database, StorageSettings settings)
    {
        try
        {
            var builder = new NpgsqlConnectionStringBuilder(IsUrl(database) ? FromUrl(new Uri(database)) : database);
            if (builder.MaxAutoPrepare == 0)
            {
                builder.MaxAutoPrepare = 200;
                builder.AutoPrepareMinUsages = 2;
            }
            // Every statement here is short: compiling one (JIT) takes longer than it could ever save.
            builder.Options = $"{builder.Options} -c synchronous_commit=on -c jit=off " +
                $"-c statement_timeout={settings.StatementSeconds}s -c lock_timeout={settings.LockSeconds}s";
            builder.ApplicationName ??= "kalends";
            return builder.ToString();
        }
        catch (Exception wrong) when (wrong is ArgumentException or UriFormatException)
        {
            throw new StartRefused($"Kalends:Database is not a connection string: {wrong.Message}");
        }
    }

    static bool IsUrl(string database) =>
        database.StartsWith("postgres://", StringComparison.Ordinal) ||
        database.StartsWith("postgresql://", StringComparison.Ordinal);

    static string FromUrl(Uri url)
    {
        var user = url.UserInfo.Split(':', 2);
        var builder = new NpgsqlConnectionStringBuilder
        {
            Host = url.Host,
            Port = url.Port > 0 ? url.Port : 5432,
            Database = Uri.UnescapeDataString(url.AbsolutePath.TrimStart('/')),
            Username = Uri.UnescapeDataString(user[0]),
        };
        if (user.Length > 1)
            builder.Password = Uri.UnescapeDataString(user[1]);
        return builder.ToString();
    }
}
