using System.Text;

namespace Kalends.GraphQL.Json;

/// <summary>A response name as JSON, with a comma before it where one is needed.</summary>
static class JsonKey
{
    public static byte[] Of(string name, bool first) => Encoding.UTF8.GetBytes($"{(first ? "" : ",")}\"{name}\":");
}
