using System.Text.Json.Serialization;
using Kalends.Platform.Calls;

namespace Kalends.Platform.Paging;

/// <summary>One page of a list.</summary>
/// <param name="Items">The rows.</param>
/// <param name="Next">Asks for the page after this one; null on the last.</param>
sealed record Page<T>(IReadOnlyList<T> Items, string? Next)
{
    /// <summary>Whether rows follow; a connection tells.</summary>
    [JsonIgnore]
    public bool HasNext { get; init; }

    /// <summary>Whether rows come before; a connection tells.</summary>
    [JsonIgnore]
    public bool HasPrevious { get; init; }

    /// <summary>The place of a row; a connection shows it.</summary>
    [JsonIgnore]
    public Func<T, Cursor>? PlaceOf { get; init; }

    public Page<TOther> Select<TOther>(Func<T, TOther> map) => new(Items.Select(map).ToList(), Next);
}

/// <summary>Which page of a list is wanted.</summary>
/// <param name="Limit">Rows a page.</param>
/// <param name="Cursor">The <c>next</c> of the page before.</param>
sealed record PageRequest([Number(1, 100)] int Limit = 50, [Text(0, 4096)] string? Cursor = null)
{
    /// <summary>Whether the rows before the cursor are wanted, nearest first; only a connection asks so.</summary>
    public bool Backward { get; init; }

    /// <summary>The cursor at which the page has to end; only a connection has one.</summary>
    public string? Until { get; init; }

    /// <summary>Whether a connection asks, which has an error of its own for a wrong cursor.</summary>
    public bool OfConnection { get; init; }

    /// <summary>How many rows to read: one more than fits tells whether there are further ones.</summary>
    public int Fetch => Limit + 1;

    /// <summary>The name of the order that its cursors were made for; null where it has none.</summary>
    public string? Order => (Read(Cursor) ?? Read(Until))?.Order;

    /// <summary>The stretch of a list that it asks for; refused where its cursors are not of this order.</summary>
    /// <param name="order">The name of the order.</param>
    /// <param name="has">Whether keys are a place in it.</param>
    public Stretch In(string order, Func<IReadOnlyList<object>, bool> has)
    {
        var (from, until) = (PlaceIn(order, has, Cursor), PlaceIn(order, has, Until));
        return Backward ? new(until, from, true, Fetch) : new(from, until, false, Fetch);
    }

    /// <summary>Makes a page of rows that were read in its direction, one more than fits.</summary>
    /// <param name="found">The rows.</param>
    /// <param name="placeOf">The place of a row.</param>
    /// <param name="before">Whether a row stands at the low end or before it; where nobody looked, it does.</param>
    /// <param name="after">Whether a row stands at the high end or after it; where nobody looked, it does.</param>
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
        : Paging.Cursor.Read(text) ?? throw Wrong("The cursor is not one of ours.");

    Refused Wrong(string message) => OfConnection
        ? PlatformErrors.BadCursor.Refused()
        : Refused.InvalidParameter("cursor", FaultCode.Cursor, message);
}

/// <summary>A stretch of a list between two places, both exclusive, walked from one of its ends.</summary>
/// <param name="Low">The place before the first row; null for the beginning of the list.</param>
/// <param name="High">The place after the last row; null for the end of the list.</param>
/// <param name="Backward">Whether it is walked from its end.</param>
/// <param name="Limit">How many rows are read, at most.</param>
sealed record Stretch(IReadOnlyList<object>? Low, IReadOnlyList<object>? High, bool Backward, int Limit)
{
    /// <summary>The low place in an order of one number.</summary>
    public long? LowNumber => (long?)Low?[0];

    /// <summary>The high place in an order of one number.</summary>
    public long? HighNumber => (long?)High?[0];
}
