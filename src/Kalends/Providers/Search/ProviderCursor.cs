using System.Globalization;
using Kalends.Platform.Calls;

namespace Kalends.Providers.Search;

/// <summary>Where a page of providers ended: the name of its order, and the place of its last row in it.</summary>
sealed record ProviderCursor(string Order, IReadOnlyList<long> Place)
{
    public string Write() => Cursor.Write($"{Order}:{string.Join(',', Place)}");

    /// <summary>Reads what a caller sends; null where nothing was sent.</summary>
    public static ProviderCursor? Read(string? cursor)
    {
        if (Cursor.Read(cursor) is not { } read)
            return null;
        var parts = read.Text.Split(':');
        return parts.Length == 2 && Numbers(parts[1]) is { } place ? new(parts[0], place) : throw Foreign();
    }

    /// <summary>The place, if it is one of this order.</summary>
    public IReadOnlyList<long> In(ProviderOrder order) =>
        Order == order.Name && Place.Count == order.Columns.Count ? Place : throw Foreign();

    static Refused Foreign() =>
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
