namespace Kalends.GraphQL.Relay;

/// <summary>Which part of a list a client wants.</summary>
/// <param name="Size">How many rows, at most.</param>
/// <param name="Backward">Whether the rows before <paramref name="From"/> are wanted, nearest first.</param>
/// <param name="From">Where the part starts, exclusive: after it, or before it if backward; null for the edge.</param>
/// <param name="Until">Where the part has to end, exclusive; null if nowhere.</param>
public sealed record PageRequest(int Size, bool Backward, Cursor? From, Cursor? Until)
{
    /// <summary>How many rows to load: one more than asked for tells whether there are further ones.</summary>
    public int Fetch => Size + 1;

    /// <summary>The cursor before which the part has no rows, whichever way it is walked.</summary>
    public Cursor? Low => Backward ? Until : From;

    /// <summary>The cursor after which the part has no rows.</summary>
    public Cursor? High => Backward ? From : Until;

    /// <summary>Makes sure that the cursors were made for this order.</summary>
    public PageRequest In(string order)
    {
        if ((From ?? Until)?.Order is { } given && given != order) throw Cursor.Bad();
        if (Until is not null && Until.Order != order) throw Cursor.Bad();
        return this;
    }

    /// <summary>
    /// Makes a page of rows that were loaded in the direction of the request, one more than it asks for.
    /// </summary>
    /// <remarks>The rows of the cursors are taken to be there still.</remarks>
    public Page<T> Cut<T>(IReadOnlyList<T> loaded, Func<T, Cursor> cursor, int? total = null) =>
        Cut(loaded, cursor, before: Low is not null, after: High is not null, total);

    /// <summary>The same where it was looked up whether there are rows beyond the cursors.</summary>
    /// <param name="loaded">The rows, in the direction of the request.</param>
    /// <param name="cursor">The place of a row.</param>
    /// <param name="before">Whether a row stands at <see cref="Low"/> or before it.</param>
    /// <param name="after">Whether a row stands at <see cref="High"/> or after it.</param>
    /// <param name="total">How many rows the whole list has.</param>
    public Page<T> Cut<T>(
        IReadOnlyList<T> loaded, Func<T, Cursor> cursor, bool before, bool after, int? total = null)
    {
        var more = loaded.Count > Size;
        var rows = more ? [.. loaded.Take(Size)] : loaded;
        if (Backward) rows = [.. rows.Reverse()];
        return new Page<T>(rows, cursor)
        {
            HasNext = after || (more && !Backward),
            HasPrevious = before || (more && Backward),
            Total = total,
        };
    }

    internal static PageRequest Of(int? first, string? after, int? last, string? before, int fallback, int max)
    {
        if (first is not null && last is not null)
            throw new GraphException(ErrorCodes.BadInput, "Give either \"first\" or \"last\", not both.");
        var size = first ?? last ?? fallback;
        if (size < 0) throw new GraphException(ErrorCodes.BadInput, "The size of a page must not be negative.");
        if (size > max) throw new GraphException(LimitCodes.Page, $"A page has at most {max} rows.");
        var start = after is null ? null : Cursor.Read(after);
        var end = before is null ? null : Cursor.Read(before);
        return last is null ? new(size, false, start, end) : new(size, true, end, start);
    }
}

/// <summary>A part of a list, whatever its rows.</summary>
public abstract class Page
{
    /// <summary>Whether rows follow.</summary>
    public required bool HasNext { get; init; }

    /// <summary>Whether rows come before.</summary>
    public required bool HasPrevious { get; init; }

    /// <summary>How many rows the whole list has; null if nobody counted.</summary>
    public int? Total { get; init; }

    internal abstract string? StartCursor { get; }

    internal abstract string? EndCursor { get; }
}

/// <summary>A part of a list.</summary>
public sealed class Page<T>(IReadOnlyList<T> rows, Func<T, Cursor> cursor) : Page
{
    /// <summary>The rows in the order of the list.</summary>
    public IReadOnlyList<T> Rows { get; } = rows;

    internal override string? StartCursor => Rows.Count == 0 ? null : CursorOf(Rows[0]);

    internal override string? EndCursor => Rows.Count == 0 ? null : CursorOf(Rows[^1]);

    internal string CursorOf(T row) => cursor(row).Write();
}

/// <summary>A row of a page; its cursor is made only when somebody reads it.</summary>
readonly record struct Edge<T>(T Node, Page<T> Page);
