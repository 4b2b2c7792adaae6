using System.Text.Json.Nodes;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Originals;

/// <summary>The names that the original directory has for service providers.</summary>
static class Uuid
{
    const string Prefix = "6b616c65-6e64-8001-8000-";

    /// <summary>The UUID of a number.</summary>
    public static string Of(long number) => $"{Prefix}{number:x12}";

    /// <summary>The number in a UUID that an answer shows.</summary>
    public static long NumberOf(JsonNode? id)
    {
        Assert.StartsWith(Prefix, (string?)id);
        return Convert.ToInt64(((string)id!)[Prefix.Length..], 16);
    }

    /// <summary>The numbers of the providers of a page.</summary>
    public static List<long> Numbers(this Answer page) =>
        page.Is(200)["service_providers"]!.AsArray().Select(one => NumberOf(one!["id"])).ToList();
}
