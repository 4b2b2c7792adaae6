using System.Globalization;
using System.Text.Json;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Platform.Unicode;

namespace Kalends.Platform.Http;

/// <summary>Reads single values by their shape; a fault is a code, and a rule that follows the value's name.</summary>
/// <param name="reading">The rules by which values are read.</param>
sealed class ScalarReader(Reading reading)
{
    public (string Code, string Rule)? TryReadJson(JsonElement json, ValueShape shape, out object? value)
    {
        value = null;
        if (IsNumber(shape.Type) && reading.NumberIn(json) is { } number)
            return TryReadText(number, shape, out value);
        if (shape.Type == typeof(RawJson))
        {
            value = RawJson.TryFrom(json, out var raw) ? raw : null;
            return value is null ? (FaultCode.Text, "holds what is not valid Unicode text.") : null;
        }
        if (shape.Type == typeof(bool))
        {
            value = json.ValueKind is JsonValueKind.True or JsonValueKind.False ? json.GetBoolean() : null;
            return value is null ? (FaultCode.Type, "must be true or false.") : null;
        }
        if (json.ValueKind == JsonValueKind.String && !IsNumber(shape.Type))
            return TryDecode(json) is { } text
                ? TryReadText(text, shape, out value)
                : (FaultCode.Text, "is not valid Unicode text.");
        return (FaultCode.Type, $"must be {NameOf(shape.Type)}.");
    }

    /// <summary>A text, or null if it is not valid Unicode.</summary>
    public static string? TryDecode(JsonElement json)
    {
        try
        {
            return json.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    public (string Code, string Rule)? TryReadText(string text, ValueShape shape, out object? value)
    {
        value = null;
        if (IsWhole(shape.Type))
            return TryReadWhole(text, shape, out value);
        if (shape.Type == typeof(decimal))
            return TryReadDecimal(text, shape, out value);
        if (shape.Type == typeof(DateOnly))
        {
            if (!reading.TryReadDate(text, out var date))
                return (FaultCode.Format, $"must be {reading.DateForm}.");
            value = date;
            return null;
        }
        if (shape.Type == typeof(YearMonth))
        {
            if (!Months.TryParse(text, out var month))
                return (FaultCode.Format, $"must be {Months.Form}.");
            value = month;
            return null;
        }
        if (shape.Type == typeof(Instant))
        {
            if (!reading.TryReadInstant(text, out var at))
                return (FaultCode.Format, $"must be {reading.InstantForm}.");
            value = at;
            return null;
        }
        if (shape.Type == typeof(bool))
        {
            value = text switch { "true" => true, "false" => false, _ => null };
            return value is null ? (FaultCode.Type, "must be true or false.") : null;
        }
        if (shape.Type.IsEnum)
        {
            value = EnumText.Parse(shape.Type, text);
            return value is null
                ? (FaultCode.UnknownWord, $"must be one of {string.Join(", ", EnumText.All(shape.Type))}.")
                : null;
        }
        return shape.Form is { } form && !form.Fits(Spelling.Trimmed(text))
            ? (FaultCode.Format, $"must be {form.Meaning}.")
            : TryCheckText(text, shape.Text, out value);
    }

    (string Code, string Rule)? TryReadWhole(string text, ValueShape shape, out object? value)
    {
        value = null;
        var (min, max) = (shape.Number?.Min ?? long.MinValue, shape.Number?.Max ?? long.MaxValue);
        if (shape.Type == typeof(int))
            (min, max) = (Math.Max(min, int.MinValue), Math.Min(max, int.MaxValue));
        if (!text.All(c => char.IsAsciiDigit(c) || c == '-') || text.Length is 0 or > 40)
            return (FaultCode.Type, "must be a whole number.");
        var isLong = long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number);
        if (reading.CutsPageSizes && shape.Number is PageSizeAttribute
            && (isLong ? number > max : text.All(char.IsAsciiDigit)))
            (isLong, number) = (true, max);
        if (!isLong || number < min || number > max)
            return (FaultCode.OutOfRange, $"must lie between {min} and {max}.");
        value = shape.Type == typeof(int) ? (object)(int)number : number;
        return null;
    }

    static (string Code, string Rule)? TryReadDecimal(string text, ValueShape shape, out object? value)
    {
        value = null;
        if (text.Length > 40
            || !decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            return (FaultCode.Type, "must be a number.");
        if (shape.Hundredths is { } bounds)
        {
            if (number < bounds.Min || number > bounds.Max)
                return (FaultCode.OutOfRange, $"must lie between {bounds.Min:0.##} and {bounds.Max:0.##}.");
            if (!bounds.Rounds && number % bounds.Step != 0)
                return (FaultCode.Step, $"must be a multiple of {bounds.Step:0.##}.");
        }
        value = number;
        return null;
    }

    static (string Code, string Rule)? TryCheckText(string text, TextAttribute rule, out object? value)
    {
        value = text;
        var kept = rule.Secret || rule.Padded || rule.Verbatim || rule.Raw ? text : Spelling.Trimmed(text);
        // The length is checked before composing, which is slow for letters with very many marks.
        if (!Spelling.HasRoom(kept, rule.Max))
            return TooLong(rule);
        if (!rule.Verbatim && !rule.Raw)
        {
            if (Spelling.Composed(kept) is not { } composed)
                return (FaultCode.Text, "is not valid Unicode text.");
            kept = composed;
        }
        value = kept;
        // PostgreSQL cannot store NUL.
        if (kept.Any(c => char.IsControl(c)
            && !(rule.Raw ? c != '\0' : (rule.Padded || rule.Verbatim) && c is '\t' or '\r' or '\n')))
            return (FaultCode.ControlCharacters, "must not contain control characters.");
        if (kept.Length < rule.Min || (rule.Min > 1 && Spelling.LengthOf(kept) < rule.Min))
            return (FaultCode.TooShort,
                $"must have at least {rule.Min} {(rule.Min == 1 ? "character" : "characters")}.");
        return Spelling.Fits(kept, rule.Max) ? null : TooLong(rule);
    }

    static (string Code, string Rule) TooLong(TextAttribute rule) => (FaultCode.TooLong,
        $"must have at most {rule.Max} characters, and {Spelling.BytesOf(rule.Max)} bytes with all their marks.");

    static bool IsWhole(Type type) => type == typeof(long) || type == typeof(int);

    static bool IsNumber(Type type) => IsWhole(type) || type == typeof(decimal);

    static string NameOf(Type type) => IsWhole(type) ? "a whole number" : IsNumber(type) ? "a number" : "text";
}
