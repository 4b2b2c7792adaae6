namespace Kalends.Platform.Storage;

/// <summary>Runs statements: in one transaction of the write lane, or on one connection of the read lane.</summary>
abstract class Session
{
    /// <summary>The allowance against which rows are counted; null if they are not counted.</summary>
    public Allowance? Allowance { get; set; }

    /// <summary>The trail of the caller who changes something; null for the program's own changes.</summary>
    public Trail? Trail { get; set; }

    /// <summary>
    /// Whether rows have left the program, such as those of a report that is streamed: the read is then never repeated.
    /// </summary>
    public bool HasSent { get; set; }

    /// <summary>
    /// Whether the engine reads the parts of a <c>UNION ALL</c> in their common order, and no further than is wanted.
    /// PostgreSQL does so only where it expects many rows.
    /// </summary>
    public abstract bool Merges { get; }

    public ValueTask<List<T>> All<T>(Sql sql, Func<Row, T> read, params (string Name, object? Value)[] values) =>
        While(sql, read, _ => true, values);

    /// <summary>Reads rows up to and including the first that is enough.</summary>
    public abstract ValueTask<List<T>> While<T>(
        Sql sql, Func<Row, T> read, Func<T, bool> wantsMore, params (string Name, object? Value)[] values);

    /// <summary>Passes rows on one by one as they arrive, for results that may be too large for memory.</summary>
    /// <remarks>No other statement of the session may run meanwhile. The rows are not counted.</remarks>
    public abstract ValueTask Each(
        Sql sql, Func<Row, ValueTask> take, params (string Name, object? Value)[] values);

    /// <summary>The first row, or null if there is none.</summary>
    public abstract ValueTask<T?> One<T>(Sql sql, Func<Row, T> read, params (string Name, object? Value)[] values)
        where T : class;

    /// <summary>
    /// The single number that a statement yields in its column <c>n</c>, or null if it yields no row.
    /// </summary>
    public async ValueTask<long?> Number(Sql sql, params (string Name, object? Value)[] values) =>
        (await One(sql, row => new Found(row.Long("n")), values))?.Number;

    sealed record Found(long Number);

    /// <summary>Runs a statement that returns no rows, and returns how many it touched.</summary>
    public abstract ValueTask<int> Run(Sql sql, params (string Name, object? Value)[] values);

    /// <summary>Asks for rows that are wanted later; on PostgreSQL the question travels with the next one.</summary>
    public abstract Later<T> Ask<T>(Sql sql, Func<Row, T> read, params (string Name, object? Value)[] values);

    /// <summary>Runs a statement whose result is not needed; on PostgreSQL it travels with the next one.</summary>
    public abstract ValueTask Enqueue(Sql sql, params (string Name, object? Value)[] values);

    /// <summary>
    /// Runs a statement that must touch a row; on PostgreSQL it travels with the next one. If it touches none, another
    /// transaction was faster, and this one is repeated.
    /// </summary>
    public abstract ValueTask EnqueueChange(Sql sql, params (string Name, object? Value)[] values);

    /// <summary>Takes a lock until the end of the transaction; travels with the next statement.</summary>
    /// <param name="key">
    /// A statement that yields the keys to lock, such as the provider of an opening; several keys in ascending order.
    /// </param>
    /// <param name="kind">The kind of the key, and whether others may hold the lock at the same time.</param>
    /// <param name="values">The statement's parameters.</param>
    public abstract void Lock(LockOn kind, Sql key, params (string Name, object? Value)[] values);

    /// <summary>Takes a lock without waiting; false if another transaction holds it.</summary>
    public abstract ValueTask<bool> TryLock(long key);

    /// <summary>Wakes the followers of this transaction's changes once it is committed.</summary>
    public void Announce() => _announces = true;

    bool _announces;

    /// <summary>Whether an announcement was made since the last call.</summary>
    public bool TakeAnnouncement()
    {
        var announced = _announces;
        _announces = false;
        return announced;
    }

    /// <summary>
    /// A number above those of all transactions that have written so far; see <see cref="EarliestRunning"/>.
    /// </summary>
    public abstract ValueTask<long> Mark();

    /// <summary>
    /// The lowest number of a transaction that may still commit. A write before a mark at or below it is either
    /// permanent by now, or will never appear.
    /// </summary>
    public abstract ValueTask<long> EarliestRunning();

    /// <summary>The current row, counted as one that is kept.</summary>
    protected Row Counted(Columns columns)
    {
        Allowance?.Row();
        return new Row(columns, Allowance);
    }

    /// <summary>
    /// A value in the form that the driver takes; <paramref name="list"/> converts lists for this engine.
    /// </summary>
    protected static object Value(object? value, Func<Array, object> list) => value switch
    {
        null => DBNull.Value,
        Instant at => at.Micros,
        YearMonth month => (long)month.Number,
        DateOnly date => date.ToString("O", System.Globalization.CultureInfo.InvariantCulture),
        TimeSpan length => length.Micros,
        Enum word => EnumText.Of(word),
        IReadOnlyList<long> ids => list(ids.ToArray()),
        IReadOnlyList<string> texts => list(texts.ToArray()),
        _ => value,
    };
}

/// <summary>Locks for rules that no constraint can enforce; SQLite's single writer needs none of them.</summary>
enum LockOn
{
    /// <summary>A provider's calendar, shared among those who reserve in it.</summary>
    CalendarShared,

    /// <summary>A provider's calendar, exclusively: closing, removing.</summary>
    Calendar,

    /// <summary>A client's reservations, exclusively: the limits on a client's reservations.</summary>
    Client,

    /// <summary>
    /// A group of caregivers' ledgers, exclusively: reimbursing, deleting, reversing; not registering.
    /// </summary>
    Ledger,

    /// <summary>The closed days of an organisation, exclusively.</summary>
    ClosedDays,

    /// <summary>The words of the event log, shared among those who save messages.</summary>
    WordsShared,

    /// <summary>The words of the event log, exclusively: erasing texts.</summary>
    Words,

    /// <summary>The e-mail address of a guest, exclusively.</summary>
    Guest,
}
