using Kalends.Platform.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kalends.Tests.Kit;

/// <summary>The database of a server, with what each change answered that counts.</summary>
sealed class WatchedDb(Db db) : Db(1, NullLogger.Instance)
{
    int _reads;

    /// <summary>How often it was read.</summary>
    public int Reads => _reads;

    /// <summary>How much each change did, one after the other.</summary>
    public List<int> Written { get; } = [];

    public override async Task<T> Write<T>(Func<Session, Task<T>> work, CancellationToken cancel)
    {
        var answer = await db.Write(work, cancel);
        if (answer is int count)
            Written.Add(count);
        return answer;
    }

    public override Task<T> Read<T>(Func<Session, Task<T>> work, CancellationToken cancel)
    {
        Interlocked.Increment(ref _reads);
        return db.Read(work, cancel);
    }

    public override Task CheckReady(CancellationToken cancel) => db.CheckReady(cancel);

    public override Task<bool> Alone(int job, Func<Task> work, CancellationToken cancel) =>
        db.Alone(job, work, cancel);

    protected override Task<T> ReadSnapshot<T>(Func<Session, Task<T>> work, CancellationToken cancel) =>
        db.Read(work, cancel);
}
