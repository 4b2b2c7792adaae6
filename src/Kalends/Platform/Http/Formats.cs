using System.Reflection;
using Microsoft.Net.Http.Headers;

namespace Kalends.Platform.Http;

/// <summary>The media types of an answer; the first one is the default.</summary>
/// <param name="whole">The shape of the answer as one JSON document.</param>
/// <param name="types">The media types.</param>
[AttributeUsage(AttributeTargets.Class)]
sealed class FormatsAttribute(Type whole, params string[] types) : Attribute
{
    public Type Whole => whole;

    public IReadOnlyList<string> Types => types;
}

/// <summary>Picks the media type that a caller wants by their Accept header (RFC 9110, 12.5.1).</summary>
static class Formats
{
    public const string Json = "application/json";

    public const string Csv = "text/csv";

    /// <summary>One JSON object per line.</summary>
    public const string Lines = "application/x-ndjson";

    /// <summary>The best media type of an answer; refuses if the header allows none of them.</summary>
    public static string Pick(HttpRequest request, Type answer)
    {
        var offered = answer.GetCustomAttribute<FormatsAttribute>()!.Types;
        var wanted = request.GetTypedHeaders().Accept;
        if (wanted.Count == 0)
            return offered[0];

        return offered
            .Select(type => (Type: type, Fit: FitOf(type, wanted)))
            .Where(one => one.Fit.Quality > 0)
            .OrderByDescending(one => one.Fit.Quality).ThenByDescending(one => one.Fit.Exactness)
            .Select(one => one.Type)
            .FirstOrDefault() ?? throw PlatformErrors.NotAcceptable.Refused(string.Join(", ", offered));
    }

    /// <summary>The quality of a media type is given by the range that matches it most exactly.</summary>
    static (double Quality, int Exactness) FitOf(string type, IList<MediaTypeHeaderValue> wanted) => wanted
        .Select(range => (Quality: range.Quality ?? 1, Exactness: ExactnessOf(range, type)))
        .Where(fit => fit.Exactness > 0)
        .OrderByDescending(fit => fit.Exactness)
        .FirstOrDefault();

    static int ExactnessOf(MediaTypeHeaderValue range, string type) => range switch
    {
        { MatchesAllTypes: true } => 1,
        { MatchesAllSubTypes: true } => type.StartsWith($"{range.Type}/", StringComparison.OrdinalIgnoreCase) ? 2 : 0,
        _ => range.MediaType.Equals(type, StringComparison.OrdinalIgnoreCase) ? 3 : 0,
    };
}
