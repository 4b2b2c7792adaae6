using Kalends.GraphQL.Language;
using Kalends.GraphQL.Types;

namespace Kalends.GraphQL.Introspection;

/// <summary>The types that describe a schema, defined like any other types.</summary>
sealed class IntrospectionTypes
{
    readonly SchemaBuilder _types = new();
    readonly ObjectBuilder<Schema> _schema;
    readonly ObjectBuilder<GraphType> _type;
    readonly ObjectBuilder<OutputField> _field;
    readonly ObjectBuilder<InputField> _inputValue;
    readonly ObjectBuilder<EnumMember> _enumValue;
    readonly ObjectBuilder<DirectiveType> _directive;
    readonly EnumBuilder<string> _kind;
    readonly EnumBuilder<string> _location;

    public IntrospectionTypes(Schema schema)
    {
        _schema = _types.Object<Schema>("__Schema", "A schema: its types, directives and entry points.");
        _type = _types.Object<GraphType>("__Type", "A type of the schema; `kind` tells which of its fields apply.");
        _kind = Names("__TypeKind", "The kinds of type.", TypeKinds);
        _field = _types.Object<OutputField>("__Field", "A field of an object type or interface.");
        _inputValue = _types.Object<InputField>("__InputValue", "An argument, or a field of an input object.");
        _enumValue = _types.Object<EnumMember>("__EnumValue", "One value of an enum.");
        _directive = _types.Object<DirectiveType>("__Directive", "A directive that documents or the schema may use.");
        _location = Names("__DirectiveLocation", "The places where a directive may stand.", Locations);
        DefineSchema();
        DefineType();
        DefineMembers();
        RootFields = [.. DefineRoot(schema)];
    }

    /// <summary>The fields that every query root has implicitly.</summary>
    public IReadOnlyList<OutputField> RootFields { get; }

    static string[] TypeKinds =>
        ["SCALAR", "OBJECT", "INTERFACE", "UNION", "ENUM", "INPUT_OBJECT", "LIST", "NON_NULL"];

    static string[] Locations =>
    [
        "QUERY", "MUTATION", "SUBSCRIPTION", "FIELD", "FRAGMENT_DEFINITION", "FRAGMENT_SPREAD", "INLINE_FRAGMENT",
        "VARIABLE_DEFINITION", "SCHEMA", "SCALAR", "OBJECT", "FIELD_DEFINITION", "ARGUMENT_DEFINITION", "INTERFACE",
        "UNION", "ENUM", "ENUM_VALUE", "INPUT_OBJECT", "INPUT_FIELD_DEFINITION",
    ];

    EnumBuilder<string> Names(string name, string description, IEnumerable<string> values) =>
        values.Aggregate(_types.Enum<string>(name, description), (type, value) => type.Value(value, value));

    void DefineSchema() => _schema
        .StringOrNull("description", s => s.Description)
        .Field("types", _type.List(), s => (IReadOnlyList<GraphType>)[.. s.Types.Values])
        .Field("queryType", _type, s => s.Query ?? throw new InvalidOperationException())
        .Field("mutationType", _type.OrNull(), s => s.Mutation)
        .Field("subscriptionType", _type.OrNull(), s => s.Subscription)
        .Field("directives", _directive.List(), s => s.Directives);

    void DefineType() => _type
        .Field("kind", _kind, KindOf)
        .StringOrNull("name", t => (t as NamedType)?.Name)
        .StringOrNull("description", t => (t as NamedType)?.Description)
        .StringOrNull("specifiedByURL", t => (t as ScalarType)?.SpecifiedBy)
        .Field("fields", _field.List().OrNull(), Filtered<GraphType, OutputField>(
            t => (t as FieldsType)?.Fields.Values, f => f.Deprecation))
        .Field("interfaces", _type.List().OrNull(), t => (t as FieldsType)?.Interfaces)
        .Field("possibleTypes", _type.List().OrNull(), t =>
            t is InterfaceType or UnionType ? ((CompositeType)t).Possible : null)
        .Field("enumValues", _enumValue.List().OrNull(), Filtered<GraphType, EnumMember>(
            t => (t as EnumType)?.Values.Values, v => v.Deprecation))
        .Field("inputFields", _inputValue.List().OrNull(), Filtered<GraphType, InputField>(
            t => (t as InputObjectType)?.Fields.Values, f => f.Deprecation))
        .Field("ofType", _type.OrNull(), t => t is ListType list ? list.Of : (t as NonNullType)?.Of)
        .Field("isOneOf", Scalars.Boolean.OrNull(), t => t is InputObjectType input ? input.OneOf : null);

    void DefineMembers()
    {
        _field
            .String("name", f => f.Name)
            .StringOrNull("description", f => f.Description)
            .Field("args", _inputValue.List(), Arguments<OutputField>(f => f.Arguments))
            .Field("type", _type, f => f.Type)
            .Boolean("isDeprecated", f => f.Deprecation is not null)
            .StringOrNull("deprecationReason", f => f.Deprecation);
        _inputValue
            .String("name", v => v.Name)
            .StringOrNull("description", v => v.Description)
            .Field("type", _type, v => v.Type)
            .StringOrNull("defaultValue", v => v.Default is null ? null : Printer.Print(v.Default))
            .Boolean("isDeprecated", v => v.Deprecation is not null)
            .StringOrNull("deprecationReason", v => v.Deprecation);
        _enumValue
            .String("name", v => v.Name)
            .StringOrNull("description", v => v.Description)
            .Boolean("isDeprecated", v => v.Deprecation is not null)
            .StringOrNull("deprecationReason", v => v.Deprecation);
        _directive
            .String("name", d => d.Name)
            .StringOrNull("description", d => d.Description)
            .Boolean("isRepeatable", d => d.Repeatable)
            .Field("locations", _location.List(), d => d.Locations)
            .Field("args", _inputValue.List(), Arguments<DirectiveType>(d => d.Arguments));
    }

    OrderedDictionary<string, OutputField>.ValueCollection DefineRoot(Schema schema)
    {
        var root = _types.Object<Root>("Root")
            .Field("__schema", _schema, _ => schema)
            .Field("__type", _type.OrNull(), f =>
            {
                var name = f.Arg("name", Scalars.String);
                return (_, args, _) => schema.Types.GetValueOrDefault(args.Get(name));
            });
        return root.Definition.Fields.Values;
    }

    static Func<FieldBuilder, Func<TParent, Args, FieldContext, IReadOnlyList<TValue>?>> Filtered<TParent, TValue>(
        Func<TParent, IEnumerable<TValue>?> all, Func<TValue, string?> deprecation) => f =>
    {
        var include = f.Arg("includeDeprecated", Scalars.Boolean, "false");
        return (parent, args, _) => all(parent)?.Where(v => args.Get(include) || deprecation(v) is null).ToList();
    };

    static Func<FieldBuilder, Func<TParent, Args, FieldContext, IReadOnlyList<InputField>>> Arguments<TParent>(
        Func<TParent, OrderedDictionary<string, InputField>> all) => f =>
    {
        var include = f.Arg("includeDeprecated", Scalars.Boolean, "false");
        return (parent, args, _) =>
            [.. all(parent).Values.Where(a => args.Get(include) || a.Deprecation is null)];
    };

    static string KindOf(GraphType type) => type switch
    {
        ScalarType => "SCALAR",
        ObjectType => "OBJECT",
        InterfaceType => "INTERFACE",
        UnionType => "UNION",
        EnumType => "ENUM",
        InputObjectType => "INPUT_OBJECT",
        ListType => "LIST",
        _ => "NON_NULL",
    };
}
