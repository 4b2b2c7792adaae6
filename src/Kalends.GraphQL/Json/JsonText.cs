using System.Text.Json;

namespace Kalends.GraphQL.Json;

/// <summary>Strings out of JSON; a lone surrogate is a client's mistake and not a crash.</summary>
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
