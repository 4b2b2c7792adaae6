using System.Text.Json;

namespace Kalends.GraphQL.Json;

/// <summary>Numbers out of JSON, which writes whole numbers as it likes: 12000, 12000.0 and 1.2e4 are one.</summary>
static class JsonNumber
{
    /// <summary>A whole number of 64 bits; a decimal keeps fractions that a double would round away.</summary>
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

    /// <summary>A long where the number is one, else a double; a conditional would make a double of both.</summary>
    public static object Plain(JsonElement json)
    {
        if (TryWhole(json, out var whole)) return whole;
        return json.GetDouble();
    }
}
