using Kalends.Platform.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kalends.Tests.Kit;

/// <summary>The process has died; nothing that it does afterwards takes effect.</summary>
sealed class Killed : Exception;

/// <summary>The database of a process that dies at one of its steps, before or after it takes effect.</summary>
/// <param name="db">The database.</param>
/// <param name="steps">The reads and writes until then.</param>
/// <param name="isDone">Whether the last of them takes effect.</param>
sealed class DyingDb(Db db, int steps, bool isDone) : Db(1, NullLogger.Instance)
{
    int _left = steps;

    public override Task<T> Write<T>(Func<Session, Task<T>> work, CancellationToken cancel) =>
        Step(() => db.Write(work, cancel));

    public override Task<T> Read<T>(Func<Session, Task<T>> work, CancellationToken cancel) =>
        Step(() => db.Read(work, cancel));

    public override Task CheckReady(CancellationToken cancel) => db.CheckReady(cancel);

    public override Task<bool> Alone(int job, Func<Task> work, CancellationToken cancel) =>
        db.Alone(job, work, cancel);

    protected override Task<T> ReadSnapshot<T>(Func<Session, Task<T>> work, CancellationToken cancel) =>
        db.Read(work, cancel);

    async Task<T> Step<T>(Func<Task<T>> step)
    {
        var left = Interlocked.Decrement(ref _left);
        if (left < 0 || (left == 0 && !isDone))
            throw new Killed();
        var done = await step();
        return left == 0 ? throw new Killed() : done;
    }
}
