using System.Text.Json;

namespace Kalends.GraphQL.Json;

/// <summary>
/// Reads numbers from JSON, in which a whole number has many forms: 12000, 12000.0 and 1.2e4 are equal.
/// </summary>
static class JsonNumber
{
    /// <summary>
    /// Reads a whole number of 64 bits, by way of a decimal, which keeps fractions that a double would round away.
    /// </summary>
    public static bool TryWhole(JsonElement json, out long whole)
    {
        whole = 0;
        if (json.ValueKind != JsonValueKind.Number) return false;
        if (json.TryGetInt64(out whole)) return true;
        if (!json.TryGetDecimal(out var exact) || !decimal.IsInteger(exact)) return false;
        if (exact is < long.MinValue or > long.MaxValue) return false;
        whole = (long)exact;
        return true;
    }

    /// <summary>
    /// Returns a long if the number is one, otherwise a double; a conditional would turn both into a double.
    /// </summary>
    public static object Plain(JsonElement json)
    {
        if (TryWhole(json, out var whole)) return whole;
        return json.GetDouble();
    }
}
