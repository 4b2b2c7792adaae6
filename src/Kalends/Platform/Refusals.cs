using System.Reflection;

namespace Kalends.Platform;

/// <summary>The catalogue of all refusals.</summary>
static class Refusals
{
    /// <summary>The fields of all <c>…Errors</c> in the order of the source, those of the platform last.</summary>
    public static readonly IReadOnlyList<Refusal> All = typeof(Refusals).Assembly.GetTypes()
        .Where(type => type.Name.EndsWith("Errors", StringComparison.Ordinal))
        .OrderBy(type => type == typeof(PlatformErrors)).ThenBy(type => type.FullName, StringComparer.Ordinal)
        .SelectMany(Of)
        .ToList();

    public static IEnumerable<Refusal> Of(Type errors) => errors.GetFields(BindingFlags.Static | BindingFlags.Public)
        .Select(field => field.GetValue(null))
        .OfType<Refusal>();

    /// <summary>The codes whose answers can have a detail.</summary>
    public static IEnumerable<string> CodesWith(Detail detail) =>
        All.Where(refusal => refusal.Details.Contains(detail)).Select(refusal => refusal.Code).Distinct();
}
