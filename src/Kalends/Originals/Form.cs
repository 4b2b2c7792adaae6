using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;

namespace Kalends.Originals;

/// <summary>Reads a form as the JSON object that holds its fields as texts.</summary>
static class Form
{
    public static readonly IReadOnlyList<string> Types = ["application/x-www-form-urlencoded", "multipart/form-data"];

    // A body is in memory already, and no larger than bodies may be.
    static readonly FormOptions Bounds = new() { ValueCountLimit = 100, MemoryBufferThreshold = int.MaxValue };

    /// <summary>The fields; null where the body is no form, whatever its Content-Type says.</summary>
    public static async Task<JsonDocument?> Read(HttpRequest request, ReadOnlySequence<byte> body)
    {
        if (!request.HasFormContentType || LooksLikeJson(body))
            return null;
        var copy = new DefaultHttpContext().Request;
        (copy.ContentType, copy.Body) = (request.ContentType, new MemoryStream(body.ToArray()));
        try
        {
            var fields = await new FormFeature(copy, Bounds).ReadFormAsync(request.HttpContext.RequestAborted);
            // Of a field that was sent twice the last one counts.
            return JsonSerializer.SerializeToDocument(
                fields.ToDictionary(field => field.Key, field => field.Value[^1]));
        }
        // The last one is a charset that .NET does not read any more: UTF-7.
        catch (Exception wrong) when (wrong is InvalidDataException or IOException or NotSupportedException)
        {
            throw new Refused(
                Reason.Malformed, "malformed_form",
                $"The body is not a well-formed form of at most {Bounds.ValueCountLimit} fields.");
        }
    }

    // curl -d says that it sends a form, whatever it sends.
    static bool LooksLikeJson(ReadOnlySequence<byte> body)
    {
        var reader = new SequenceReader<byte>(body);
        reader.AdvancePastAny(" \t\r\n"u8);
        return reader.TryPeek(out var first) && first is (byte)'{' or (byte)'[';
    }
}
