using Kalends.GraphQL.Introspection;
using Kalends.GraphQL.Language;
using Kalends.GraphQL.Types;

namespace Kalends.GraphQL.Tests.Differential;

/// <summary>
/// Turns SDL into a schema of the engine in which <see cref="Universal"/> resolves every field. The product writes its
/// schema in C#; only these tests read one.
/// </summary>
sealed class SdlSchema
{
    readonly SchemaBuilder _builder = new();
    readonly Dictionary<string, Typed> _handles = new(StringComparer.Ordinal);
    readonly Definition[] _definitions;
    readonly Dictionary<string, OperationKind> _roots;
    readonly uint _rootHash;

    SdlSchema(string sdl, uint seed)
    {
        _definitions = Parser.Parse(sdl).Definitions;
        _rootHash = Universal.RootHash(seed);
        var schema = _definitions.OfType<SchemaDefinition>().SingleOrDefault();
        _roots = schema is null
            ? Enum.GetValues<OperationKind>().ToDictionary(kind => kind.ToString())
            : schema.Operations.ToDictionary(operation => operation.Type.Name.Text, operation => operation.Kind);
        _builder.Description = schema?.Description?.Text;
        foreach (var scalar in new Typed[] { Scalars.Int, Scalars.Float, Scalars.String, Scalars.Boolean, Scalars.Id })
            _handles.Add(scalar.Type.Named.Name, scalar);
    }

    public static Schema Build(string sdl, uint seed = 0)
    {
        var schema = new SdlSchema(sdl, seed);
        foreach (var definition in schema._definitions.OfType<TypeDefinition>())
            schema._handles.Add(definition.Name.Text, schema.Declare(definition));
        foreach (var definition in schema._definitions)
            schema.Define(definition);
        return schema._builder.Build();
    }

    Typed Declare(TypeDefinition definition)
    {
        var name = definition.Name.Text;
        var description = definition.Description?.Text;
        return definition switch
        {
            ObjectDefinition when _roots.TryGetValue(name, out var kind) => Root(kind, name, description),
            ObjectDefinition => _builder.Object<Entity>(name, description),
            InterfaceDefinition => _builder.Interface<Entity>(name, description).ResolveType(Concrete),
            UnionDefinition => _builder.Union<Entity>(name, description).ResolveType(Concrete),
            EnumDefinition => _builder.Enum<string>(name, description),
            InputObjectDefinition => _builder.Input<object>(name, description),
            _ => _builder.Scalar(name, Token, (output, text) => output.String(text),
                Text(definition.Directives, "specifiedBy", "url"), description),
        };
    }

    ObjectBuilder<Root> Root(OperationKind kind, string name, string? description)
    {
        var root = _builder.Root(kind, name);
        _builder.Object<Root>(name, description);
        return root;
    }

    ObjectType? Concrete(Entity entity) =>
        _handles.TryGetValue(entity.Type, out var handle) ? handle.Type.Named as ObjectType : null;

    /// <summary>The scalar of generated schemas: strings of at most eight characters.</summary>
    static string Token(object value) =>
        value is string { Length: <= 8 } text ? text : throw new FormatException("A token is a short string.");

    void Define(Definition definition)
    {
        switch (definition)
        {
            case ObjectDefinition type when _roots.ContainsKey(type.Name.Text):
                Define(type, (ObjectBuilder<Root>)_handles[type.Name.Text], _ => _rootHash);
                break;
            case ObjectDefinition type:
                Define(type, (ObjectBuilder<Entity>)_handles[type.Name.Text], entity => entity.Hash);
                break;
            case InterfaceDefinition type:
                Define(type, (InterfaceBuilder<Entity>)_handles[type.Name.Text]);
                break;
            case UnionDefinition union:
                Define(union, (UnionBuilder<Entity>)_handles[union.Name.Text]);
                break;
            case EnumDefinition type:
                Define(type, (EnumBuilder<string>)_handles[type.Name.Text]);
                break;
            case InputObjectDefinition input:
                Define(input, (InputBuilder<object>)_handles[input.Name.Text]);
                break;
            case DirectiveDefinition directive:
                Define(directive);
                break;
        }
    }

