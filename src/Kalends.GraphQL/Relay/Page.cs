namespace Kalends.GraphQL.Relay;

/// <summary>Which part of a list a client wants.</summary>
/// <param name="Size">How many rows, at most.</param>
/// <param name="Backward">Whether the rows before <paramref name="From"/> are wanted, nearest first.</param>
/// <param name="From">Where the part starts, exclusive: after it, or before it if backward; null for the edge.</param>
/// <param name="Until">Where the part has to end, exclusive; null if nowhere.</param>
/// <remarks>
/// A cursor is any text that the list itself has made; whoever reads the list says no to one that is not its own.
/// </remarks>
public sealed record PageRequest(int Size, bool Backward, string? From, string? Until)
{
    internal static PageRequest Of(int? first, string? after, int? last, string? before, int fallback, int max)
    {
        if (first is not null && last is not null)
            throw new GraphException(ErrorCodes.BadInput, "Give either \"first\" or \"last\", not both.");
        var size = first ?? last ?? fallback;
        if (size < 0) throw new GraphException(ErrorCodes.BadInput, "The size of a page must not be negative.");
        if (size > max) throw new GraphException(LimitCodes.Page, $"A page has at most {max} rows.");
        return last is null ? new(size, false, after, before) : new(size, true, before, after);
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
public sealed class Page<T>(IReadOnlyList<T> rows, Func<T, string> cursor) : Page
{
    /// <summary>The rows in the order of the list.</summary>
    public IReadOnlyList<T> Rows { get; } = rows;

    internal override string? StartCursor => Rows.Count == 0 ? null : CursorOf(Rows[0]);

    internal override string? EndCursor => Rows.Count == 0 ? null : CursorOf(Rows[^1]);

    internal string CursorOf(T row) => cursor(row);
}

/// <summary>A row of a page; its cursor is made only when somebody reads it.</summary>
readonly record struct Edge<T>(T Node, Page<T> Page);
