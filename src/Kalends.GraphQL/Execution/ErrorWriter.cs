using System.Globalization;
using System.Text.Json;
using Kalends.GraphQL.Json;

namespace Kalends.GraphQL.Execution;

/// <summary>Writes errors in the format of the specification's chapter 7.</summary>
static class ErrorWriter
{
    const int MessageMax = 1_000;

    /// <summary>Appends the errors of a response whose object is still open.</summary>
    public static void Append(JsonOut output, IReadOnlyList<GraphError> errors, int dropped = 0)
    {
        if (errors.Count == 0) return;
        output.Raw(",\"errors\":"u8);
        List(output, errors);
        if (dropped == 0) return;
        output.Raw(",\"extensions\":{\"errorsNotShown\":"u8);
        output.Number(dropped);
        output.Byte((byte)'}');
    }

    /// <summary>Writes the response to a request that was not executed.</summary>
    public static void Refusal(JsonOut output, IReadOnlyList<GraphError> errors)
    {
        output.Raw("{\"errors\":"u8);
        List(output, errors);
        output.Byte((byte)'}');
    }

    static void List(JsonOut output, IReadOnlyList<GraphError> errors)
    {
        for (var i = 0; i < errors.Count; i++)
        {
            output.Byte((byte)(i == 0 ? '[' : ','));
            One(output, errors[i]);
        }
        output.Byte((byte)']');
    }

    static void One(JsonOut output, GraphError error)
    {
        output.Raw("{\"message\":"u8);
        // Messages repeat text from the client, which may be as long as the request itself.
        output.String(error.Message.AsSpan(0, Math.Min(error.Message.Length, MessageMax)));
        for (var i = 0; i < error.Locations.Count; i++)
        {
            output.Raw(i == 0 ? ",\"locations\":[{\"line\":"u8 : ",{\"line\":"u8);
            output.Number(error.Locations[i].Line);
            output.Raw(",\"column\":"u8);
            output.Number(error.Locations[i].Column);
            output.Byte((byte)'}');
        }
        if (error.Locations.Count > 0) output.Byte((byte)']');
        if (error.Path is { } path) Path(output, path);
        output.Raw(",\"extensions\":{\"code\":"u8);
        output.String(error.Code);
        foreach (var (key, value) in error.Extensions ?? new Dictionary<string, object>())
        {
            output.Byte((byte)',');
            output.String(key);
            output.Byte((byte)':');
            Plain(output, value);
        }
        output.Raw("}}"u8);
    }

    static void Path(JsonOut output, IReadOnlyList<object> path)
    {
        output.Raw(",\"path\":["u8);
        for (var i = 0; i < path.Count; i++)
        {
            if (i > 0) output.Byte((byte)',');
            Plain(output, path[i]);
        }
        output.Byte((byte)']');
    }

    static void Plain(JsonOut output, object value)
    {
        switch (value)
        {
            case int number: output.Number(number); break;
            case long number: output.Number(number); break;
            case double number when double.IsFinite(number): output.Number(number); break;
            case bool truth: output.Boolean(truth); break;
            case JsonElement json: output.Raw(JsonSerializer.SerializeToUtf8Bytes(json)); break;
            default: output.String(Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""); break;
        }
    }
}
