using Kalends.Platform.Storage;

namespace Kalends.Platform.Paging;

/// <summary>Compiles which rows a list has, their order and the page that is asked for into one statement.</summary>
/// <remarks>All words of it are ours: what a caller sent stands in parameters.</remarks>
/// <param name="order">In which order.</param>
/// <param name="read">Reads a row.</param>
/// <param name="columns">What is read.</param>
/// <param name="from">The tables.</param>
/// <param name="values">The parameters that columns, tables and conditions name.</param>
sealed class ListQuery<T>(
    Keyset<T> order, Func<Row, T> read, string columns, string from, params (string, object?)[] values)
{
    readonly List<string> _conditions = ["TRUE"];

    /// <summary>The parameters that belong to conditions of the request.</summary>
    public Parameters Given { get; } = new();

    /// <summary>Whether the rows are found in another way than by the order's index, and then sorted.</summary>
    public bool Sorts { get; init; }

    public ListQuery<T> Where(string condition)
    {
        _conditions.Add(condition);
        return this;
    }

    /// <summary>A condition in which <c>{0}</c> stands for a value; without a value it is none.</summary>
    public ListQuery<T> Where(string condition, object? value) => value is null
        ? this
        : Where(condition.Replace("{0}", Given.Add(value), StringComparison.Ordinal));

    /// <summary>
    /// Columns that have to have these values, as far as they are given. The first of them leads: of the others no
    /// engine walks an index, though PostgreSQL knows from their form how many rows they let through.
    /// </summary>
    public ListQuery<T> LedBy(params IEnumerable<(string Column, object? Value)> columns)
    {
        var given = columns.Where(one => one.Value is not null).ToList();
        for (var i = 0; i < given.Count; i++)
            Where(i == 0 ? $"{given[i].Column} = {{0}}" : $"({given[i].Column} = {{0}}) IS TRUE", given[i].Value);
        return this;
    }

    /// <param name="session">Where.</param>
    /// <param name="page">Which page.</param>
    /// <param name="exact">
    /// Whether a connection looks what stands at the places of its cursors and beyond them; otherwise a row does.
    /// </param>
    public async Task<Page<T>> Page(Session session, PageRequest page, bool exact = false)
    {
        var stretch = order.Of(page);
        var (sql, all) = Compile(stretch);
        var found = await session.All(sql, read, all);
        return !exact || !page.OfConnection ? page.Cut(found, order.PlaceOf) : page.Cut(
            found, order.PlaceOf,
            before: await HasBeyond(session, stretch.Low, after: false),
            after: await HasBeyond(session, stretch.High, after: true));
    }

    /// <summary>The statement that reads a stretch.</summary>
    public (Sql Sql, (string, object?)[] Values) Compile(Stretch stretch) => (
        Sql.Shaped($"""
            SELECT {columns}
            FROM {from}
            WHERE {string.Join("\n  AND ", _conditions)} AND {order.Within(stretch, Given)}
            ORDER BY {order.By(stretch.Backward, Sorts)}
            LIMIT {Given.Add(stretch.Limit)}
            """), [.. values, .. Given.Values]);

    async ValueTask<bool> HasBeyond(Session session, IReadOnlyList<object>? place, bool after)
    {
        if (place is null)
            return false;
        var sql = $"""
            SELECT 1 AS n
            FROM {from}
            WHERE {string.Join("\n  AND ", _conditions)} AND NOT {order.Beyond(place, !after, Given)}
            LIMIT 1
            """;
        return await session.Number(Sql.Shaped(sql), [.. values, .. Given.Values]) is not null;
    }
}
