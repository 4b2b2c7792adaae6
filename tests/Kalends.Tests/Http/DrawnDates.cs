using System.Globalization;
using System.Text.Json.Nodes;

namespace Kalends.Tests.Http;

/// <summary>
/// Requests that fit their description and ask for dates at the ends of the calendar, the same for the same seed.
/// </summary>
sealed class DrawnDates(int seed, IReadOnlyDictionary<string, long> known)
{
    const int DepthMax = 4;

    static readonly string[] Instants =
    [
        "0001-01-01T00:00:00Z", "0001-01-01T00:00:00.000001Z", "0001-01-01T00:00:00+00:01",
        "0001-01-01T23:00:00+23:59", "0001-01-31T23:59:59-23:59", "1899-12-31T23:59:59.999999Z",
        "1900-01-01T00:00:00Z", "1969-12-31T23:59:59.999999Z", "1970-01-01T00:00:00Z", "2030-01-15T10:00:00Z",
        "2030-02-15T10:00:00Z", "2199-12-31T23:55:00Z", "8999-12-31T23:59:59.999999Z", "9000-01-01T00:00:00Z",
        "9998-12-31T23:59:59Z", "9999-11-30T23:59:59.999999Z", "9999-12-01T00:00:00Z", "9999-12-30T23:59:59Z",
        "9999-12-31T00:00:00Z", "9999-12-31T23:59:59.999999Z", "9999-12-31T23:59:59-00:01",
        "9999-12-31T23:59:59+23:59",
    ];

    static readonly string[] Days =
    [
        "0001-01-01", "0001-01-02", "0001-12-31", "1900-01-01", "1970-01-01", "2030-01-15", "2030-02-15", "9998-12-31",
        "9999-12-30", "9999-12-31",
    ];

    static readonly string[] Months =
    [
        "0001-01", "1899-12", "1900-01", "1970-01", "2030-01", "2030-02", "8999-12", "9000-01", "9000-11", "9000-12",
        "9001-01", "9999-12",
    ];

    static readonly string[] OriginalDays = ["1-1-1", "01-01-0001", "2-1-0001", "1-1-2030", "30-12-9999", "31-12-9999"];

    static readonly string[] Zones = ["UTC", "Pacific/Kiritimati", "Etc/GMT+12"];

    readonly Random _random = new(seed);
    int _instant;
    int _day;
    int _month;

    public string Instant() => Near(Instants, ref _instant);

    public string Day() => Near(Days, ref _day);

    public string Month() => Near(Months, ref _month);

    public string OriginalDay() => Pick(OriginalDays);

    public T Pick<T>(IReadOnlyList<T> from) => from[_random.Next(from.Count)];

    public bool Often() => _random.Next(4) > 0;

    public bool Seldom() => _random.Next(6) == 0;

    // The second of a pair mostly lies a little behind the first, so that many pairs make sense.
    string Near(string[] from, ref int last)
    {
        last = Often() && last < from.Length - 1 ? last + _random.Next(2) : _random.Next(from.Length);
        return from[last];
    }

    /// <summary>An id of something that is there, as a name asks for it.</summary>
    public long Id(string name) => known
        .Where(one => name.Contains(one.Key, StringComparison.OrdinalIgnoreCase))
        .Select(one => one.Value).FirstOrDefault(1);

    public static bool TakesDates(JsonNode operation) =>
        Parameters(operation).Any(one => HasDates(one!["schema"]!)) || BodyOf(operation) is { } body && HasDates(body);

    public string Path(string template)
    {
        var parts = template.Split('/');
        return string.Join('/', parts.Select((part, i) => part == "{id}" ? Number(Id(parts[i - 1]))
            : part.StartsWith('{') ? Number(Id(part))
            : part));
    }

