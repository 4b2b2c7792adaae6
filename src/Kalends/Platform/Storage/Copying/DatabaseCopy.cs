namespace Kalends.Platform.Storage.Copying;

/// <summary>Copies all tables of all modules from one database into another, on either engine.</summary>
/// <remarks>
/// Tables that follow from others are copied as they are, and the triggers that keep them are off: so the copy has
/// exactly the rows of the source, and the comparison at the end is one of all rows.
/// </remarks>
static class DatabaseCopy
{
    /// <summary>The result of a copy: the rows of each table.</summary>
    /// <param name="Rows">The number of rows of each table, the same in both databases.</param>
    /// <param name="IsResumed">Whether an earlier run had begun it.</param>
    public sealed record Copied(IReadOnlyDictionary<string, long> Rows, bool IsResumed);

    /// <summary>Copies, compares, and unmarks the target; a run that was cut off is taken up.</summary>
    /// <param name="source">The database to copy.</param>
    /// <param name="sourceName">Its name, by which a later run knows it again.</param>
    /// <param name="target">The database to copy into.</param>
    /// <param name="progress">Told the rows that are copied and compared, and all.</param>
    /// <param name="cancel">Ends the run, which can be taken up.</param>
    public static Copied Run(
        CopySource source, string sourceName, CopyTarget target, Action<long, long> progress, CancellationToken cancel)
    {
        var isResumed = CopyProgress.IsThere(target.Connection);
        var tables = target.Begin(sourceName);
        var sources = Shared(source, tables);
        // Each row is copied, and read twice to compare.
        var meter = new Meter(progress, 3 * sources.Values.Sum(table =>
            Statement.Number(source.Connection, $"SELECT COUNT(*) FROM {table.Name}")!.Value));

        foreach (var table in tables.Where(table => sources.ContainsKey(table.Name)))
            CopyTable(source, target, table, meter, cancel);
        foreach (var (name, last) in Numbering.Read(source.Connection, sources.Values))
            if (tables.Find(table => table.Name == name) is { } table)
                Numbering.Set(target.Connection, table, last);

        var rows = new Dictionary<string, long>();
        foreach (var table in tables.Where(table => sources.ContainsKey(table.Name)))
            rows.Add(table.Name, Compare(source, sources[table.Name], target, table, meter, cancel));
        target.CheckReferences();
        target.Finish(tables);
        return new(rows, isResumed);
    }

    /// <summary>The tables of the source; one that the target's engine does not have must be empty.</summary>
    static Dictionary<string, CopiedTable> Shared(CopySource source, List<CopiedTable> tables)
    {
        var sources = CopiedTable.All(source.Connection);
        foreach (var table in sources.Where(one => !tables.Exists(other => other.Name == one.Name)))
            if (Statement.Number(source.Connection, $"SELECT 1 FROM {table.Name} LIMIT 1") is not null)
                throw new StartRefused($"The target has no table {table.Name}, and that of the source has rows.");
        return sources.Where(one => tables.Exists(other => other.Name == one.Name)).ToDictionary(one => one.Name);
    }

    static void CopyTable(
        CopySource source, CopyTarget target, CopiedTable table, Meter meter, CancellationToken cancel)
    {
        if (CopyProgress.Of(target.Connection, table.Name) is not { } state)
        {
            target.BeginTable(table);
            state = new(0, null);
        }
        meter.Add(state.Rows);
        while (source.Read(table, state.LastKey) is { Count: > 0 } rows)
        {
            cancel.ThrowIfCancellationRequested();
            state = target.Write(table, rows, state);
            meter.Add(rows.Count);
        }
    }

    static long Compare(
        CopySource source, CopiedTable from, CopyTarget target, CopiedTable to, Meter meter, CancellationToken cancel)
    {
        var expected = TableSum.Of(source.Connection, from, to.Columns, () => meter.Add(1), cancel);
        var found = TableSum.Of(target.Connection, to, to.Columns, () => meter.Add(1), cancel);
        if (found != expected)
            throw new StartRefused($"The copy of {to.Name} has not the rows of the source, which was changed between " +
                $"two runs: it has {found.Rows} rows of {expected.Rows}, and other sums. Begin again with an empty " +
                "target.");
        return found.Rows;
    }

    sealed class Meter(Action<long, long> progress, long all)
    {
        long _done;

        public void Add(long rows) => progress(_done += rows, all);
    }
}
