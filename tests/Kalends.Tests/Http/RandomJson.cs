using System.Globalization;

namespace Kalends.Tests.Http;

/// <summary>Documents, paths and queries that are nearly right, the same for the same seed.</summary>
sealed class RandomJson(int seed)
{
    const int DepthMax = 3;

    static readonly string[] Scalars =
    [
        "null", "true", "false", "0", "-1", "1", "2", "15", "4096", "4097", "1.5", "1e5", "1e400", "-0",
        "9007199254740991", "9007199254740992", "9223372036854775807", "9223372036854775808", "-9223372036854775809",
        "123456789012345678901234567890123456789012345", "\"\"", "\" \"", "\"a\"", "\"1\"", "\"UTC\"",
        "\"Europe/Paris\"", "\"\\u0000\"", "\"\\ud800\"", "\"\\ud83d\\ude00\"", "\"'; DROP TABLE users; --\"",
        "\"%\"", "\"client\"", "\"admin\"",
        "\"2030-02-01T10:00:00Z\"", "\"2030-02-01T11:00:00Z\"", "\"2030-02-01T10:00:00\"", "\"0001-01-01T00:00:00Z\"",
        "\"9999-12-31T23:59:59.999999Z\"", "\"2030-06-30T23:59:60Z\"", "\"password\"", "\"İstanbul\"",
    ];

    static readonly string[] Ids =
        ["1", "1", "2", "0", "-1", "999999", "9007199254740991", "9223372036854775808", "x", "%F0%9F%A6%89"];

    readonly Random _random = new(seed);

    /// <summary>A JSON object of mostly these names; now and then something else altogether.</summary>
    public string Document(IReadOnlyList<string> names) => _random.Next(10) == 0 ? Value(names, 0) : Object(names, 0);

    public string Path(string template) => string.Join('/', template.Split('/').Select(part =>
        part.StartsWith('{') ? Pick(Ids) : part));

    public string Query(IReadOnlyList<string> names)
    {
        var pairs = Enumerable.Range(0, _random.Next(4))
            .Select(_ => $"{Name(names)}={Uri.EscapeDataString(Pick(Scalars).Trim('"'))}");
        return "?" + string.Join('&', pairs);
    }

    string Value(IReadOnlyList<string> names, int depth) => _random.Next(depth < DepthMax ? 8 : 6) switch
    {
        6 => Object(names, depth + 1),
        7 => $"[{string.Join(',', Enumerable.Range(0, _random.Next(4)).Select(_ => Value(names, depth + 1)))}]",
        5 => $"\"{new string('x', _random.Next(600))}\"",
        _ => Pick(Scalars),
    };

    string Object(IReadOnlyList<string> names, int depth)
    {
        // Names of the offer's ranges are not in the schema of the body itself.
        var known = depth == 0 ? names : [.. names, "starts_at", "ends_at"];
        var members = known.Where(_ => _random.Next(5) > 0)
            .Select(name => $"\"{name}\":{Value(names, depth)}").ToList();
        if (_random.Next(4) == 0)
            members.Add($"\"{Name(known)}\":{Value(names, depth)}");
        return $"{{{string.Join(',', members)}}}";
    }

    string Name(IReadOnlyList<string> names) => names.Count > 0 && _random.Next(6) > 0
        ? Pick(names)
        : "x" + _random.Next(3).ToString(CultureInfo.InvariantCulture);

    string Pick(IReadOnlyList<string> from) => from[_random.Next(from.Count)];
}
