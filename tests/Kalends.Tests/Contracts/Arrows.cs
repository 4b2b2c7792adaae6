namespace Kalends.Tests.Contracts;

/// <summary>Which place uses which, and by what. A type without a place is left out.</summary>
sealed class Arrows
{
    readonly ILookup<(string From, string To), Use> between;
    readonly ILookup<string, string> next;

    public Arrows(IEnumerable<Use> uses, Func<CompiledType, string?> placeOf)
    {
        between = uses.Select(use => (From: placeOf(use.From), To: placeOf(use.To), use))
            .Where(one => one.From is not null && one.To is not null && one.From != one.To)
            .ToLookup(one => (one.From!, one.To!), one => one.use);
        next = between.ToLookup(arrow => arrow.Key.From, arrow => arrow.Key.To);
    }

    public IEnumerable<(string From, string To)> All => between.Select(arrow => arrow.Key);

    /// <summary>The places that reach each other: the strongly connected components of more than one.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Circles()
    {
        var reached = next.ToDictionary(place => place.Key, place => Reached(place.Key));
        return reached.Keys
            .Where(place => reached[place].Contains(place))
            .GroupBy(place => reached[place].Where(other => reached.GetValueOrDefault(other)?.Contains(place) == true)
                .Order(StringComparer.Ordinal).First())
            .Select(circle => circle.Order(StringComparer.Ordinal).ToList())
            .ToList();
    }

    /// <summary>Every arrow of a circle with one of its uses.</summary>
    public string Explained(IReadOnlyList<string> circle) => string.Join('\n', between
        .Where(arrow => circle.Contains(arrow.Key.From) && circle.Contains(arrow.Key.To))
        .OrderBy(arrow => arrow.Key)
        .Select(arrow => Explained(arrow.Key.From, arrow.Key.To)));

    /// <summary>An arrow with one of its uses.</summary>
    public string Explained(string from, string to)
    {
        var uses = between[(from, to)].OrderBy(use => use.ToString(), StringComparer.Ordinal).ToList();
        return $"{from} → {to}: {uses[0]}{(uses.Count > 1 ? $", and {uses.Count - 1} more" : "")}";
    }

    HashSet<string> Reached(string start)
    {
        var reached = new HashSet<string>();
        var open = new Stack<string>(next[start]);
        while (open.TryPop(out var place))
        {
            if (!reached.Add(place))
                continue;
            foreach (var one in next[place])
                open.Push(one);
        }
        return reached;
    }
}
