using System.Net;
using Kalends.Platform.Storage;
using Kalends.Platform.Time;

namespace Kalends.Platform.Calls;

/// <summary>The request as a use case sees it: who calls, what they may touch, the database, the time.</summary>
sealed class Call(Db db, TimeProvider clock, Settings settings, Hooks hooks)
{
    public required Caller Caller { get; init; }

    /// <summary>What the route's line of the access table lets this caller touch.</summary>
    public required RowScope Scope { get; init; }

    public required CancellationToken Cancel { get; init; }

    /// <summary>What it may read; null where the program itself reads.</summary>
    public Allowance? Allowance { get; init; }

    /// <summary>Where the request comes from; null where it comes from no network.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>The caller's Idempotency-Key with what it stands for, where one was sent.</summary>
    public Idempotency? Idempotency { get; init; }

    /// <summary>The answer is the one already given to an equal request.</summary>
    public bool Replayed { get; set; }

    /// <summary>The moment of the call: one for all its rows and events, however long it waits for its turn.</summary>
    public Instant Now { get; private init; } = Instant.From(clock.GetUtcNow());

    public TSettings Settings<TSettings>() where TSettings : class => settings.Of<TSettings>();

    /// <summary>What modules above fill in; see <see cref="Calls.Hooks"/>.</summary>
    public IEnumerable<THook> Hooks<THook>() => hooks.Of<THook>();

    public Task<T> Read<T>(Func<Session, Task<T>> work) => db.Read(Counted(work), Cancel);

    /// <summary>Reads a large part of the database, all of it on one snapshot.</summary>
    public Task<T> ReadAtLength<T>(Func<Session, Task<T>> work) => db.ReadAtLength(Counted(work), Cancel);

    Func<Session, Task<T>> Counted<T>(Func<Session, Task<T>> work) => Allowance is null ? work : async session =>
    {
        session.Allowance = Allowance;
        try
        {
            return await work(session);
        }
        finally
        {
            session.Allowance = null;
        }
    };

    /// <summary>
    /// Runs a change in one transaction; an equal request with the same Idempotency-Key gets the first answer.
    /// </summary>
    /// <remarks>May run more than once, so <paramref name="work"/> touches nothing but its session.</remarks>
    public async Task<T> Write<T>(Func<Session, Task<T>> work)
    {
        if (Idempotency is null)
            return await db.Write(work, Cancel);

        var (answer, replayed) = await db.Write(session => Idempotency.Once(session, Now, work), Cancel);
        Replayed = replayed;
        return answer;
    }

    /// <summary>
    /// Runs a change again and again, each time in a transaction of its own, until it finds less to do than it does at
    /// once: others get their turn between, and what somebody else has locked is left to them.
    /// </summary>
    public async Task WriteInSteps(int atOnce, Func<Session, Task<int>> step)
    {
        while (await db.Write(step, Cancel) >= atOnce)
        {
            // Further ones wait.
        }
    }

    /// <summary>Refuses where the database could not take a change now.</summary>
    public Task CheckReady() => db.CheckReady(Cancel);

    /// <summary>What knows up to which number rows are settled; see <see cref="SettledWatermark"/>.</summary>
    public SettledWatermark Follow(Sql newest) => db.Follow(newest);

    /// <summary>
    /// The same request under another line of the access table, for the part of a route that asks for more.
    /// </summary>
    public Call With(Access access) =>
        new(db, clock, settings, hooks)
        {
            Caller = Caller,
            Scope = access.Of(Caller),
            Cancel = Cancel,
            Allowance = Allowance,
            Address = Address,
            Now = Now,
        };

    /// <summary>
    /// The same request as the program itself would make it: for what a use case does on nobody's behalf.
    /// </summary>
    public static Call OfProgram(
        Db db, TimeProvider clock, Settings settings, Hooks hooks, CancellationToken cancel) =>
        new(db, clock, settings, hooks) { Caller = Caller.Program, Scope = RowScope.Everything, Cancel = cancel };
}
