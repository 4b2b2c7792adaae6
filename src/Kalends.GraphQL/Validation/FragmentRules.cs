using Kalends.GraphQL.Language;
using Kalends.GraphQL.Types;

namespace Kalends.GraphQL.Validation;

/// <summary>The rules about fragments and variables that need the whole document.</summary>
/// <remarks>A chain of fragments may be as long as the document, so nothing here is recursive.</remarks>
sealed class FragmentRules
{
    readonly Schema _schema;
    readonly Report _report;
    readonly List<DefinitionUses> _operations;
    readonly List<DefinitionUses> _fragments;
    readonly Dictionary<string, DefinitionUses> _byName = new(StringComparer.Ordinal);

    public FragmentRules(Schema schema, List<DefinitionUses> uses, Report report)
    {
        _schema = schema;
        _report = report;
        _operations = [.. uses.Where(u => u.Definition is OperationDefinition)];
        _fragments = [.. uses.Where(u => u.Definition is FragmentDefinition)];
        foreach (var fragment in _fragments) _byName.TryAdd(NameOf(fragment), fragment);
    }

    /// <summary>Checks the rules; false if fragments contain themselves.</summary>
    public bool Check(IEnumerable<(FragmentSpread Spread, CompositeType? Parent)> spreads)
    {
        // These rules cannot fail for a single operation without variables or fragments.
        if (_operations is [{ Spreads: [], Variables: [], Definition: OperationDefinition { Variables: [] } }]
            && _fragments.Count == 0) return true;
        foreach (var (spread, parent) in spreads) Spread(spread, parent);
        var used = new HashSet<string>(StringComparer.Ordinal);
        foreach (var operation in _operations)
        {
            var reachable = Reachable(operation);
            used.UnionWith(reachable.Select(NameOf));
            new VariableRules(_schema, _report, (OperationDefinition)operation.Definition)
                .Check(reachable.Prepend(operation).SelectMany(u => u.Variables));
        }
        foreach (var fragment in _fragments.Where(f => !used.Contains(NameOf(f))))
            _report.Add($"Fragment \"{NameOf(fragment)}\" is never used.", fragment.Definition);
        return Acyclic();
    }

    void Spread(FragmentSpread spread, CompositeType? parent)
    {
        if (!_byName.TryGetValue(spread.Name.Text, out var fragment))
        {
            _report.Add($"Unknown fragment \"{spread.Name.Text}\".", spread.Name);
            return;
        }
        var condition = ((FragmentDefinition)fragment.Definition).Type.Name.Text;
        if (parent is null || _schema.Types.GetValueOrDefault(condition) is not CompositeType type
            || type.Overlaps(parent)) return;
        _report.Add(
            $"Fragment \"{spread.Name.Text}\" cannot be spread here as objects of type \"{parent.Name}\" can never be "
            + $"of type \"{type.Name}\".", spread);
    }

    List<DefinitionUses> Reachable(DefinitionUses from)
    {
        var seen = new HashSet<DefinitionUses>();
        var order = new List<DefinitionUses>();
        var pending = new Stack<DefinitionUses>([from]);
        while (pending.TryPop(out var next))
        {
            foreach (var spread in next.Spreads)
            {
                _report.Spend();
                if (!_byName.TryGetValue(spread.Name.Text, out var fragment) || !seen.Add(fragment)) continue;
                order.Add(fragment);
                pending.Push(fragment);
            }
        }
        return order;
    }

    bool Acyclic()
    {
        var acyclic = true;
        var done = new HashSet<DefinitionUses>();
        foreach (var fragment in _fragments) acyclic &= Acyclic(fragment, done);
        return acyclic;
    }