    public string Query(JsonNode operation)
    {
        var pairs = Parameters(operation).Where(one => (string)one!["in"]! == "query")
            .Where(one => (bool?)one!["required"] ?? (HasDates(one["schema"]!) ? Often() : Seldom()))
            .SelectMany(one => Texts(Value(one!["schema"]!, (string)one["name"]!, 0))
                .Select(text => $"{(string)one["name"]!}={Uri.EscapeDataString(text)}"));
        return "?" + string.Join('&', pairs);
    }

    public JsonNode? Body(JsonNode operation) => BodyOf(operation) is { } schema ? Value(schema, "", 0) : null;

    static IEnumerable<string> Texts(JsonNode? value) => value is JsonArray list
        ? list.SelectMany(Texts)
        : [value?.GetValueKind() == System.Text.Json.JsonValueKind.String ? (string)value! : $"{value}"];

    static JsonArray Parameters(JsonNode operation) => operation["parameters"]?.AsArray() ?? [];

    static JsonNode? BodyOf(JsonNode operation) =>
        operation["requestBody"]?["content"]?.AsObject().First().Value!["schema"];

    static bool HasDates(JsonNode schema, int depth = 0)
    {
        var one = Resolved(schema);
        return IsDate(one) || (depth < DepthMax && Below(one).Any(below => HasDates(below, depth + 1)));
    }

    static bool IsDate(JsonNode schema) =>
        (string?)schema["format"] is "date" or "date-time" || schema["pattern"] is not null;

    static IEnumerable<JsonNode> Below(JsonNode schema) =>
        (schema["properties"]?.AsObject().Select(one => one.Value!) ?? [])
        .Concat(schema["items"] is { } items ? [items] : []);

    static JsonNode Resolved(JsonNode schema)
    {
        var one = schema["oneOf"]?.AsArray()[0] ?? schema;
        return (string?)one["$ref"] is { } reference
            ? one.Root["components"]!["schemas"]![reference.Split('/')[^1]]!
            : one;
    }

    JsonNode? Value(JsonNode schema, string name, int depth)
    {
        var one = Resolved(schema);
        if (one["enum"] is JsonArray words)
            return (string?)Pick(words.Where(word => word is not null).ToList());
        var type = one["type"] is JsonArray types ? (string?)types[0] : (string?)one["type"];
        return ((string?)one["format"], type) switch
        {
            ("date-time", _) => Instant(),
            ("date", _) => Day(),
            _ when one["pattern"] is not null => Month(),
            (_, "object") => Object(one, depth),
            (_, "array") => new JsonArray([.. Enumerable.Range(0, Seldom() ? 2 : 1)
                .Select(_ => Value(one["items"]!, name, depth + 1))]),
            (_, "integer") => Whole(one, name),
            (_, "number") => 1,
            (_, "boolean") => Often(),
            _ => Text(name),
        };
    }

    JsonObject Object(JsonNode schema, int depth)
    {
        var required = schema["required"]?.AsArray().Select(name => (string)name!).ToHashSet() ?? [];
        var drawn = new JsonObject();
        foreach (var (name, value) in schema["properties"]?.AsObject() ?? [])
            if (required.Contains(name) || (depth < DepthMax && (HasDates(value!) ? Often() : Seldom())))
                drawn[name] = Value(value!, name, depth + 1);
        return drawn;
    }

    long Whole(JsonNode schema, string name)
    {
        var (least, most) = ((long?)schema["minimum"] ?? 1, (long?)schema["maximum"] ?? 1000);
        return name.EndsWith("id", StringComparison.Ordinal) || name.EndsWith("ids", StringComparison.Ordinal)
            ? Id(name)
            : Math.Clamp(name.Contains("second", StringComparison.Ordinal) ? 3600 : 15, least, most);
    }

    string Text(string name) => name switch
    {
        "time_zone" => Pick(Zones),
        "currency" => "SEK",
        "type" => "one-off",
        "cursor" => "",
        "languages" => "en",
        _ => $"{name} {Guid.NewGuid()}"[..Math.Min(30, name.Length + 10)],
    };

    static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