    void Define<TParent>(ObjectDefinition type, ObjectBuilder<TParent> builder, Func<TParent, uint> hashOf)
    {
        foreach (var contract in type.Interfaces)
            builder.Implements((InterfaceBuilder<Entity>)_handles[contract.Name.Text]);
        foreach (var definition in type.Fields)
        {
            var of = Find(definition.Type);
            var added = new UniversalField<TParent>(
                builder, definition.Name.Text, of, hashOf, field => Describe(field, definition));
            added.Add(_handles[of.Named.Name], definition.Arguments.Length > 0);
        }
    }

    void Define(InterfaceDefinition type, InterfaceBuilder<Entity> builder)
    {
        foreach (var contract in type.Interfaces)
            builder.Implements((InterfaceBuilder<Entity>)_handles[contract.Name.Text]);
        foreach (var definition in type.Fields)
        {
            var any = Scalars.Any(Find(definition.Type));
            builder.Field(definition.Name.Text, any, field => Describe(field, definition));
        }
    }

    void Define(UnionDefinition union, UnionBuilder<Entity> builder)
    {
        foreach (var member in union.Members)
            builder.Member((ObjectBuilder<Entity>)_handles[member.Name.Text]);
    }

    static void Define(EnumDefinition type, EnumBuilder<string> builder)
    {
        foreach (var value in type.Values)
        {
            var name = value.Name.Text;
            builder.Value(name, name, value.Description?.Text, Deprecation(value.Directives));
        }
    }

    void Describe(FieldBuilder field, FieldDefinition definition)
    {
        foreach (var argument in definition.Arguments)
        {
            field.Arg(argument.Name.Text, Scalars.Any(Find(argument.Type)), Default(argument),
                argument.Description?.Text, Deprecation(argument.Directives));
        }
        if (definition.Description is { } description)
            field.Describe(description.Text);
        if (Deprecation(definition.Directives) is { } reason)
            field.Deprecate(reason);
    }

    void Define(InputObjectDefinition input, InputBuilder<object> builder)
    {
        if (input.Directives.Any(directive => directive.Name.Text == "oneOf"))
            builder.OneOf();
        builder.Fields(self =>
        {
            foreach (var part in input.Fields)
            {
                self.Field(part.Name.Text, Scalars.Any(Find(part.Type)), Default(part), part.Description?.Text,
                    Deprecation(part.Directives));
            }
            return args => args;
        });
    }

    void Define(DirectiveDefinition definition)
    {
        var locations = definition.Locations.Select(location => location.Text).ToArray();
        var directive = _builder.Directive(definition.Name.Text, locations);
        if (definition.Repeatable)
            directive.Repeat();
        if (definition.Description is { } description)
            directive.Describe(description.Text);
        foreach (var argument in definition.Arguments)
        {
            directive.Arg(argument.Name.Text, Scalars.Any(Find(argument.Type)), Default(argument),
                argument.Description?.Text, Deprecation(argument.Directives));
        }
    }

    GraphType Find(TypeRef type) => type switch
    {
        ListTypeRef list => new ListType(Find(list.Of)),
        NonNullTypeRef required => new NonNullType(Find(required.Of)),
        NamedTypeRef named => _handles[named.Name.Text].Type.Named,
        _ => throw new InvalidOperationException("There is no other form of a type."),
    };

    static string? Default(InputValueDefinition definition) =>
        definition.Default is null ? null : Printer.Print(definition.Default);

    static string? Deprecation(Directive[] directives) =>
        directives.Any(directive => directive.Name.Text == "deprecated")
            ? Text(directives, "deprecated", "reason") ?? "No longer supported"
            : null;

    static string? Text(Directive[] directives, string name, string argument)
    {
        var directive = directives.FirstOrDefault(d => d.Name.Text == name);
        return (directive?.Arguments.FirstOrDefault(a => a.Name.Text == argument)?.Value as StringValue)?.Text;
    }
}
