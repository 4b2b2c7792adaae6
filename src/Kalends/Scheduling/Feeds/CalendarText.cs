using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Kalends.Platform.Calls;
using Kalends.Platform.Http;

namespace Kalends.Scheduling.Feeds;

/// <summary>An iCalendar (RFC 5545).</summary>
[Formats(typeof(string), MediaType)]
sealed class CalendarText(string text, string fileName) : IJsonBody, ITagged
{
    public const string MediaType = "text/calendar";

    const int HashBytes = 16;

    readonly byte[] _bytes = Encoding.UTF8.GetBytes(text);

    /// <summary>The state of the whole text; equal texts have equal tags.</summary>
    public EntityTag Tag => new(_bytes.Length, Base64Url.EncodeToString(SHA256.HashData(_bytes).AsSpan(0, HashBytes)));

    // A calendar program keeps it and asks each time whether it is still the same; nobody in between keeps it.
    public string? Caching => "private, no-cache";

    public async Task WriteTo(HttpContext http)
    {
        Formats.Pick(http.Request, typeof(CalendarText));
        http.Response.Headers.ContentDisposition = $"attachment; filename=\"{fileName}\"";
        http.Response.ContentType = $"{MediaType}; charset=utf-8";
        using var buffer = http.Buffer();
        _bytes.CopyTo(buffer.GetSpan(_bytes.Length));
        buffer.Advance(_bytes.Length);
        await buffer.Send(http);
    }
}
