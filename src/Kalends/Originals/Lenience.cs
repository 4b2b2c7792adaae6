using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Kalends.Platform.Http;

namespace Kalends.Originals;

/// <summary>The rules by which routes of the original services read requests, as those services did.</summary>
sealed class Lenience : Reading
{
    static readonly string[] Dates = ["yyyy-MM-dd", "yyyyMMdd"];

    readonly DateTimeZone _zone;

    /// <param name="zone">The zone of times without an offset.</param>
    /// <param name="takesForms">Whether a body may be a form.</param>
    public Lenience(DateTimeZone zone, bool takesForms = false)
    {
        _zone = zone;
        PassesOverUnknown = TakesEmptyForNull = CutsPageSizes = TakesBadPathForUnknown = TakesAnyContentType = true;
        if (takesForms)
            (FormTypes, Refusals) = (Form.Types, [OriginalsErrors.MalformedForm]);
    }

    /// <summary>A number, or a text that is one; a number with only zeros after its point is a whole number.</summary>
    /// <remarks>
    /// The text <c>"100.0"</c> is not a whole number: neither Python nor PostgreSQL accepts it as one.
    /// </remarks>
    public override string? NumberIn(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Number => Whole(json.GetRawText()),
        JsonValueKind.String => ScalarReader.TryDecode(json)?.Trim(),
        _ => null,
    };

    public override string InstantForm =>
        "a date, with or without a time and an offset, such as 2026-11-21, 2026-11-21 10:00 or " +
        "2026-11-21T10:00:00+02:00";

    public override string DateForm => "a date, such as 2026-11-21 or 20261121";

    public override bool TryReadInstant(string text, out Instant at) =>
        WrittenTime.TryRead(text.Trim(), _zone, out at);

    public override bool TryReadDate(string text, out DateOnly date) =>
        DateOnly.TryParseExact(text.Trim(), Dates, CultureInfo.InvariantCulture, default, out date);

    public override Task<JsonDocument?> ReadForm(HttpRequest request, ReadOnlySequence<byte> body) =>
        FormTypes.Count > 0
            ? Form.ReadAsJson(request, body, () => OriginalsErrors.MalformedForm.Refused(Form.FieldsMax))
            : base.ReadForm(request, body);

    static string Whole(string number) =>
        number.AsSpan().ContainsAny('.', 'e', 'E')
        && decimal.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var read)
        && decimal.IsInteger(read)
            ? decimal.Truncate(read).ToString(CultureInfo.InvariantCulture)
            : number;
}
