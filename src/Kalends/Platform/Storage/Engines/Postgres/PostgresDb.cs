using Npgsql;

namespace Kalends.Platform.Storage.Engines.Postgres;

/// <summary>A PostgreSQL primary, shared by any number of processes.</summary>
sealed partial class PostgresDb(
    PostgresServer server, PostgresReplicas? replicas, StorageSettings settings, ILogger log)
    : Db(settings.LongReads, log)
{
    readonly PostgresRelay _relay = new(server, log);

    const int TriesMax = 8;

    // A commit may wait for its standby for as long as the standby is away. Half of the connections are never used for
    // writes, so that reads continue meanwhile.
    readonly SemaphoreSlim _changes = new((server.PoolMax - PostgresAddress.PoolReserved) / 2);

    readonly Outage _reading = new();
    readonly Outage _writing = new();

    /// <summary>Opens the server, and its replicas if there are any.</summary>
    public static PostgresDb OpenServer(string database, StorageSettings settings, ILogger log)
    {
        if (settings.ReadOnly)
            return OpenToRead(database, settings, log);
        var server = PostgresServer.Open(database, settings, log);
        return new(server, PostgresReplicas.Open(server, settings, log), settings, log);
    }

    /// <summary>The same without a change of the schema, which must be this program's, and without replicas.</summary>
    public static PostgresDb OpenToRead(string database, StorageSettings settings, ILogger log) =>
        new(PostgresServer.OpenToRead(database, settings), null, settings, log);

    public override async Task<T> Write<T>(Func<Session, Task<T>> work, CancellationToken cancel)
    {
        RefuseIfReadOnly();
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await WriteOnce(work, cancel);
            }
            catch (PostgresException lost) when (PostgresErrors.IsWorthRepeating(lost) && tries < TriesMax)
            {
                await Task.Delay(Random.Shared.Next(2, 10 << tries), cancel);
            }
            catch (PostgresException lost) when (PostgresErrors.IsWorthRepeating(lost))
            {
                throw PlatformErrors.Contention.Refused();
            }
        }
    }

    public override Task<T> Read<T>(Func<Session, Task<T>> work, CancellationToken cancel) =>
        Read(work, session => session.BeginRead(), cancel);

    protected override Task<T> ReadSnapshot<T>(Func<Session, Task<T>> work, CancellationToken cancel) => Read(
        work, session => session.BeginSnapshot(LongReadMax), cancel);

    TimeSpan LongReadMax => TimeSpan.FromSeconds(settings.LongReadSeconds);

    async Task<T> Read<T>(
        Func<Session, Task<T>> work, Func<PostgresSession, PostgresSession> begin, CancellationToken cancel)
    {
        // What only reads needs no commit: the pool rolls back what a connection has begun.
        await using var connection = await Connect(_reading, cancel);
        try
        {
            var read = await work(begin(new PostgresSession(connection, server.Limits, cancel)));
            if (_reading.Ends())
                LogReadsAgain(Log);
            return read;
        }
        catch (NpgsqlException lost) when (PostgresErrors.IsOutage(lost)
            || (IsReadOnly && PostgresErrors.IsOfReplica(lost)))
        {
            throw Unavailable(_reading, lost);
        }
    }

    public override async Task CheckReady(CancellationToken cancel)
    {
        if (await Read(async session => await session.Number(TakesNoChanges), cancel) != 1 || IsReadOnly)
            return;
        Forget();
        throw PlatformErrors.ReadOnly.Refused();
    }

    public override Task Listen(CancellationToken cancel) => _relay.Listen(CommitSignal, cancel);

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _relay.DisposeAsync();
        await _jobs.DisposeAsync();
        if (replicas is not null)
            await replicas.DisposeAsync();
        await server.DisposeAsync();
    }

    async Task<T> WriteOnce<T>(Func<Session, Task<T>> work, CancellationToken cancel)
    {
        // A connection that is returned inside a transaction is rolled back by the pool before its next use.
        var connection = await ConnectToChange(cancel);
        var session = new PostgresSession(connection, server.Limits, cancel);
        session.Begin();
        T answer;
        try
        {
            answer = await work(session);
        }
        catch (Exception wrong)
        {
            await connection.DisposeAsync();
            _changes.Release();
            if (wrong is NpgsqlException lost && PostgresErrors.IsOutage(lost))
                throw Unavailable(_writing, lost);
            throw;
        }

        var committed = Commit(session, connection);
        try
        {
            await committed.WaitAsync(cancel);
        }
        catch (OperationCanceledException)
        {
            // The commit continues: cancelling it would lose a change that PostgreSQL reports as a success.
            if (!committed.IsCompletedSuccessfully)
                throw PlatformErrors.OutcomeUnknown.Refused();
        }
        return answer;
    }

    /// <summary>Commits, however long it takes and whether or not anybody waits, and returns the connection.</summary>
    async Task Commit(PostgresSession session, NpgsqlConnection connection)
    {
        try
        {
            var isReplicated = await session.Commit();
            if (session.TakeAnnouncement())
            {
                CommitSignal.Raise();
                _relay.Tell();
            }
            if (!isReplicated)
            {
                LogNotReplicated(Log);
                throw PlatformErrors.OutcomeUnknown.Refused();
            }
            if (_writing.Ends())
                LogWritesAgain(Log);
            if (replicas is not null && session.Trail is { } trail)
                await Mark(session, trail);
        }
        catch (Exception wrong) when (wrong is not Refused && !PostgresErrors.IsRolledBack(wrong))
        {
            LogUnknown(Log, wrong);
            throw PlatformErrors.OutcomeUnknown.Refused();
        }
        catch (NpgsqlException wrong) when (PostgresErrors.IsOutage(wrong))
        {
            throw Unavailable(_writing, wrong);
        }
        finally
        {
            await connection.DisposeAsync();
            _changes.Release();
        }
    }

    async Task<NpgsqlConnection> ConnectToChange(CancellationToken cancel)
    {
        await _changes.WaitAsync(cancel);
        try
        {
            return await Connect(_writing, cancel);
        }
        catch
        {
            _changes.Release();
            throw;
        }
    }

    async Task<NpgsqlConnection> Connect(Outage outage, CancellationToken cancel)
    {
        try
        {
            return await server.Pool.OpenConnectionAsync(cancel);
        }
        catch (Exception lost) when (lost is NpgsqlException or TimeoutException)
        {
            throw Unavailable(outage, lost);
        }
    }

    Refused Unavailable(Outage outage, Exception wrong)
    {
        var state = (wrong as NpgsqlException)?.SqlState;
        // A statement that ran out of time says nothing about the others.
        if (state != PostgresErrorCodes.QueryCanceled && outage.Begins())
            LogUnavailable(Log, wrong);
        if (state == PostgresErrorCodes.ReadOnlySqlTransaction)
            Forget();
        return PlatformErrors.StorageUnavailable.Refused();
    }

    /// <summary>Opens new connections from now on, because the address may lead to another server by now.</summary>
    void Forget() => server.Pool.Clear();

    static readonly Sql TakesNoChanges = new(
        sqlite: "SELECT 0 AS n",
        postgres: "SELECT CASE current_setting('transaction_read_only') WHEN 'on' THEN 1 ELSE 0 END AS n");

    [LoggerMessage(Level = LogLevel.Warning, Message = "The database went away while it committed.")]
    static partial void LogUnknown(ILogger log, Exception wrong);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A commit may not have reached the standby.")]
    static partial void LogNotReplicated(ILogger log);

    [LoggerMessage(Level = LogLevel.Error, Message = "The database does not answer, or takes no changes, for now.")]
    static partial void LogUnavailable(ILogger log, Exception wrong);

    [LoggerMessage(Level = LogLevel.Information, Message = "The database is read again.")]
    static partial void LogReadsAgain(ILogger log);

    [LoggerMessage(Level = LogLevel.Information, Message = "Changes are written again.")]
    static partial void LogWritesAgain(ILogger log);
}
