using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;

namespace Kalends.Platform.Http;

/// <summary>Reads bodies that are forms.</summary>
static class Form
{
    public static readonly IReadOnlyList<string> Types = ["application/x-www-form-urlencoded", "multipart/form-data"];

    /// <summary>The greatest number of fields.</summary>
    public const int FieldsMax = 100;

    // The body is already in memory, and already bounded in size.
    static readonly FormOptions Bounds = new()
    {
        ValueCountLimit = FieldsMax,
        MemoryBufferThreshold = int.MaxValue,
    };

    /// <summary>
    /// The fields as texts of one JSON object; null if the body is not a form, whatever its Content-Type says.
    /// </summary>
    public static async Task<JsonDocument?> ReadAsJson(
        HttpRequest request, ReadOnlySequence<byte> body, Func<Refused> malformed)
    {
        if (!request.HasFormContentType || LooksLikeJson(body))
            return null;
        var fields = await Read(request, body, malformed);
        // If a field was sent twice, the last one counts.
        return JsonSerializer.SerializeToDocument(
            fields.ToDictionary(field => field.Key, field => field.Value[^1]));
    }

    /// <summary>The fields of a form that was read into memory.</summary>
    /// <param name="request">The request, whose Content-Type is that of a form.</param>
    /// <param name="body">Its body.</param>
    /// <param name="malformed">The refusal of a body that is not a form.</param>
    public static async Task<IFormCollection> Read(
        HttpRequest request, ReadOnlySequence<byte> body, Func<Refused> malformed)
    {
        var copy = new DefaultHttpContext().Request;
        (copy.ContentType, copy.Body) = (request.ContentType, new MemoryStream(body.ToArray()));
        try
        {
            return await new FormFeature(copy, Bounds).ReadFormAsync(request.HttpContext.RequestAborted);
        }
        // The last exception is for a charset that .NET no longer reads: UTF-7.
        catch (Exception wrong) when (wrong is InvalidDataException or IOException or NotSupportedException)
        {
            throw malformed();
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