    // The search is depth-first with an explicit path: each entry is a fragment and the number of spreads followed.
    bool Acyclic(DefinitionUses start, HashSet<DefinitionUses> done)
    {
        if (!done.Add(start)) return true;
        var acyclic = true;
        var path = new List<(DefinitionUses Fragment, int Next)> { (start, 0) };
        var depth = new Dictionary<DefinitionUses, int> { [start] = 0 };
        while (path.Count > 0)
        {
            var (fragment, next) = path[^1];
            if (next == fragment.Spreads.Count)
            {
                path.RemoveAt(path.Count - 1);
                depth.Remove(fragment);
                continue;
            }
            path[^1] = (fragment, next + 1);
            if (!_byName.TryGetValue(fragment.Spreads[next].Name.Text, out var target)) continue;
            if (depth.TryGetValue(target, out var entered))
            {
                Cycle([.. path.Skip(entered).Select(p => p.Fragment.Spreads[p.Next - 1])]);
                acyclic = false;
            }
            else if (done.Add(target))
            {
                depth.Add(target, path.Count);
                path.Add((target, 0));
            }
        }
        return acyclic;
    }

    void Cycle(FragmentSpread[] spreads)
    {
        _report.Spend(spreads.Length);
        var via = string.Join(", ", spreads.SkipLast(1).Select(s => $"\"{s.Name.Text}\""));
        var within = via.Length > 0 ? $" via {via}" : "";
        var message = $"Cannot spread fragment \"{spreads[^1].Name.Text}\" within itself{within}.";
        _report.Add(message, spreads);
    }

    static string NameOf(DefinitionUses fragment) => ((FragmentDefinition)fragment.Definition).Name.Text;
}

/// <summary>The rules about the variables of one operation and all fragments it reaches.</summary>
sealed class VariableRules(Schema schema, Report report, OperationDefinition operation)
{
    // Duplicate names are reported by another rule; here the last one counts.
    readonly Dictionary<string, VariableDefinition> _defined =
        operation.Variables.GroupBy(v => v.Variable.Name.Text).ToDictionary(same => same.Key, same => same.Last());

    string In => operation.Name is { } name ? $" operation \"{name.Text}\"" : "";

    public void Check(IEnumerable<VariableUse> uses)
    {
        var used = new HashSet<string>(StringComparer.Ordinal);
        foreach (var use in uses)
        {
            report.Spend();
            var name = use.Node.Name.Text;
            used.Add(name);
            if (_defined.TryGetValue(name, out var definition))
                Position(use, definition);
            else
                report.Add($"Variable \"${name}\" is not defined{(In.Length > 0 ? " by" + In : "")}.", use.Node,
                    operation);
        }
        foreach (var unused in operation.Variables.Where(v => !used.Contains(v.Variable.Name.Text)))
        {
            var where = In.Length > 0 ? " in" + In : "";
            var message = $"Variable \"${unused.Variable.Name.Text}\" is never used{where}.";
            report.Add(message, unused);
        }
    }

    void Position(VariableUse use, VariableDefinition definition)
    {
        if (use.Type is null || schema.Find(definition.Type) is not { } type) return;
        var name = use.Node.Name.Text;
        if (!Allowed(type, definition.Default, use))
            report.Add($"Variable \"${name}\" of type \"{type}\" used in position expecting type \"{use.Type}\".",
                definition, use.Node);
        if (use.OneOf is { } input && type is not NonNullType)
        {
            report.Add(
                $"Variable \"${name}\" is of type \"{type}\" but must be non-nullable to be used for OneOf Input "
                + $"\"{input.Name}\".", definition, use.Node);
        }
    }

    static bool Allowed(GraphType type, Value? fallback, VariableUse use)
    {
        if (use.Type is not NonNullType { Of: var nullable } || type is NonNullType) return Fits(type, use.Type);
        var saved = use.HasDefault || fallback is not (null or NullValue);
        return saved && Fits(type, nullable);
    }

    static bool Fits(GraphType? type, GraphType? place) => (type, place) switch
    {
        (NonNullType a, NonNullType b) => Fits(a.Of, b.Of),
        (NonNullType a, _) => Fits(a.Of, place),
        (ListType a, ListType b) => Fits(a.Of, b.Of),
        _ => ReferenceEquals(type, place),
    };
}
