using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Kalends.Platform.Calls;
using Kalends.Platform.Time;

namespace Kalends.Platform.Http;

/// <summary>
/// How routes read what their callers send. This one takes what the documents say and guesses nothing; routes of older
/// services bring a more lenient one.
/// </summary>
class Reading
{
    public static readonly Reading Strict = new();

    /// <summary>The same for routes that ask for nothing, and so need not care what else was sent.</summary>
    public static readonly Reading Open = new() { PassesOverUnknown = true };

    /// <summary>Whether members and parameters that are not known are passed over; else they are errors.</summary>
    public bool PassesOverUnknown { get; protected init; }

    /// <summary>Whether an empty text stands for null where a member may be null.</summary>
    public bool TakesEmptyForNull { get; protected init; }

    /// <summary>Whether a page size above its bound becomes the bound; else it is a fault.</summary>
    public bool CutsPageSizes { get; protected init; }

    /// <summary>Whether a path that cannot name anything is a 404; else it is a fault.</summary>
    public bool TakesBadPathForUnknown { get; protected init; }

    /// <summary>Whether a body is read as JSON whatever its Content-Type says.</summary>
    public bool TakesAnyContentType { get; protected init; }

    /// <summary>The media types of the forms that may be sent in place of JSON.</summary>
    public IReadOnlyList<string> FormTypes { get; protected init; } = [];

    /// <summary>The number that JSON holds, in digits; null where it holds none.</summary>
    public virtual string? NumberIn(JsonElement json) =>
        json.ValueKind == JsonValueKind.Number ? json.GetRawText() : null;

    /// <summary>What is read as an instant, in words.</summary>
    public virtual string InstantForm => "an RFC 3339 date and time, such as 2026-11-21T10:00:00Z";

    /// <summary>What is read as a date, in words.</summary>
    public virtual string DateForm => "a date, such as 2026-11-21";

    public virtual bool TryReadInstant(string text, out Instant at) => Instant.TryParse(text, out at);

    public virtual bool TryReadDate(string text, out DateOnly date) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, default, out date);

    /// <summary>A body that is a form, its fields as texts of one JSON object; null where it is none.</summary>
    public virtual Task<JsonDocument?> ReadForm(HttpRequest request, ReadOnlySequence<byte> body) =>
        Task.FromResult<JsonDocument?>(null);

    /// <summary>Whether a text stands for null.</summary>
    public bool IsNull(string? text, Member member) =>
        TakesEmptyForNull && member is { Required: false, Default: null } && string.IsNullOrWhiteSpace(text);
}
