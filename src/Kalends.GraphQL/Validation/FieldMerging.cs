using Kalends.GraphQL.Language;
using Kalends.GraphQL.Types;

namespace Kalends.GraphQL.Validation;

/// <summary>Checks that all fields that share a response name can be merged into one.</summary>
/// <remarks>
/// Fields are put into groups that must agree, and each group is checked once, instead of comparing every pair. A work
/// list replaces recursion, and a budget bounds documents whose fragments multiply.
/// </remarks>
sealed class FieldMerging
{
    readonly Schema _schema;
    readonly Report _report;
    readonly Dictionary<string, FragmentDefinition> _fragments;
    readonly HashSet<(int, int)> _reported = [];
    readonly Queue<Task> _pending = new();

    FieldMerging(Schema schema, Document document, Report report)
    {
        _schema = schema;
        _report = report;
        _fragments = Definitions.Fragments(document);
    }

    public static void Check(Schema schema, Document document, Report report)
    {
        var merging = new FieldMerging(schema, document, report);
        foreach (var operation in Definitions.Operations(document))
            merging._pending.Enqueue(new([(operation.Selections, schema.RootOf(operation.Kind))], Names: true));
        while (merging._pending.TryDequeue(out var task)) merging.Run(task);
    }

    void Run(Task task)
    {
        if (task.Sets is [var only] && PlainFields.In(only.Set))
        {
            Plain(only.Set, only.Type);
            return;
        }
        foreach (var group in Collect(task.Sets).Values)
        {
            if (group.Count == 1)
            {
                Below(group, task.Names);
                continue;
            }
            SameShape(group);
            if (!task.Names)
            {
                Below(group, names: false);
                continue;
            }
            // An object never has two types, so fields of different object types need only have the same shape.
            Below(group, names: false);
            foreach (var meeting in Meeting(group))
            {
                SameField(meeting);
                Below(meeting, names: true);
            }
        }
    }

    void Plain(SelectionSet set, CompositeType? type)
    {
        foreach (var item in set.Items)
        {
            _report.Spend();
            if (item is not Field { Selections: { } below } f) continue;
            var definition = type is null ? null : _schema.FieldOf(type, f.Name.Text);
            _pending.Enqueue(new([(below, definition?.Type.Named as CompositeType)], Names: true));
        }
    }

    OrderedDictionary<string, List<Use>> Collect(IEnumerable<(SelectionSet Set, CompositeType? Type)> sets)
    {
        var groups = new OrderedDictionary<string, List<Use>>(StringComparer.Ordinal);
        var visited = new HashSet<string>(StringComparer.Ordinal);
        var pending = new Stack<(SelectionSet Set, CompositeType? Type)>(sets.Reverse());
        while (pending.TryPop(out var next))
        {
            foreach (var item in next.Set.Items)
            {
                _report.Spend();
                switch (item)
                {
                    case Field f:
                        var definition = next.Type is null ? null : _schema.FieldOf(next.Type, f.Name.Text);
                        if (!groups.TryGetValue(f.ResponseName, out var group)) groups.Add(f.ResponseName, group = []);
                        group.Add(new Use(f, next.Type, definition));
                        break;
                    case InlineFragment inline:
                        pending.Push((inline.Selections, inline.Type is null ? next.Type : TypeOf(inline.Type)));
                        break;
                    case FragmentSpread spread when _fragments.TryGetValue(spread.Name.Text, out var fragment):
                        if (visited.Add(spread.Name.Text)) pending.Push((fragment.Selections, TypeOf(fragment.Type)));
                        break;
                }
            }
        }
        return groups;
    }

    void Below(List<Use> group, bool names)
    {
        var sets = group.Where(u => u.Field.Selections is not null)
            .DistinctBy(u => u.Field, ReferenceEqualityComparer.Instance)
            .Select(u => (u.Field.Selections ?? new SelectionSet(0, []), u.Definition?.Type.Named as CompositeType))
                .ToList();
        // Only shapes are left to compare, and a single set has been or will be checked with its names.
        if (sets.Count == 0 || (!names && sets.Count == 1)) return;
        _pending.Enqueue(new(sets, names));
    }

    static IEnumerable<List<Use>> Meeting(List<Use> group)
    {
        var anywhere = group.Where(u => u.Parent is not ObjectType).ToList();
        var byObject = group.Where(u => u.Parent is ObjectType).GroupBy(u => u.Parent).ToList();
        return byObject.Count == 0 ? [anywhere] : byObject.Select(g => g.Concat(anywhere).ToList());
    }

    void SameField(List<Use> group)
    {
        var first = group[0];
        foreach (var other in group.Skip(1))
        {
            _report.Spend();
            if (first.Field.Name.Text != other.Field.Name.Text)
                Conflict(first, other,
                    $"\"{first.Field.Name.Text}\" and \"{other.Field.Name.Text}\" are different fields");
            else if (!Same(first.Field.Arguments, other.Field.Arguments))
                Conflict(first, other, "they have differing arguments");
        }
    }

    void SameShape(List<Use> group)
    {
        var first = group.Find(u => u.Definition is not null);
        if (first.Definition is null) return;
        foreach (var other in group)
        {
            _report.Spend();
            if (other.Definition is null || SameShape(first.Definition.Type, other.Definition.Type)) continue;
            Conflict(first, other,
                $"they return conflicting types \"{first.Definition.Type}\" and \"{other.Definition.Type}\"");
        }
    }

    static bool SameShape(GraphType a, GraphType b) => (a, b) switch
    {
        (NonNullType x, NonNullType y) => SameShape(x.Of, y.Of),
        (NonNullType, _) or (_, NonNullType) => false,
        (ListType x, ListType y) => SameShape(x.Of, y.Of),
        (ListType, _) or (_, ListType) => false,
        _ => ReferenceEquals(a, b) || (a is CompositeType && b is CompositeType),
    };

    static bool Same(Argument[] a, Argument[] b) => a.Length == b.Length
        && Array.TrueForAll(a, x =>
            Array.Find(b, y => y.Name.Text == x.Name.Text) is { } y && Text(x.Value) == Text(y.Value));

    // Recursion is bounded by the parser's nesting limit; the order of an object's fields has no meaning.
    static string Text(Value value) => value switch
    {
        ObjectValue o => $"{{{string.Join(",", Fields(o).Order(StringComparer.Ordinal))}}}",
        ListValue list => $"[{string.Join(",", list.Items.Select(Text))}]",
        StringValue text => Printer.Quote(text.Text),
        _ => Printer.Print(value),
    };

    static IEnumerable<string> Fields(ObjectValue value) =>
        value.Fields.Select(field => $"{field.Name.Text}:{Text(field.Value)}");

    void Conflict(Use a, Use b, string reason)
    {
        if (a.Field.Start > b.Field.Start) (a, b) = (b, a);
        if (!_reported.Add((a.Field.Start, b.Field.Start))) return;
        _report.Add($"Fields \"{a.Field.ResponseName}\" conflict because {reason}. "
            + "Use different aliases on the fields to fetch both if this was intentional.", a.Field, b.Field);
    }

    CompositeType? TypeOf(NamedTypeRef type) => _schema.Types.GetValueOrDefault(type.Name.Text) as CompositeType;

    /// <summary>Selection sets to merge; <c>Names</c> tells whether names are compared or only shapes.</summary>
    readonly record struct Task(IReadOnlyList<(SelectionSet Set, CompositeType? Type)> Sets, bool Names);

    readonly record struct Use(Field Field, CompositeType? Parent, OutputField? Definition);
}
