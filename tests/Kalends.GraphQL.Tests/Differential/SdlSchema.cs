using Kalends.GraphQL.Execution;
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
    readonly Dictionary<string, TypeOf> _handles = new(StringComparer.Ordinal);
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
        foreach (var scalar in new TypeOf[] { Scalars.Int, Scalars.Float, Scalars.String, Scalars.Boolean, Scalars.Id })
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

    TypeOf Declare(TypeDefinition definition)
    {
        var name = definition.Name.Text;
        var description = definition.Description?.Text;
        return definition switch
        {
            ObjectDefinition when _roots.TryGetValue(name, out var kind) => Root(kind, name, description),
            ObjectDefinition => _builder.Object<Node>(name, description),
            InterfaceDefinition => _builder.Interface<Node>(name, description).ResolveType(Concrete),
            UnionDefinition => _builder.Union<Node>(name, description).ResolveType(Concrete),
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

    ObjectType? Concrete(Node node) =>
        _handles.TryGetValue(node.Type, out var handle) ? handle.Type.Named as ObjectType : null;

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
                Define(type, (ObjectBuilder<Node>)_handles[type.Name.Text], node => node.Hash);
                break;
            case InterfaceDefinition type:
                Define(type, (InterfaceBuilder<Node>)_handles[type.Name.Text]);
                break;
            case UnionDefinition union:
                Define(union, (UnionBuilder<Node>)_handles[union.Name.Text]);
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

    void Define<P>(ObjectDefinition type, ObjectBuilder<P> builder, Func<P, uint> hashOf)
    {
        foreach (var contract in type.Interfaces)
            builder.Implements((InterfaceBuilder<Node>)_handles[contract.Name.Text]);
        foreach (var definition in type.Fields)
            AddField(builder, type.Name.Text, definition, hashOf);
    }

    /// <summary>
    /// Fields take turns between the ways in which the engine resolves them, by the length of their names; all of them
    /// have to give the same answers.
    /// </summary>
    void AddField<P>(ObjectBuilder<P> builder, string type, FieldDefinition definition, Func<P, uint> hashOf)
    {
        var name = definition.Name.Text;
        var of = TypeOf(definition.Type);
        var any = Scalars.Any(of);
        if (name.Length % 2 == 0)
        {
            builder.Batch(name, any, field =>
            {
                Describe(field, definition);
                return (parents, args, _) =>
                {
                    var values = new object?[parents.Count];
                    for (var i = 0; i < values.Length; i++)
                        values[i] = Try(parents, i, () => Universal.Resolve(hashOf(parents[i]), type, name, args, of));
                    return ValueTask.FromResult<IReadOnlyList<object?>>(values);
                };
            });
            return;
        }
        Func<FieldBuilder, Func<P, Args, FieldContext, object?>> build = field =>
        {
            Describe(field, definition);
            return (parent, args, _) => Universal.Resolve(hashOf(parent), type, name, args, of);
        };
        builder.Field(name, any, build);
    }

    static object? Try<P>(Batch<P> parents, int index, Func<object?> resolve)
    {
        try
        {
            return resolve();
        }
        catch (InvalidOperationException error)
        {
            parents.Fail(index, "failed", error.Message);
            return null;
        }
    }

    void Define(InterfaceDefinition type, InterfaceBuilder<Node> builder)
    {
        foreach (var contract in type.Interfaces)
            builder.Implements((InterfaceBuilder<Node>)_handles[contract.Name.Text]);
        foreach (var definition in type.Fields)
        {
            var any = Scalars.Any(TypeOf(definition.Type));
            builder.Field(definition.Name.Text, any, field => Describe(field, definition));
        }
    }

    void Define(UnionDefinition union, UnionBuilder<Node> builder)
    {
        foreach (var member in union.Members)
            builder.Member((ObjectBuilder<Node>)_handles[member.Name.Text]);
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
            field.Arg(argument.Name.Text, Scalars.Any(TypeOf(argument.Type)), Default(argument),
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
                self.Field(part.Name.Text, Scalars.Any(TypeOf(part.Type)), Default(part), part.Description?.Text,
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
            directive.Arg(argument.Name.Text, Scalars.Any(TypeOf(argument.Type)), Default(argument),
                argument.Description?.Text, Deprecation(argument.Directives));
        }
    }

    GraphType TypeOf(TypeRef type) => type switch
    {
        ListTypeRef list => new ListType(TypeOf(list.Of)),
        NonNullTypeRef required => new NonNullType(TypeOf(required.Of)),
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
