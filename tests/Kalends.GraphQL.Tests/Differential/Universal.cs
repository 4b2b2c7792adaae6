using System.Buffers.Binary;
using System.Globalization;
using Kalends.GraphQL.Types;

namespace Kalends.GraphQL.Tests.Differential;

/// <summary>An object of a universal schema: its type, and the hash from which all of its fields follow.</summary>
sealed record Entity(string Type, uint Hash);

/// <summary>
/// Gives every field a value that is a function of the parent's hash, the field and its arguments, so that any schema
/// can be executed. <c>Oracle/universal.mjs</c> computes the same function.
/// </summary>
static class Universal
{
    static readonly string[] s_texts =
    [
        "plain",
        "",
        "two words",
        "quote \" and \\ backslash",
        "line\nfeed\ttab\rreturn",
        "null \u0000 bell \u0007 back \b form \f",
        "delete \u007f next \u0085 line \u2028",
        "grüße",
        "日本語",
        "emoji 😀 flag 🇨🇭",
        "</script>&'+",
        new string('a', 70),
    ];

    static readonly double[] s_floats =
        [0, 0.1, -0.5, 1e21, 1.5e-9, 123456789012345680000d, 5e-324, double.MaxValue, 4.35, 1e-7, 1e16];

    public static uint RootHash(uint seed) =>
        Mix(0x811c9dc5, string.Create(CultureInfo.InvariantCulture, $"root {seed}"));

    /// <summary>FNV-1a over UTF-16 code units, continued from an earlier hash.</summary>
    public static uint Mix(uint hash, string text)
    {
        unchecked
        {
            var h = hash;
            foreach (var c in text)
                h = (h ^ c) * 0x01000193;
            // The low bits decide about nulls and errors; without a final scramble neighbours would share their fate.
            h = (h ^ (h >> 15)) * 0x2c1b3c6d;
            return h ^ (h >> 13);
        }
    }

    public static object? Resolve(
        uint parent, string type, string name, IEnumerable<KeyValuePair<string, object?>> args, GraphType of)
    {
        // A field of this name shows what its arguments were coerced to.
        if (name == "echo")
            return Json(args);
        var hash = Mix(parent, $"{type}.{name}{Canonical(args)}");
        if (hash % 29 == 7)
            throw new InvalidOperationException("The resolver failed.");
        return ValueOf(hash, of);
    }

    static object? ValueOf(uint hash, GraphType type) => type is NonNullType required
        ? hash % 23 == 5 ? null : PresentValueOf(hash, required.Of)
        : hash % 11 == 3 ? null : PresentValueOf(hash, type);

    static object PresentValueOf(uint hash, GraphType type) => type switch
    {
        ListType list => Enumerable.Range(0, (int)((hash >> 4) % 4))
            .Select(i => ValueOf(Mix(hash, i.ToString(CultureInfo.InvariantCulture)), list.Of)).ToArray(),
        ObjectType one => new Entity(one.Name, hash),
        CompositeType many => new Entity(Choose(hash, many.Possible), hash),
        EnumType names => names.Values.GetAt((int)((hash >> 3) % names.Values.Count)).Value.Value,
        _ => LeafOf(hash, type.Named.Name),
    };

    static string Choose(uint hash, IReadOnlyList<ObjectType> types)
    {
        // An interface that nothing implements has no value; the name is one that no type has.
        if (types.Count == 0)
            return "";
        var names = types.Select(type => type.Name).Order(StringComparer.Ordinal);
        return names.ElementAt((int)((hash >> 3) % types.Count));
    }

    static object LeafOf(uint hash, string name) => name switch
    {
        "Int" => hash % 64 == 9 ? 2147483648L + (hash >> 8) : ((hash >> 3) % 200001) - 100000L,
        "Float" when hash % 64 == 9 => double.NaN,
        "Float" => hash % 4 == 0 ? s_floats[(hash >> 3) % (uint)s_floats.Length] : unchecked((int)hash) / 1024.0,
        "Boolean" => (hash >> 3) % 2 == 1,
        "ID" => string.Create(CultureInfo.InvariantCulture, $"{(hash % 7 == 0 ? "id:" : "")}{hash >> 3}"),
        _ => s_texts[(hash >> 3) % (uint)s_texts.Length],
    };

    /// <summary>A text for coerced arguments that depends neither on key order nor on notation.</summary>
    static string Canonical(object? value) => value switch
    {
        null => "null",
        bool truth => truth ? "true" : "false",
        string text => JsText.Quote(text),
        int number => Bits(number),
        double number => Bits(number),
        Coerced fields => Canonical(fields.Given),
        IEnumerable<KeyValuePair<string, object?>> fields => "{" + string.Join(',', fields
            .OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => $"{f.Key}:{Canonical(f.Value)}")) + "}",
        object?[] items => "[" + string.Join(',', items.Select(Canonical)) + "]",
        _ => throw new InvalidOperationException($"An input value is a {value.GetType().Name}."),
    };

    static string Bits(double number)
    {
        Span<byte> bytes = stackalloc byte[8];
        // Adding zero turns minus zero into zero.
        BinaryPrimitives.WriteDoubleBigEndian(bytes, number + 0.0);
        return "#" + BinaryPrimitives.ReadUInt64BigEndian(bytes).ToString("x", CultureInfo.InvariantCulture);
    }

    static string Json(object? value) => value switch
    {
        null => "null",
        bool truth => truth ? "true" : "false",
        string text => JsText.Quote(text),
        int number => number.ToString(CultureInfo.InvariantCulture),
        double number => JsText.Number(number),
        Coerced fields => Json(fields.Given),
        IEnumerable<KeyValuePair<string, object?>> fields =>
            "{" + string.Join(',', fields.Select(f => $"{JsText.Quote(f.Key)}:{Json(f.Value)}")) + "}",
        object?[] items => "[" + string.Join(',', items.Select(Json)) + "]",
        _ => throw new InvalidOperationException($"An input value is a {value.GetType().Name}."),
    };
}
