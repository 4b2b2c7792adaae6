using System.Globalization;

namespace Kalends.Platform.Calls;

/// <summary>
/// Where a page ended in one of several orders: the order's name, and the place of the last row in it.
/// </summary>
sealed record OrderCursor(string Order, IReadOnlyList<long> Place)
{
    public string Write() => Cursor.Write($"{Order}:{string.Join(',', Place)}");

    /// <summary>Reads what a caller sends; null where nothing was sent.</summary>
    public static OrderCursor? Read(string? cursor)
    {
        if (Cursor.Read(cursor) is not { } read)
            return null;
        var parts = read.Text.Split(':');
        return parts.Length == 2 && Numbers(parts[1]) is { } place ? new(parts[0], place) : throw Foreign();
    }

    /// <summary>The place, if it is one of the order of this name, which has so many keys.</summary>
    public IReadOnlyList<long> In(string order, int keys) => In(order, place => place.Count == keys);

    /// <summary>The place, if it is one of the order of this name.</summary>
    public IReadOnlyList<long> In(string order, Func<IReadOnlyList<long>, bool> has) =>
        Order == order && has(Place) ? Place : throw Foreign();

    public static Refused Foreign() =>
        Refused.Invalid([new Fault(null, "cursor", "cursor", "The cursor belongs to another order.")]);

    static List<long>? Numbers(string text)
    {
        var found = new List<long>();
        foreach (var part in text.Split(','))
            if (long.TryParse(part, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
                found.Add(number);
            else
                return null;
        return found;
    }
}
