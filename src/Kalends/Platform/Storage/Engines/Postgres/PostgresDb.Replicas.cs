using Npgsql;

namespace Kalends.Platform.Storage.Engines.Postgres;

/// <summary>Reads that may show the database as it was a moment ago.</summary>
sealed partial class PostgresDb
{
    readonly TimeSpan _wait = TimeSpan.FromMilliseconds(settings.ReplicaWaitMilliseconds);

    public override bool IsReadOnly => settings.ReadOnly;

    public override SettledWatermark Follow(Sql newest)
    {
        // Which transactions may still commit is known to the primary only.
        RefuseIfReadOnly();
        return base.Follow(newest);
    }

    public override Task<T> Read<T>(Func<Session, Task<T>> work, Trail trail, CancellationToken cancel) =>
        ReadNear(work, session => session.BeginRead(), () => Read(work, cancel), trail, cancel);

    protected override Task<T> ReadSnapshot<T>(
        Func<Session, Task<T>> work, Trail trail, CancellationToken cancel) => ReadNear(
        work, session => session.BeginSnapshot(LongReadMax), () => ReadSnapshot(work, cancel), trail, cancel);

    async Task<T> ReadNear<T>(
        Func<Session, Task<T>> work, Func<PostgresSession, PostgresSession> begin, Func<Task<T>> readHere, Trail trail,
        CancellationToken cancel)
    {
        if (IsReadOnly && trail.Latest is not null)
            await WaitHere(trail, cancel);
        if (replicas is null)
            return await readHere();
        if (replicas.Next() is not { } replica)
        {
            StorageMeter.CountReplicaRead("none");
            return await readHere();
        }

        PostgresSession? session = null;
        try
        {
            await using var connection = await replica.Connect(cancel);
            if (await Shows(connection, trail, cancel))
            {
                session = begin(new PostgresSession(connection, limits: null, cancel));
                var read = await work(session);
                StorageMeter.CountReplicaRead("replica");
                return read;
            }
            StorageMeter.CountReplicaRead("behind");
        }
        catch (Exception wrong) when (session is null
            ? wrong is NpgsqlException or TimeoutException
            : PostgresErrors.IsOfReplica(wrong))
        {
            StorageMeter.CountReplicaRead("failed");
            if (session is { HasSent: true })
                throw PlatformErrors.StorageUnavailable.Refused();
        }
        return await readHere();
    }

    async Task<bool> Shows(NpgsqlConnection connection, Trail trail, CancellationToken cancel) =>
        trail.Latest is not { } wanted || await PostgresReplica.Reaches(connection, wanted, _wait, cancel);

    /// <summary>Waits until the standby of a process that only reads shows what the caller has changed.</summary>
    async Task WaitHere(Trail trail, CancellationToken cancel)
    {
        await using var connection = await Connect(_reading, cancel);
        if (!await Shows(connection, trail, cancel))
            throw PlatformErrors.Behind.Refused();
    }

    /// <summary>Tells a caller how far the database is, once their change is committed.</summary>
    static async Task Mark(PostgresSession session, Trail trail)
    {
        try
        {
            await session.Leave(trail);
        }
        catch (NpgsqlException)
        {
            // The change is made. Without its bookmark the caller's next reads may not show it yet.
        }
    }

    void RefuseIfReadOnly()
    {
        if (IsReadOnly)
            throw PlatformErrors.OnlyReads.Refused();
    }
}
