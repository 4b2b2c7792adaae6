using System.Data.Common;
using Kalends.Platform.Time;

namespace Kalends.Platform.Storage;

/// <summary>Where statements run: one transaction of the write lane, or one connection of the read lane.</summary>
abstract class Session
{
    /// <summary>What the rows that are read are counted against; null where nothing is counted.</summary>
    public Allowance? Allowance { get; set; }

    public ValueTask<List<T>> All<T>(Sql sql, Func<Row, T> read, params (string Name, object? Value)[] values) =>
        While(sql, read, _ => true, values);

    /// <summary>Reads rows until one of them is enough; that one is the last.</summary>
    public abstract ValueTask<List<T>> While<T>(
        Sql sql, Func<Row, T> read, Func<T, bool> wantsMore, params (string Name, object? Value)[] values);

    /// <summary>Hands rows over one by one as they come, where there may be too many to hold.</summary>
    /// <remarks>No other statement of the session runs meanwhile. The rows are not counted.</remarks>
    public abstract ValueTask Each(
        Sql sql, Func<Row, ValueTask> take, params (string Name, object? Value)[] values);

    /// <summary>The first row, or null where there is none.</summary>
    public abstract ValueTask<T?> One<T>(Sql sql, Func<Row, T> read, params (string Name, object? Value)[] values)
        where T : class;

    /// <summary>
    /// The one number that a statement yields in its column <c>n</c>, or null where it yields no row.
    /// </summary>
    public async ValueTask<long?> Number(Sql sql, params (string Name, object? Value)[] values) =>
        (await One(sql, row => new Found(row.Long("n")), values))?.Number;

    sealed record Found(long Number);

    /// <summary>Runs a statement that answers no rows, and says how many it touched.</summary>
    public abstract ValueTask<int> Run(Sql sql, params (string Name, object? Value)[] values);

    /// <summary>Runs a statement whose answer nobody waits for; on PostgreSQL it travels with the next one.</summary>
    public abstract ValueTask Enqueue(Sql sql, params (string Name, object? Value)[] values);

    /// <summary>Takes a lock until the end of the transaction; travels with the next statement.</summary>
    /// <param name="key">
    /// A statement that yields what to lock, such as the provider of an opening; several keys in ascending order.
    /// </param>
    /// <param name="kind">Which sort of thing the key names, and whether others may hold it at the same time.</param>
    /// <param name="values">The statement's parameters.</param>
    public abstract void Lock(LockOn kind, Sql key, params (string Name, object? Value)[] values);

    /// <summary>Takes a lock without waiting; false where another transaction holds it.</summary>
    public abstract ValueTask<bool> TryLock(long key);

    /// <summary>Wakes who follows what this transaction changes, once it is committed.</summary>
    public void Announce() => _announces = true;

    bool _announces;

    /// <summary>Whether an announcement was made since this was last asked.</summary>
    public bool TakeAnnouncement()
    {
        var announced = _announces;
        _announces = false;
        return announced;
    }

    /// <summary>
    /// A number above those of all transactions that have written until now; see <see cref="EarliestRunning"/>.
    /// </summary>
    public abstract ValueTask<long> Mark();

    /// <summary>
    /// The lowest number of a transaction that may still commit: what was written before a mark that is not above it
    /// is there for good, or never will be.
    /// </summary>
    public abstract ValueTask<long> EarliestRunning();

    /// <summary>The current row, counted as one that is kept.</summary>
    protected Row Counted(DbDataReader reader)
    {
        Allowance?.Row();
        return new Row(reader, Allowance);
    }

    /// <summary>A value as the driver takes it; <paramref name="list"/> says how this engine takes many.</summary>
    protected static object Value(object? value, Func<Array, object> list) => value switch
    {
        null => DBNull.Value,
        Instant at => at.Micros,
        Month month => (long)month.Number,
        DateOnly date => date.ToString("O", System.Globalization.CultureInfo.InvariantCulture),
        TimeSpan length => length.Ticks / 10,
        Enum word => EnumText.Of(word),
        IReadOnlyList<long> ids => list(ids.ToArray()),
        IReadOnlyList<string> texts => list(texts.ToArray()),
        _ => value,
    };
}

/// <summary>What no constraint can see is serialised by these; SQLite's single writer needs none of them.</summary>
enum LockOn
{
    /// <summary>A provider's calendar, shared by those who reserve in it.</summary>
    CalendarShared,

    /// <summary>A provider's calendar, alone: closing, removing.</summary>
    Calendar,

    /// <summary>A client's reservations, alone: the limits on what a client may hold.</summary>
    Client,

    /// <summary>A group of caregivers' ledgers, alone: reimbursing, deleting, reversing; not registering.</summary>
    Ledger,
}
