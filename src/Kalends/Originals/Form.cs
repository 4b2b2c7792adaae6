using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;

namespace Kalends.Originals;

/// <summary>Reads a form into a JSON object that has its fields as texts.</summary>
static class Form
{
    public static readonly IReadOnlyList<string> Types = ["application/x-www-form-urlencoded", "multipart/form-data"];

    // The body is already in memory, and already bounded in size.
    static readonly FormOptions Bounds = new() { ValueCountLimit = 100, MemoryBufferThreshold = int.MaxValue };

    /// <summary>The fields; null if the body is not a form, whatever its Content-Type says.</summary>
    public static async Task<JsonDocument?> Read(HttpRequest request, ReadOnlySequence<byte> body)
    {
        if (!request.HasFormContentType || LooksLikeJson(body))
            return null;
        var copy = new DefaultHttpContext().Request;
        (copy.ContentType, copy.Body) = (request.ContentType, new MemoryStream(body.ToArray()));
        try
        {
            var fields = await new FormFeature(copy, Bounds).ReadFormAsync(request.HttpContext.RequestAborted);
            // If a field was sent twice, the last one counts.
            return JsonSerializer.SerializeToDocument(
                fields.ToDictionary(field => field.Key, field => field.Value[^1]));
        }
        // The last exception is for a charset that .NET no longer reads: UTF-7.
        catch (Exception wrong) when (wrong is InvalidDataException or IOException or NotSupportedException)
        {
            throw OriginalsErrors.MalformedForm.Refused(Bounds.ValueCountLimit);
        }
    }

    // curl -d declares any body to be a form.
    static bool LooksLikeJson(ReadOnlySequence<byte> body)
    {
        var reader = new SequenceReader<byte>(body);
        reader.AdvancePastAny(" \t\r\n"u8);
        return reader.TryPeek(out var first) && first is (byte)'{' or (byte)'[';
    }
}
