using System.Text.Json.Serialization;
using Kalends.Platform.Calls;

namespace Kalends.Platform.Paging;

/// <summary>One page of a list.</summary>
/// <param name="Items">The rows of the page.</param>
/// <param name="Next">The cursor of the page after this one; null on the last page.</param>
sealed record Page<T>(IReadOnlyList<T> Items, string? Next)
{
    /// <summary>Whether rows follow; shown by connections.</summary>
    [JsonIgnore]
    public bool HasNext { get; init; }

    /// <summary>Whether rows come before; shown by connections.</summary>
    [JsonIgnore]
    public bool HasPrevious { get; init; }

    /// <summary>The place of a row; shown by connections.</summary>
    [JsonIgnore]
    public Func<T, Cursor>? PlaceOf { get; init; }
}

/// <summary>The requested page of a list.</summary>
/// <param name="Limit">The number of rows in a page.</param>
/// <param name="Cursor">The <c>next</c> of the page before.</param>
sealed record PageRequest([Number(1, 100)] int Limit = 50, [Text(0, 4096)] string? Cursor = null)
{
    /// <summary>
    /// Whether the rows before the cursor are wanted, nearest first; only a connection can ask for them.
    /// </summary>
    public bool Backward { get; init; }

    /// <summary>The cursor at which the page must end; only a connection has one.</summary>
    public string? Until { get; init; }

    /// <summary>Whether the request comes from a connection, which has its own error for a wrong cursor.</summary>
    public bool OfConnection { get; init; }

    /// <summary>The number of rows to read: one more than the page holds tells whether more rows follow.</summary>
    public int Fetch => Limit + 1;

    /// <summary>The name of the order that its cursors were made for; null if it has no cursor.</summary>
    public string? Order => (Read(Cursor) ?? Read(Until))?.Order;

    /// <summary>The stretch of a list that it asks for; cursors of another order are refused.</summary>
    /// <param name="order">The name of the order.</param>
    /// <param name="has">Whether a list of keys is a place in the order.</param>
    public Stretch In(string order, Func<IReadOnlyList<object>, bool> has)
    {
        var (from, until) = (PlaceIn(order, has, Cursor), PlaceIn(order, has, Until));
        return Backward ? new(until, from, true, Fetch) : new(from, until, false, Fetch);
    }

    /// <summary>Makes a page of rows that were read in its direction, one more than it holds.</summary>
    /// <param name="found">The rows.</param>
    /// <param name="placeOf">The place of a row.</param>
    /// <param name="before">
    /// Whether a row is at the low end or before it; if nobody checked, a cursor there counts as one.
    /// </param>
    /// <param name="after">
    /// Whether a row is at the high end or after it; if nobody checked, a cursor there counts as one.
    /// </param>
    public Page<T> Cut<T>(
        IReadOnlyList<T> found, Func<T, Cursor> placeOf, bool? before = null, bool? after = null)
    {
        var more = found.Count > Limit;
        var rows = more ? [.. found.Take(Limit)] : found;
        return new(Backward ? [.. rows.Reverse()] : rows, more && !OfConnection ? placeOf(rows[^1]).Write() : null)
        {
            HasNext = (more && !Backward) || (after ?? (Backward ? Cursor : Until) is not null),
            HasPrevious = (more && Backward) || (before ?? (Backward ? Until : Cursor) is not null),
            PlaceOf = placeOf,
        };
    }

    IReadOnlyList<object>? PlaceIn(string order, Func<IReadOnlyList<object>, bool> has, string? text) =>
        Read(text) is not { } cursor ? null
        : cursor.Order == order && has(cursor.Keys) ? cursor.Keys
        : throw Wrong("The cursor belongs to another order.");

    Cursor? Read(string? text) => text is null || (text.Length == 0 && !OfConnection)
        ? null
        : Paging.Cursor.Read(text) ?? throw Wrong("The cursor is not valid.");

    Refused Wrong(string message) => OfConnection
        ? PlatformErrors.BadCursor.Refused()
        : Refused.InvalidParameter("cursor", FaultCode.Cursor, message);
}

/// <summary>A stretch of a list between two places, both exclusive, read from one of its ends.</summary>
/// <param name="Low">The place before the first row; null for the beginning of the list.</param>
/// <param name="High">The place after the last row; null for the end of the list.</param>
/// <param name="Backward">Whether it is read from its end.</param>
/// <param name="Limit">The greatest number of rows to read.</param>
sealed record Stretch(IReadOnlyList<object>? Low, IReadOnlyList<object>? High, bool Backward, int Limit)
{
    /// <summary>The low place in an order by one number.</summary>
    public long? LowNumber => (long?)Low?[0];

    /// <summary>The high place in an order by one number.</summary>
    public long? HighNumber => (long?)High?[0];
}
