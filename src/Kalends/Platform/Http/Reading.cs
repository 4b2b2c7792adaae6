using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Kalends.Platform.Calls;

namespace Kalends.Platform.Http;

/// <summary>
/// The rules by which a route reads its requests. This class accepts what the documentation says and guesses nothing;
/// routes of older services bring a more lenient subclass.
/// </summary>
class Reading
{
    public static readonly Reading Strict = new();

    /// <summary>The rules of routes without input, which may ignore whatever else was sent.</summary>
    public static readonly Reading Open = new() { PassesOverUnknown = true };

    /// <summary>Whether unknown members and parameters are ignored; otherwise they are errors.</summary>
    public bool PassesOverUnknown { get; protected init; }

    /// <summary>Whether an empty text means null for a member that may be null.</summary>
    public bool TakesEmptyForNull { get; protected init; }

    /// <summary>Whether a page size above its bound is cut to the bound; otherwise it is a fault.</summary>
    public bool CutsPageSizes { get; protected init; }

    /// <summary>Whether a path that cannot name anything is a 404; otherwise it is a fault.</summary>
    public bool TakesBadPathForUnknown { get; protected init; }

    /// <summary>Whether a body is read as JSON whatever its Content-Type.</summary>
    public bool TakesAnyContentType { get; protected init; }

    /// <summary>The media types of forms that may be sent instead of JSON.</summary>
    public IReadOnlyList<string> FormTypes { get; protected init; } = [];

    /// <summary>The refusals of bodies that are not JSON.</summary>
    public IReadOnlyList<Refusal> Refusals { get; protected init; } = [];

    /// <summary>The number in a JSON value, in digits; null if it holds none.</summary>
    public virtual string? NumberIn(JsonElement json) =>
        json.ValueKind == JsonValueKind.Number ? json.GetRawText() : null;

    /// <summary>The form of an instant, in words.</summary>
    public virtual string InstantForm => "an RFC 3339 date and time, such as 2026-11-21T10:00:00Z";

    /// <summary>The form of a date, in words.</summary>
    public virtual string DateForm => "a date, such as 2026-11-21";

    public virtual bool TryReadInstant(string text, out Instant at) => Instants.TryParse(text, out at);

    public virtual bool TryReadDate(string text, out DateOnly date) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, default, out date);

    /// <summary>The body of a form, its fields as texts of one JSON object; null if the body is not a form.</summary>
    public virtual Task<JsonDocument?> ReadForm(HttpRequest request, ReadOnlySequence<byte> body) =>
        Task.FromResult<JsonDocument?>(null);

    /// <summary>Whether a text means null.</summary>
    public bool IsNull(string? text, Member member) =>
        TakesEmptyForNull && member is { Required: false, Default: null } && string.IsNullOrWhiteSpace(text);
}
