using System.Collections.Concurrent;
using System.Text.Json;

namespace Kalends.Platform.Storage;

/// <summary>Enums as words: <c>NoShow</c> is <c>no_show</c> in columns, JSON and query strings alike.</summary>
static class EnumText
{
    static readonly ConcurrentDictionary<Enum, string> Written = new();

    static readonly ConcurrentDictionary<Type, Dictionary<string, Enum>> Read = new();

    public static string Of(Enum value) =>
        Written.GetOrAdd(value, v => JsonNamingPolicy.SnakeCaseLower.ConvertName(v.ToString()));

    public static TEnum Parse<TEnum>(string word) where TEnum : struct, Enum => (TEnum)Parse(typeof(TEnum), word)!;

    public static object? Parse(Type type, string word) => Read
        .GetOrAdd(type, static one => Enum.GetValues(one).Cast<Enum>().ToDictionary(Of))
        .GetValueOrDefault(word);

    public static IEnumerable<string> All(Type type) => Enum.GetValues(type).Cast<Enum>().Select(Of);
}
