using Kalends.Platform.Storage;

namespace Kalends.Platform.Paging;

/// <summary>Compiles the conditions of a list, its order and the requested page into one statement.</summary>
/// <remarks>The text of the statement is all our own: values that a caller sends are parameters.</remarks>
/// <param name="order">The order of the list.</param>
/// <param name="read">Reads a row.</param>
/// <param name="columns">The columns to read.</param>
/// <param name="from">The tables.</param>
/// <param name="values">The parameters in the columns, the tables and the conditions.</param>
sealed class ListQuery<T>(
    Keyset<T> order, Func<Row, T> read, string columns, string from, params (string, object?)[] values)
{
    readonly List<string> _conditions = ["TRUE"];

    /// <summary>The parameters of the request's conditions.</summary>
    public Parameters Given { get; } = new();

    /// <summary>Whether the rows are found in another way than by the order's index, and then sorted.</summary>
    public bool Sorts { get; init; }

    public ListQuery<T> Where(string condition)
    {
        _conditions.Add(condition);
        return this;
    }

    /// <summary>
    /// A condition in which <c>{0}</c> is replaced by a value; without a value there is no condition.
    /// </summary>
    public ListQuery<T> Where(string condition, object? value) => value is null
        ? this
        : Where(condition.Replace("{0}", Given.Add(value), StringComparison.Ordinal));

    /// <summary>
    /// Requires these values of the columns, as far as values are given. Only the first column leads to an index:
    /// neither engine uses an index of the others, though PostgreSQL estimates from the form of their conditions how
    /// many rows match.
    /// </summary>
    public ListQuery<T> LedBy(params IEnumerable<(string Column, object? Value)> columns)
    {
        var given = columns.Where(one => one.Value is not null).ToList();
        for (var i = 0; i < given.Count; i++)
            Where(i == 0 ? $"{given[i].Column} = {{0}}" : $"({given[i].Column} = {{0}}) IS TRUE", given[i].Value);
        return this;
    }

    /// <param name="session">The session that reads.</param>
    /// <param name="page">The requested page.</param>
    /// <param name="exact">
    /// Whether a connection checks for rows at its cursors and beyond them; otherwise a cursor counts as such a row.
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
