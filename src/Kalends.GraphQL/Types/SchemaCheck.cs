using Kalends.GraphQL.Language;

namespace Kalends.GraphQL.Types;

/// <summary>Checks a schema at start by the rules of the specification's chapter 3, and coerces its defaults.</summary>
sealed class SchemaCheck
{
    readonly List<string> _faults = [];
    readonly Schema _schema;

    SchemaCheck(Schema schema) => _schema = schema;

    public static void Run(Schema schema, IEnumerable<NamedType> defined)
    {
        var check = new SchemaCheck(schema);
        check.Roots();
        foreach (var directive in schema.Directives) check.Directive(directive);
        foreach (var type in defined) check.Type(type);
        check.RequiredCycles(defined.OfType<InputObjectType>());
        if (check._faults.Count == 0) check.Defaults();
        if (check._faults.Count > 0) throw new SchemaException(check._faults);
    }

    void Roots()
    {
        if (_schema.Query is null) Fault("Query root type must be provided.");
        ObjectType?[] roots = [_schema.Query, _schema.Mutation, _schema.Subscription];
        var given = roots.OfType<ObjectType>().ToList();
        if (given.Distinct().Count() < given.Count) Fault("All root types must be different.");
    }

    void Directive(DirectiveType directive)
    {
        Name(directive.Name, $"Directive @{directive.Name}");
        if (directive.Locations.Count == 0) Fault($"Directive @{directive.Name} must include 1 or more locations.");
        foreach (var argument in directive.Arguments.Values) Input(argument, $"@{directive.Name}({argument.Name}:)");
    }

    void Type(NamedType type)
    {
        Name(type.Name, $"Type {type.Name}");
        if (!_schema.Types.TryGetValue(type.Name, out var known) || !ReferenceEquals(known, type))
            Fault($"The type name {type.Name} is taken.");
        switch (type)
        {
            case FieldsType fields: Fields(fields); break;
            case UnionType union: Union(union); break;
            case EnumType names: Enum(names); break;
            case InputObjectType input: InputObject(input); break;
        }
    }

    void Fields(FieldsType type)
    {
        if (type.Fields.Count == 0) Fault($"Type {type.Name} must define one or more fields.");
        foreach (var f in type.Fields.Values)
        {
            Name(f.Name, $"Field {type.Name}.{f.Name}");
            if (!f.Type.IsOutput) Fault($"The type of {type.Name}.{f.Name} must be Output Type but got: {f.Type}.");
            Known(f.Type.Named, $"{type.Name}.{f.Name}");
            if (type is ObjectType && f.Resolver is null) Fault($"{type.Name}.{f.Name} has no resolver.");
            foreach (var argument in f.Arguments.Values) Input(argument, $"{type.Name}.{f.Name}({argument.Name}:)");
        }
        foreach (var (contract, count) in type.Interfaces.CountBy(i => i))
        {
            if (count > 1) Fault($"Type {type.Name} can only implement {contract.Name} once.");
            Implements(type, contract);
        }
    }

    void Implements(FieldsType type, InterfaceType contract)
    {
        if (ReferenceEquals(type, contract)) Fault($"Type {type.Name} cannot implement itself.");
        foreach (var above in contract.Interfaces.Where(above => !type.Interfaces.Contains(above)))
            Fault($"Type {type.Name} must implement {above.Name} because it is implemented by {contract.Name}.");
        foreach (var expected in contract.Fields.Values)
        {
            var name = $"{contract.Name}.{expected.Name}";
            if (!type.Fields.TryGetValue(expected.Name, out var actual))
                Fault($"Interface field {name} expected but {type.Name} does not provide it.");
            else
                ImplementsField(type, actual, expected, name);
        }
    }

    void ImplementsField(FieldsType type, OutputField actual, OutputField expected, string name)
    {
        var own = $"{type.Name}.{actual.Name}";
        if (!IsSubtype(actual.Type, expected.Type))
            Fault($"Interface field {name} expects type {expected.Type} but {own} is type {actual.Type}.");
        foreach (var argument in expected.Arguments.Values)
        {
            if (!actual.Arguments.TryGetValue(argument.Name, out var given))
                Fault($"Interface field argument {name}({argument.Name}:) expected but {own} does not provide it.");
            else if (!given.Type.Same(argument.Type))
                Fault($"{own}({argument.Name}:) must have the type {argument.Type} that {name} gives it.");
        }
        foreach (
            var extra in actual.Arguments.Values.Where(a => a.IsRequired && !expected.Arguments.ContainsKey(a.Name)))
            Fault($"Argument {own}({extra.Name}:) must not be required type {extra.Type} if not provided by {name}.");
        if (actual.Deprecation is not null && expected.Deprecation is null)
            Fault($"{own} must not be deprecated because {name} is not.");
    }

    static bool IsSubtype(GraphType type, GraphType of) => (type, of) switch
    {
        (NonNullType a, NonNullType b) => IsSubtype(a.Of, b.Of),
        (NonNullType a, _) => IsSubtype(a.Of, of),
        (ListType a, ListType b) => IsSubtype(a.Of, b.Of),
        (ObjectType a, CompositeType b) => b.Includes(a),
        (InterfaceType a, InterfaceType b) => ReferenceEquals(a, b) || a.Interfaces.Contains(b),
        _ => ReferenceEquals(type, of),
    };

