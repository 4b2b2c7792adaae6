using System.Net;
using Kalends.Platform.Storage;

namespace Kalends.Platform.Calls;

/// <summary>
/// The request as a use case sees it: the caller, the rows they may touch, the database, and the time.
/// </summary>
sealed class Call(Db db, TimeProvider clock, Settings settings, Hooks hooks)
{
    public required Caller Caller { get; init; }

    /// <summary>The rows that the route's line of the access table allows this caller to touch.</summary>
    public required RowScope Scope { get; init; }

    public required CancellationToken Cancel { get; init; }

    /// <summary>The amount that the request may read; null for the program's own reads.</summary>
    public Allowance? Allowance { get; init; }

    /// <summary>The address of the client; null if the request does not come from a network.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>How far the caller knows the database; null for the program's own reads and changes.</summary>
    public Trail? Trail { get; init; }

    /// <summary>Whether its reads may be a moment old, though never older than the trail.</summary>
    public bool ToleratesLag { get; init; }

    /// <summary>The caller's Idempotency-Key with its context, if one was sent.</summary>
    public Idempotency? Idempotency { get; init; }

    /// <summary>
    /// The time of the call: one moment for all its rows and events, however long it waits for its turn.
    /// </summary>
    public Instant Now { get; private init; } = Instants.From(clock.GetUtcNow());

    /// <summary>Whether the process takes no changes, and so does not know which are still to come.</summary>
    public bool IsReadOnly => db.IsReadOnly;

    public TSettings Settings<TSettings>() where TSettings : class => settings.Of<TSettings>();

    /// <summary>The hooks that modules above register; see <see cref="Calls.Hooks"/>.</summary>
    public IEnumerable<THook> Hooks<THook>() => hooks.Of<THook>();

    public Task<T> Read<T>(Func<Session, Task<T>> work) => Lag is { } trail
        ? db.Read(Counted(work), trail, Cancel)
        : db.Read(Counted(work), Cancel);

    Trail? Lag => ToleratesLag || IsReadOnly ? Trail : null;

    /// <summary>Reads the objects that one statement finds, by their ids.</summary>
    public async Task<IReadOnlyDictionary<long, T>> ReadByIds<T>(
        Sql find, Func<Row, T> read, Func<T, long> idOf, params (string Name, object? Value)[] values)
    {
        var found = await Read(async session => await session.All(find, read, values));
        return found.ToDictionary(idOf);
    }

    /// <summary>Reads a large part of the database, all of it on one snapshot.</summary>
    public Task<T> ReadAtLength<T>(Func<Session, Task<T>> work) => db.ReadAtLength(Counted(work), Lag, Cancel);

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
    /// <remarks>
    /// The work may run more than once, so <paramref name="work"/> must touch nothing but its session.
    /// </remarks>
    public async Task<Answer<T>> Write<T>(Func<Session, Task<T>> work) => Idempotency is null
        ? await db.Write(Trailing(work), Cancel)
        : await db.Write(
            Trailing(session => Idempotency.Once(session, Now, settings.Of<IdempotencySettings>().Kept, work)), Cancel);

    Func<Session, Task<T>> Trailing<T>(Func<Session, Task<T>> work) => Trail is null ? work : session =>
    {
        session.Trail = Trail;
        return work(session);
    };

    /// <summary>
    /// Runs a change repeatedly, each time in a transaction of its own, until a step finds less than a full batch.
    /// Other writers get their turn in between, and rows that others have locked are left to them.
    /// </summary>
    public async Task WriteInSteps(int atOnce, Func<Session, Task<int>> step)
    {
        var found = atOnce;
        while (found >= atOnce)
        {
            found = await db.Write(step, Cancel);
            RowsInSteps += found;
        }
    }

    /// <summary>The rows that all steps of this call have found.</summary>
    public long RowsInSteps { get; private set; }

    /// <summary>Refuses if the database cannot take a change now.</summary>
    public Task CheckReady() => db.CheckReady(Cancel);

    /// <summary>The watermark up to which rows are settled; see <see cref="SettledWatermark"/>.</summary>
    public SettledWatermark Follow(Sql newest) => db.Follow(newest);

    /// <summary>The same request at the present moment, for an answer that goes on.</summary>
    public Call Again() => As(Scope, Instants.From(clock.GetUtcNow()));

    /// <summary>
    /// The same request under another line of the access table, for a part of a route that requires more.
    /// </summary>
    public Call With(Access access) => As(access.Of(Caller), Now);

    /// <summary>The same request at another moment, for what is entered as it was then.</summary>
    public Call At(Instant now) => As(Scope, now);

    /// <summary>The same request with other rows that it may touch.</summary>
    public Call Within(RowScope scope) => As(scope, Now);

    /// <summary>The same request as another caller makes it, such as somebody with a link.</summary>
    public Call As(Caller caller, RowScope scope) => As(scope, Now, caller: caller);

    /// <summary>The same request, which goes on when it is cancelled.</summary>
    public Call Detached() => As(Scope, Now, CancellationToken.None);

    Call As(RowScope scope, Instant now, CancellationToken? cancel = null, Caller? caller = null) =>
        new(db, clock, settings, hooks)
        {
            Caller = caller ?? Caller,
            Scope = scope,
            Cancel = cancel ?? Cancel,
            Allowance = Allowance,
            Address = Address,
            Trail = Trail,
            ToleratesLag = ToleratesLag,
            Now = now,
        };

    /// <summary>
    /// The same request as the program itself would make it: for actions of a use case that no user asked for.
    /// </summary>
    public static Call OfProgram(
        Db db, TimeProvider clock, Settings settings, Hooks hooks, CancellationToken cancel) =>
        new(db, clock, settings, hooks) { Caller = Caller.Program, Scope = RowScope.Everything, Cancel = cancel };
}
