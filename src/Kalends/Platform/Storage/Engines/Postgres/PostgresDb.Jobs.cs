using Npgsql;

namespace Kalends.Platform.Storage.Engines.Postgres;

sealed partial class PostgresDb
{
    readonly PostgresJobLocks _jobs = new(server.Direct);

    public override async Task<bool> Alone(int job, Func<Task> work, CancellationToken cancel)
    {
        RefuseIfReadOnly();
        await using var held = await TakeLock(job, cancel);
        if (held is null)
            return false;
        await work();
        return true;
    }

    async Task<IAsyncDisposable?> TakeLock(int job, CancellationToken cancel)
    {
        try
        {
            return await _jobs.Take(job, cancel);
        }
        catch (Exception lost) when (lost is NpgsqlException or TimeoutException)
        {
            throw Unavailable(_writing, lost);
        }
    }
}
