using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Microsoft.OpenApi;

namespace Kalends.Platform.Http;

/// <summary>Describes inputs by their shapes, and outputs by what the serializer writes, as JSON Schema.</summary>
sealed class Schemas(OpenApiDocument document)
{
    public OpenApiSchemaReference Input(
        string name, InputSchema shape, Func<Member, bool> isElsewhere, bool open, bool mayBeElsewhere = false) =>
        Component(name, () => InputRecord(shape, isElsewhere, open, mayBeElsewhere));

    OpenApiSchema InputRecord(InputSchema shape, Func<Member, bool> isElsewhere, bool open, bool mayBeElsewhere)
    {
        var members = shape.Members.Where(member => !isElsewhere(member)).ToList();
        return new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            AdditionalPropertiesAllowed = open,
            Required = members.Where(member => member.Required && !mayBeElsewhere)
                .Select(member => member.Name).ToHashSet(),
            Properties = members.ToDictionary(member => member.Name, member =>
                Described(ValueOf(member), member.DocWithWords)),
        };
    }

    // In JSON, null is the same as leaving out what has no default.
    IOpenApiSchema ValueOf(Member member) => member.Required || member.Default is not null
        ? Value(member.Value, member.Default)
        : OrNull(Value(member.Value, null));

    /// <summary>
    /// A value in a path or a query string, where records of a list are given member by member. Words have a component,
    /// since a generated client has no other name for their type.
    /// </summary>
    public IOpenApiSchema Parameter(Member member, string operation) => member.Value switch
    {
        { Element: { IsRecord: true } record } => new OpenApiSchema
        {
            Type = JsonSchemaType.Array,
            Items = Value(InputSchema.Of(record.Type).Members[0].Value, null),
            MinItems = member.Value.Count?.Min * InputSchema.Of(record.Type).Members.Count,
            MaxItems = member.Value.Count?.Max * InputSchema.Of(record.Type).Members.Count,
        },
        { Element: { Type.IsEnum: true } word } => new OpenApiSchema
        {
            Type = JsonSchemaType.Array,
            Items = Words(word, null, NameOf(member, operation)),
            MinItems = member.Value.Count?.Min,
            MaxItems = member.Value.Count?.Max,
        },
        { Type.IsEnum: true } word => Words(word, member.Default, NameOf(member, operation)),
        var value => Value(value, member.Default),
    };

    static string NameOf(Member member, string operation) =>
        $"{char.ToUpperInvariant(operation[0])}{operation[1..]}{member.Property}";

    OpenApiSchemaReference Words(ValueShape value, object? byDefault, string name) =>
        Component(name, () => (OpenApiSchema)Value(value, byDefault));

    // No member is required, and null removes a member.
    OpenApiSchema PatchRecord(InputSchema shape) => new()
    {
        Type = JsonSchemaType.Object,
        AdditionalPropertiesAllowed = false,
        Properties = shape.Members.ToDictionary(member => member.Name, member =>
            Described(OrNull(Value(member.Value, null)), member.DocWithWords)),
    };

    public IOpenApiSchema Value(ValueShape value, object? byDefault)
    {
        if (value.Element is not null)
            return new OpenApiSchema
            {
                Type = JsonSchemaType.Array,
                Items = value.Element.MayBeNull ? OrNull(Value(value.Element, null)) : Value(value.Element, null),
                MinItems = value.Count?.Min,
                MaxItems = value.Count?.Max,
            };
        if (value.Patched is { } patched)
            return Component(NameOf(patched) + "Patch", () => PatchRecord(InputSchema.Of(patched)));
        if (value.IsRecord)
            return Input(NameOfInput(value.Type), InputSchema.Of(value.Type), _ => false, open: false);

        var schema = Scalar(value.Type)!;
        schema.Default = byDefault is Enum word ? JsonValue.Create(EnumText.Of(word))
            : byDefault is null ? null
            : JsonValue.Create(byDefault);
        if (value.Type == typeof(string))
            (schema.MinLength, schema.MaxLength, schema.Pattern) =
                (value.Text.Min, value.Text.Max, value.Form?.Pattern);
        schema.Minimum = Bound(value.Number?.Min, value.Hundredths?.Min);
        schema.Maximum = Bound(value.Number?.Max, value.Hundredths?.Max);
        schema.MultipleOf = value.Hundredths is { Rounds: false } hundredths ? hundredths.Step : null;
        return schema;
    }

    static string? Bound(long? whole, decimal? part) =>
        (whole ?? part)?.ToString("0.##", CultureInfo.InvariantCulture);

    public IOpenApiSchema Output(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } inner)
            return OrNull(Output(inner));
        if (Scalar(type) is { } scalar)
            return scalar;
        if (type.IsGenericType && type.GetInterfaces().Append(type).Any(i => i == typeof(IEnumerable)))
            return new OpenApiSchema { Type = JsonSchemaType.Array, Items = Output(type.GetGenericArguments()[0]) };
        return Component(NameOf(type), () => Record(type));
    }

    /// <summary>The answer to every refusal, with all codes and the further members that they add.</summary>
    public OpenApiSchemaReference Refusal() => Component(nameof(Problem), () =>
    {
        var problem = Record(typeof(Problem));
        problem.Properties!["code"] = Described(
            OneOf(Refusals.All.Select(refusal => refusal.Code).Distinct().Order(StringComparer.Ordinal)),
            Docs.Of(typeof(Problem), nameof(Problem.Code)));
        foreach (var detail in Refusals.All.SelectMany(refusal => refusal.Details).Distinct())
            problem.Properties[detail.Name] = Described(
                Named(detail.Shape), $"{detail.Meaning} Comes with {string.Join(", ", Refusals.CodesWith(detail))}.");
        return problem;
    });

    IOpenApiSchema Named(string shape) => shape switch
    {
        _ when shape.EndsWith("[]", StringComparison.Ordinal) =>
            new OpenApiSchema { Type = JsonSchemaType.Array, Items = Named(shape[..^2]) },
        "integer" => Output(typeof(long)),
        "string" => Output(typeof(string)),
        "date-time" => Output(typeof(Instant)),
        _ => Output(typeof(Schemas).Assembly.GetTypes().Single(type => NameOf(type) == shape)),
    };

    static OpenApiSchema OneOf(IEnumerable<string> words) => new()
    {
        Type = JsonSchemaType.String,
        Enum = words.Select(word => (JsonNode)JsonValue.Create(word)).ToList(),
    };

    OpenApiSchema Record(Type type)
    {
        var nullability = new NullabilityInfoContext();
        var properties = Json.Options.GetTypeInfo(type).Properties
            .Where(property => !property.IsExtensionData && property.Get is not null)
            .Select(property => (property.Name, Info: (PropertyInfo)property.AttributeProvider!))
            .ToList();
        var mayBeAbsent = properties.Where(p => MayBeAbsent(p.Info)).Select(p => p.Name).ToHashSet();
        return new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Description = Docs.Of(type),
            Required = properties.Select(p => p.Name).Where(name => !mayBeAbsent.Contains(name)).ToHashSet(),
            Properties = properties.ToDictionary(p => p.Name, p =>
            {
                var schema = Output(p.Info.PropertyType);
                if (!p.Info.PropertyType.IsValueType
                    && nullability.Create(p.Info).ReadState == NullabilityState.Nullable)
                    schema = OrNull(schema);
                return Described(schema, Docs.Of(type, p.Info.Name));
            }),
        };
    }

    static bool MayBeAbsent(PropertyInfo property) =>
        property.GetCustomAttribute<JsonIgnoreAttribute>() is { Condition: JsonIgnoreCondition.WhenWritingNull }
        || (property.DeclaringType == typeof(Problem)
            && property.Name is nameof(Problem.Errors) or nameof(Problem.ErrorsNotShown))
        || property.DeclaringType == typeof(Fault);

    static OpenApiSchema? Scalar(Type type) => type switch
    {
        _ when type == typeof(string) => new() { Type = JsonSchemaType.String },
        _ when type == typeof(bool) => new() { Type = JsonSchemaType.Boolean },
        _ when type == typeof(long) => new() { Type = JsonSchemaType.Integer, Format = "int64" },
        _ when type == typeof(int) => new() { Type = JsonSchemaType.Integer, Format = "int32" },
        _ when type == typeof(decimal) => new() { Type = JsonSchemaType.Number },
        _ when type == typeof(RawJson) => new(),
        _ when type == typeof(DateOnly) => new() { Type = JsonSchemaType.String, Format = "date" },
        _ when type == typeof(Instant) => new() { Type = JsonSchemaType.String, Format = "date-time" },
        _ when type == typeof(YearMonth) => new() { Type = JsonSchemaType.String, Pattern = Months.Pattern },
        _ when type.IsEnum => OneOf(EnumText.All(type)),
        _ => null,
    };

    static OpenApiSchema OrNull(IOpenApiSchema schema)
    {
        if (schema is OpenApiSchema plain)
        {
            plain.Type |= JsonSchemaType.Null;
            plain.Enum?.Add(JsonNullSentinel.JsonNull);
            return plain;
        }
        return new OpenApiSchema { OneOf = [schema, new OpenApiSchema { Type = JsonSchemaType.Null }] };
    }

    static IOpenApiSchema Described(IOpenApiSchema schema, string? description)
    {
        if (schema is OpenApiSchema plain)
            plain.Description ??= description;
        else if (schema is OpenApiSchemaReference reference)
            reference.Description = description;
        return schema;
    }

    OpenApiSchemaReference Component(string name, Func<OpenApiSchema> make)
    {
        if (document.Components?.Schemas?.ContainsKey(name) is not true)
        {
            // The schema is registered before it is built, so that a record may contain itself.
            document.AddComponent(name, new OpenApiSchema());
            document.Components!.Schemas![name] = make();
        }
        return new OpenApiSchemaReference(name, document);
    }

    // What is required of an input need not be what an answer always has, so the two are schemas of their own.
    static string NameOfInput(Type type) => type.GetCustomAttribute<InputNameAttribute>()?.Name ?? NameOf(type);

    /// <summary>Nested records of different use cases share short names, so the use case's name goes before.</summary>
    static string NameOf(Type type)
    {
        var outer = type.DeclaringType is { } declaring ? declaring.Name : "";
        var arguments = string.Concat(type.GetGenericArguments().Select(NameOf));
        return arguments + outer + type.Name.Split('`')[0];
    }
}