    void Union(UnionType union)
    {
        if (union.Members.Count == 0) Fault($"Union type {union.Name} must define one or more member types.");
        foreach (var member in union.Members.CountBy(m => m).Where(m => m.Value > 1))
            Fault($"Union type {union.Name} can only include type {member.Key.Name} once.");
    }

    void Enum(EnumType type)
    {
        if (type.Values.Count == 0) Fault($"Enum type {type.Name} must define one or more values.");
        foreach (var value in type.Values.Keys)
        {
            Name(value, $"Enum value {type.Name}.{value}");
            if (value is "true" or "false" or "null") Fault($"Enum type {type.Name} cannot include value: {value}.");
        }
    }

    void InputObject(InputObjectType type)
    {
        if (type.Fields.Count == 0) Fault($"Input Object type {type.Name} must define one or more fields.");
        foreach (var f in type.Fields.Values)
        {
            Input(f, $"{type.Name}.{f.Name}");
            if (!type.OneOf) continue;
            if (f.Type is NonNullType) Fault($"OneOf input field {type.Name}.{f.Name} must be nullable.");
            if (f.Default is not null) Fault($"OneOf input field {type.Name}.{f.Name} cannot have a default value.");
        }
    }

    void Input(InputField definition, string where)
    {
        Name(definition.Name, where);
        if (!definition.Type.IsInput) Fault($"The type of {where} must be Input Type but got: {definition.Type}.");
        Known(definition.Type.Named, where);
        if (definition.IsRequired
            && definition.Deprecation is not null) Fault($"Required {where} cannot be deprecated.");
    }

    void Known(NamedType type, string where)
    {
        if (!_schema.Types.TryGetValue(type.Name, out var known) || !ReferenceEquals(known, type))
            Fault($"{where} uses the type {type.Name}, which is not part of this schema.");
    }

    // An input object that requires itself could never be written.
    void RequiredCycles(IEnumerable<InputObjectType> types)
    {
        var clear = new HashSet<InputObjectType>();
        foreach (var type in types) RequiredCycle(type, [], clear);
    }

    void RequiredCycle(InputObjectType type, List<string> path, HashSet<InputObjectType> clear)
    {
        if (clear.Contains(type)) return;
        if (path.Contains(type.Name))
        {
            Fault($"Invalid circular reference. The Input Object {type.Name} references itself in the non-null fields: "
                + $"{string.Join(", ", path.SkipWhile(p => p != type.Name))}.");
            return;
        }
        path.Add(type.Name);
        foreach (var f in type.Fields.Values)
        {
            if (f.Type is NonNullType { Of: InputObjectType next }) RequiredCycle(next, path, clear);
        }
        path.RemoveAt(path.Count - 1);
        clear.Add(type);
    }

    void Defaults()
    {
        var open = new HashSet<InputField>();
        var done = new HashSet<InputField>();
        var inputs = _schema.Types.Values.OfType<InputObjectType>()
            .SelectMany(t => t.Fields.Values.Select(f => (t.Name, f)));
        foreach (var (type, f) in inputs) Default(f, $"{type}.{f.Name}", open, done);
        foreach (var type in _schema.Types.Values.OfType<FieldsType>())
        {
            foreach (var f in type.Fields.Values)
            {
                foreach (var a in f.Arguments.Values) Default(a, $"{type.Name}.{f.Name}({a.Name}:)", open, done);
            }
        }
        foreach (var directive in _schema.Directives)
        {
            foreach (var a in directive.Arguments.Values) Default(a, $"@{directive.Name}({a.Name}:)", open, done);
        }
    }

    // A default that relies on other defaults has those coerced first; meeting one that is still open is a cycle.
    void Default(InputField definition, string where, HashSet<InputField> open, HashSet<InputField> done)
    {
        if (definition.Default is null || done.Contains(definition)) return;
        if (!open.Add(definition))
        {
            Fault($"Invalid circular reference. The default value of {where} references itself.");
            return;
        }
        foreach (var needed in FallsBackOn(definition.Default, definition.Type)) Default(needed, where, open, done);
        open.Remove(definition);
        done.Add(definition);
        try
        {
            definition.DefaultCoerced = Coercion.Literal(definition.Default, definition.Type, VariableValues.None);
        }
        catch (GraphException error)
        {
            Fault($"{where} has invalid default value: {error.Message}");
        }
    }

    static IEnumerable<InputField> FallsBackOn(Value value, GraphType type) => (value, type.Nullable) switch
    {
        (ListValue list, ListType of) => list.Items.SelectMany(i => FallsBackOn(i, of.Of)),
        (ObjectValue, ListType of) => FallsBackOn(value, of.Of),
        (ObjectValue fields, InputObjectType input) => input.Fields.Values.SelectMany(f =>
            Array.Find(fields.Fields, given => given.Name.Text == f.Name) is { } part
                ? FallsBackOn(part.Value, f.Type)
                : f.Default is null ? Enumerable.Empty<InputField>() : [f]),
        _ => [],
    };

    void Name(string name, string where)
    {
        if (name.StartsWith("__", StringComparison.Ordinal))
            Fault($"{where}: a name must not begin with \"__\", which is reserved by GraphQL introspection.");
        var valid = name.Length > 0 && !char.IsAsciiDigit(name[0])
            && name.All(c => c == '_' || char.IsAsciiLetterOrDigit(c));
        if (!valid) Fault($"{where}: \"{name}\" is no name.");
    }

    void Fault(string message) => _faults.Add(message);
}
