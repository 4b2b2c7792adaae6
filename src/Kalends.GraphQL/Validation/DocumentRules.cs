using Kalends.GraphQL.Language;
using Kalends.GraphQL.Types;

namespace Kalends.GraphQL.Validation;

/// <summary>The rules about definitions and their names, and about the root of subscriptions.</summary>
static class DocumentRules
{
    public static void Check(Schema schema, Document document, Report report)
    {
        ExecutableDefinitions(document, report);
        var operations = Definitions.Operations(document);
        List<FragmentDefinition> fragments = [];
        // Most documents have a single definition, which is always unique.
        if (document.Definitions.Length > 1)
        {
            fragments.AddRange(document.Definitions.OfType<FragmentDefinition>());
            var named = operations.Where(o => o.Name is not null);
            Unique(named.Select(o => o.Name.GetValueOrDefault()), "operation", report);
            Unique(fragments.Select(f => f.Name), "fragment", report);
        }
        foreach (var operation in operations)
        {
            if (operation.Name is null && operations.Count > 1)
                report.Add("This anonymous operation must be the only defined operation.", operation);
            if (schema.RootOf(operation.Kind) is null)
                report.Add($"The {operation.Kind.Keyword()} operation is not supported by the schema.", operation);
            if (operation.Variables.Length > 1) UniqueVariables(operation, report);
            if (operation.Kind == OperationKind.Subscription && schema.Subscription is { } root)
                new SingleRootField(schema, root, fragments, report).Check(operation);
        }
    }

    static void ExecutableDefinitions(Document document, Report report)
    {
        foreach (var definition in document.Definitions)
        {
            var name = definition switch
            {
                TypeDefinition type => $"\"{type.Name.Text}\"",
                DirectiveDefinition directive => $"\"{directive.Name.Text}\"",
                SchemaDefinition => "schema",
                _ => null,
            };
            if (name is not null) report.Add($"The {name} definition is not executable.", definition);
        }
    }

    static void UniqueVariables(OperationDefinition operation, Report report)
    {
        foreach (var same in operation.Variables.GroupBy(v => v.Variable.Name.Text).Where(g => g.Skip(1).Any()))
            report.Add($"There can be only one variable named \"${same.Key}\".",
                [.. same.Select(v => v.Variable.Name)]);
    }

    static void Unique(IEnumerable<Name> names, string what, Report report)
    {
        var first = new Dictionary<string, Name>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            if (!first.TryAdd(name.Text, name))
                report.Add($"There can be only one {what} named \"{name.Text}\".", first[name.Text], name);
        }
    }
}

/// <summary>A subscription has exactly one root field, which must not be an introspection field.</summary>
sealed class SingleRootField(Schema schema, ObjectType root, List<FragmentDefinition> fragments, Report report)
{
    readonly OrderedDictionary<string, List<Field>> _groups = new(StringComparer.Ordinal);
    readonly List<Directive> _conditions = [];

    public void Check(OperationDefinition operation)
    {
        var who = operation.Name is { } name ? $"Subscription \"{name.Text}\"" : "Anonymous Subscription";
        Collect(operation.Selections);
        if (_conditions.Count > 0)
        {
            report.Add($"{who} must not use `@skip` or `@include` at its root.",
                [.. _conditions.Select(Node (d) => d)]);
            return;
        }
        if (_groups.Count == 0) report.Add($"{who} must select one top level field.", operation.Selections);
        if (_groups.Count > 1)
            report.Add($"{who} must select only one top level field.", [.. _groups.Values.Skip(1).SelectMany(g => g)]);
        foreach (var group in _groups.Values.Where(g => g[0].Name.Text.StartsWith("__", StringComparison.Ordinal)))
            report.Add($"{who} must not select an introspection top level field.", [.. group]);
    }

    // A stack replaces recursion, because a chain of fragments may be as long as the document.
    void Collect(SelectionSet selections)
    {
        var visited = new HashSet<string>(StringComparer.Ordinal);
        var pending = new Stack<Selection>(selections.Items.Reverse());
        while (pending.TryPop(out var item))
        {
            if ((Find(item, "skip") ?? Find(item, "include")) is { } condition)
            {
                _conditions.Add(condition);
                continue;
            }
            switch (item)
            {
                case Field f:
                    if (!_groups.TryGetValue(f.ResponseName, out var group)) _groups.Add(f.ResponseName, group = []);
                    group.Add(f);
                    break;
                case InlineFragment inline when Applies(inline.Type):
                    foreach (var inner in inline.Selections.Items.Reverse()) pending.Push(inner);
                    break;
                case FragmentSpread spread when visited.Add(spread.Name.Text):
                    var fragment = fragments.Find(f => f.Name.Text == spread.Name.Text);
                    if (fragment is null || !Applies(fragment.Type)) break;
                    foreach (var inner in fragment.Selections.Items.Reverse()) pending.Push(inner);
                    break;
            }
        }
    }

    static Directive? Find(Selection item, string name) => Array.Find(item.Directives, d => d.Name.Text == name);

    bool Applies(NamedTypeRef? condition) =>
        condition is null || (schema.Types.GetValueOrDefault(condition.Name.Text) as CompositeType)?.Includes(
            root) == true;
}
