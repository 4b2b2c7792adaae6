using System.Text.Json.Nodes;

namespace Kalends.Tests.Http;

/// <summary>GraphQL documents that ask fields for dates at the ends of the calendar.</summary>
sealed class DrawnDocuments(JsonNode schema, DrawnDates dates)
{
    const int DepthMax = 4;

    public const string Introspection = """
        { __schema { types { kind name enumValues { name } inputFields { name defaultValue type { ...T } }
            fields { name type { ...T } args { name defaultValue type { ...T } } } } } }
        fragment T on __Type { ...N ofType { ...N ofType { ...N ofType { ...N } } } }
        fragment N on __Type { kind name }
        """;

    readonly Dictionary<string, JsonNode> _types = schema["types"]!.AsArray()
        .ToDictionary(type => (string)type!["name"]!, type => type!);

    public IEnumerable<(string Kind, JsonNode Field)> FieldsWithDates() =>
        from root in (string[])["query", "mutation"]
        from field in _types[root == "query" ? "Query" : "Mutation"]["fields"]!.AsArray()
        where TakesDates(field) || (root == "query" && LeadsToDates(field))
        select (root, field);

    public string Document(string kind, JsonNode field) => $"{kind} {{ {Field(field, 0)} }}";

    // One level down: the fields of objects that take dates, such as the slots of a provider.
    bool LeadsToDates(JsonNode field) => Fields(Named(field["type"]!)).Any(TakesDates);

    bool TakesDates(JsonNode field) => field["args"]!.AsArray().Any(arg => HasDates(arg!, 0));

    bool HasDates(JsonNode value, int depth) => IsDate(value) || (depth < DepthMax
        && Inputs(Named(value["type"]!)).Any(one => HasDates(one, depth + 1)));

    static bool IsDate(JsonNode value)
    {
        var (name, type) = ((string)value["name"]!, (string)Named(value["type"]!)["name"]!);
        return type is "DateTime" or "Date" || (type == "String" && (IsMonth(name) || name == "date"));
    }

    static bool IsMonth(string name) => name.Contains("month", StringComparison.OrdinalIgnoreCase);

    string Field(JsonNode field, int depth)
    {
        var given = field["args"]!.AsArray()
            .Where(arg => IsAsked(arg!, 0))
            .Select(arg => $"{(string)arg!["name"]!}: {Value(arg, arg["type"]!, 0)}").ToList();
        var arguments = given.Count == 0 ? "" : $"({string.Join(", ", given)})";
        var below = Fields(Named(field["type"]!)).Where(one => depth < DepthMax && IsWorthwhile(one, depth))
            .Select(one => Field(one, depth + 1)).ToList();
        var isLeaf = (string)Named(field["type"]!)["kind"]! is "SCALAR" or "ENUM";
        return $"{(string)field["name"]!}{arguments}" +
            (isLeaf ? "" : $" {{ {string.Join(' ', below.Prepend("__typename"))} }}");
    }

    // Objects lead to objects without an end, so only what takes dates is followed further down.
    bool IsWorthwhile(JsonNode field, int depth)
    {
        var kind = (string)Named(field["type"]!)["kind"]!;
        return field["args"]!.AsArray().Count == 0 ? kind is "SCALAR" or "ENUM" || depth < 3 : TakesDates(field);
    }

    bool IsAsked(JsonNode value, int depth) => IsRequired(value)
        || (depth < DepthMax && (HasDates(value, 0) ? dates.Often() : !IsOwn(value) && dates.Seldom()));

    // Keys, cursors and versions that somebody made up are refused before any date is looked at.
    static bool IsOwn(JsonNode value) => (string)value["name"]! is "after" or "before" or "last" or "cursor"
        or "ifMatch" or "idempotencyKey" or "userId" or "ownerUserId" or "organisationId" or "sourceKey" or "source";

    static bool IsRequired(JsonNode value) =>
        (string)value["type"]!["kind"]! == "NON_NULL" && value["defaultValue"] is null;

    string Value(JsonNode value, JsonNode type, int depth)
    {
        var name = (string)value["name"]!;
        if ((string)type["kind"]! == "NON_NULL")
            return Value(value, type["ofType"]!, depth);
        if ((string)type["kind"]! == "LIST")
            return $"[{Value(value, type["ofType"]!, depth)}]";
        if ((string)type["kind"]! == "ENUM")
            return (string)dates.Pick(_types[(string)type["name"]!]["enumValues"]!.AsArray().ToList())!["name"]!;
        return (string)type["name"]! switch
        {
            "DateTime" => $"\"{dates.Instant()}\"",
            "Date" => $"\"{dates.Day()}\"",
            "Int" => name.Contains("second", StringComparison.OrdinalIgnoreCase)
                ? $"{dates.Pick<int>([int.MinValue, 0, 3600, int.MaxValue])}" : "5",
            "Long" => "100",
            "Float" => "1",
            "Boolean" => "true",
            "ID" => $"\"{dates.Id(name)}\"",
            "String" => $"\"{Text(name)}\"",
            "JSONString" => "\"1\"",
            var input => Object(input, depth),
        };
    }

    string Object(string input, int depth)
    {
        var given = Inputs(_types[input])
            .Where(one => IsAsked(one, depth))
            .Select(one => $"{(string)one["name"]!}: {Value(one, one["type"]!, depth + 1)}");
        return $"{{{string.Join(", ", given)}}}";
    }

    string Text(string name) => IsMonth(name) ? dates.Month() : name switch
    {
        "date" => dates.OriginalDay(),
        "currency" => "SEK",
        "timeZone" => "UTC",
        "type" => "one-off",
        "languages" => "en",
        _ => $"{name} {Guid.NewGuid()}",
    };

    IEnumerable<JsonNode> Fields(JsonNode type) => _types.GetValueOrDefault((string)type["name"]!)?["fields"]?.AsArray()
        .Select(one => one!) ?? [];

    IEnumerable<JsonNode> Inputs(JsonNode type) =>
        _types.GetValueOrDefault((string)type["name"]!)?["inputFields"]?.AsArray().Select(one => one!) ?? [];

    static JsonNode Named(JsonNode type) => type["ofType"] is { } inner ? Named(inner) : type;
}
