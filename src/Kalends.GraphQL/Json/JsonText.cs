using System.Text.Json;

namespace Kalends.GraphQL.Json;

/// <summary>Reads strings from JSON; a lone surrogate is the client's mistake and must not crash the server.</summary>
static class JsonText
{
    public static string Of(JsonElement json)
    {
        try
        {
            return json.GetString() ?? "";
        }
        catch (InvalidOperationException)
        {
            throw NoText();
        }
    }

    public static string NameOf(JsonProperty part)
    {
        try
        {
            return part.Name;
        }
        catch (InvalidOperationException)
        {
            throw NoText();
        }
    }

    static GraphException NoText() => new(ErrorCodes.BadInput, "A string is not valid Unicode.");
}
