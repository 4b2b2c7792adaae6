using System.Text.Json;
using System.Text.RegularExpressions;

namespace Kalends.Platform.GraphQL;

/// <summary>Says in the names of the schema what use cases say in those of REST: startsAt for starts_at.</summary>
static partial class SchemaNames
{
    public static Fault In(Fault fault) => fault with
    {
        Pointer = fault.Pointer is null ? null : In(fault.Pointer),
        Parameter = fault.Parameter is null ? null : In(fault.Parameter),
        Message = In(fault.Message),
    };

    public static string In(string text) =>
        Name().Replace(text, name => JsonNamingPolicy.CamelCase.ConvertName(Pascal(name.Value)));

    static string Pascal(string name) =>
        string.Concat(name.Split('_').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));

    [GeneratedRegex("(?<![A-Za-z0-9_])[a-z]+(?:_[a-z0-9]+)+(?![A-Za-z0-9_])")]
    private static partial Regex Name();
}
