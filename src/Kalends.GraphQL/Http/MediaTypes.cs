using System.Globalization;

namespace Kalends.GraphQL.Http;

/// <summary>The media types of GraphQL over HTTP, and the choice among those that a client accepts.</summary>
static class MediaTypes
{
    public const string Json = "application/json; charset=utf-8";
    public const string GraphResponse = "application/graphql-response+json; charset=utf-8";

    public const string EventStream = "text/event-stream";

    const int RangesMax = 32;

    /// <summary>Reads an Accept header; null if nothing in it can be served.</summary>
    public static Negotiated? Negotiate(string? accept)
    {
        if (string.IsNullOrWhiteSpace(accept) || accept == "*/*") return new Negotiated(Json, Explicit: false);
        Negotiated? best = null;
        var bestQuality = 0.0;
        var streams = false;
        foreach (var range in accept.Split(',', RangesMax + 1).Take(RangesMax))
        {
            var parts = range.Split(';', StringSplitOptions.TrimEntries);
            Negotiated? offer = parts[0].ToLowerInvariant() switch
            {
                "application/json" => new(Json, Explicit: true),
                "application/graphql-response+json" => new(GraphResponse, Explicit: true),
                EventStream => new(EventStream, Explicit: true),
                "*/*" or "application/*" => new(Json, Explicit: false),
                _ => null,
            };
            if (offer is null || !IsUtf8(parts)) continue;
            var quality = Quality(parts);
            streams |= offer.Value.MediaType == EventStream && quality > 0;
            // The first of equals wins, but a named type wins over one that a wildcard allows.
            var better = quality > bestQuality
                || (quality == bestQuality && quality > 0 && offer.Value.Explicit && best is { Explicit: false });
            if (!better) continue;
            best = offer;
            bestQuality = quality;
        }
        return best is { } chosen ? chosen with { Streams = streams } : null;
    }

    /// <summary>Whether a Content-Type header announces JSON in UTF-8.</summary>
    public static bool IsJson(string? contentType)
    {
        if (contentType is null or "application/json") return contentType is not null;
        var parts = contentType.Split(';', StringSplitOptions.TrimEntries);
        return parts[0].Equals("application/json", StringComparison.OrdinalIgnoreCase) && IsUtf8(parts);
    }

    static bool IsUtf8(string[] parts)
    {
        foreach (var part in parts.Skip(1))
        {
            if (!part.StartsWith("charset=", StringComparison.OrdinalIgnoreCase)) continue;
            if (!part["charset=".Length..].Trim('"').Equals("utf-8", StringComparison.OrdinalIgnoreCase)) return false;
        }
        return true;
    }

    static double Quality(string[] parts)
    {
        var q = Array.Find(parts, p => p.StartsWith("q=", StringComparison.OrdinalIgnoreCase));
        if (q is null) return 1;
        var style = NumberStyles.AllowDecimalPoint;
        return double.TryParse(q.AsSpan(2), style, CultureInfo.InvariantCulture, out var value) ? value : 0;
    }
}

/// <summary>The media type of the answer, and whether the client named it.</summary>
readonly record struct Negotiated(string MediaType, bool Explicit)
{
    /// <summary>Whether the client also accepts a stream.</summary>
    public bool Streams { get; init; }

    /// <summary>The media type of a refusal, which is never a stream.</summary>
    public string Plain => MediaType == MediaTypes.EventStream ? MediaTypes.Json : MediaType;
}
