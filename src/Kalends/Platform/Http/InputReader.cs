using System.Collections;
using System.Globalization;
using System.Text.Json;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Platform.Time;

namespace Kalends.Platform.Http;

/// <summary>
/// Reads the values of an input from JSON, a query string or a path, and gathers every fault instead of stopping at
/// one.
/// </summary>
/// <param name="faults">Where the faults go.</param>
/// <param name="lenient">
/// The manner of the original routes: unknown members are ignored, numbers may come as text, an instant without an
/// offset is UTC.
/// </param>
sealed class InputReader(Faults faults, bool lenient)
{
    /// <summary>
    /// Reads the members that <paramref name="wanted"/> names out of a JSON object into <paramref name="values"/>.
    /// </summary>
    public void ReadObject(JsonElement json, Shape shape, object?[] values, Func<Member, bool> wanted, string pointer)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            faults.Add(pointer, "type", "An object is expected.");
            return;
        }

        var seen = new HashSet<string>();
        foreach (var property in json.EnumerateObject())
        {
            var name = NameOf(property);
            var at = IndexOf(shape, name);
            if (at >= 0 && wanted(shape.Members[at]))
            {
                seen.Add(name);
                values[at] = ReadMember(property.Value, shape.Members[at], $"{pointer}/{name}");
            }
            else if (!lenient)
                faults.Add($"{pointer}/{Escape(name)}", "unknown_field", "This field is not known here.");
        }

        foreach (var member in shape.Members)
            if (member.Required && wanted(member) && !seen.Contains(member.Name))
                faults.Add($"{pointer}/{member.Name}", "required", $"{member.Name} is required.");
    }

    /// <summary>Reads a value that came as text: from a path or a query string.</summary>
    public object? ReadText(string text, ValueShape shape, string parameter)
    {
        var fault = TryReadText(text, shape, out var value);
        if (fault is not null)
            faults.AddParameter(parameter, fault.Value.Code, $"{parameter} {fault.Value.Rule}");
        return value;
    }

    static string NameOf(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            throw new Refused(Reason.Malformed, "malformed_json", "A name in the body is not valid text.");
        }
    }

    static int IndexOf(Shape shape, string name)
    {
        for (var i = 0; i < shape.Members.Count; i++)
            if (shape.Members[i].Name == name)
                return i;
        return -1;
    }

    static string Escape(string name)
    {
        var shown = name.Length <= 100 ? name : name[..100];
        return shown.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
    }

    object? ReadMember(JsonElement json, Member member, string pointer)
    {
        if (json.ValueKind != JsonValueKind.Null)
            return ReadValue(json, member.Value, pointer);
        if (member.Required || member.Default is not null)
            faults.Add(pointer, "null", $"{member.Name} must not be null.");
        return member.Default;
    }

    object? ReadValue(JsonElement json, ValueShape shape, string pointer)
    {
        if (shape.Element is not null)
            return ReadList(json, shape, pointer);
        if (shape.IsRecord)
            return ReadRecord(json, shape, pointer);

        var fault = TryReadScalar(json, shape, out var value);
        if (fault is not null)
            faults.Add(pointer, fault.Value.Code, $"{pointer[(pointer.LastIndexOf('/') + 1)..]} {fault.Value.Rule}");
        return value;
    }

    object? ReadRecord(JsonElement json, ValueShape value, string pointer)
    {
        var before = faults.Count;
        var shape = Shape.Of(value.Type);
        var values = shape.Members.Select(member => member.Default).ToArray();
        ReadObject(json, shape, values, _ => true, pointer);
        return faults.Count == before ? shape.Make(values) : null;
    }

    object? ReadList(JsonElement json, ValueShape shape, string pointer)
    {
        if (json.ValueKind != JsonValueKind.Array)
        {
            faults.Add(pointer, "type", "A list is expected.");
            return null;
        }

        var length = json.GetArrayLength();
        var (min, max) = (shape.Count?.Min ?? 0, shape.Count?.Max ?? 100);
        if (length < min || length > max)
        {
            faults.Add(pointer, "count", $"A list of {min} to {max} elements is expected.");
            return null;
        }

        var element = shape.Element!;
        var list = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(element.Type))!;
        var before = faults.Count;
        var index = 0;
        foreach (var item in json.EnumerateArray())
        {
            var value = ReadValue(item, element, $"{pointer}/{index++}");
            if (faults.Count == before)
                list.Add(value);
        }
        return faults.Count == before ? list : null;
    }

    (string Code, string Rule)? TryReadScalar(JsonElement json, ValueShape shape, out object? value)
    {
        value = null;
        if (IsWhole(shape.Type) && json.ValueKind == JsonValueKind.Number)
            return TryReadWhole(json.GetRawText(), shape, out value);
        if (shape.Type == typeof(bool))
        {
            value = json.ValueKind is JsonValueKind.True or JsonValueKind.False ? json.GetBoolean() : null;
            return value is null ? ("type", "must be true or false.") : null;
        }
        if (json.ValueKind == JsonValueKind.String && (lenient || !IsWhole(shape.Type)))
            return TryDecode(json) is { } text
                ? TryReadText(text, shape, out value)
                : ("text", "is not valid Unicode text.");
        return ("type", $"must be {NameOf(shape.Type)}.");
    }

    static string? TryDecode(JsonElement json)
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

    (string Code, string Rule)? TryReadText(string text, ValueShape shape, out object? value)
    {
        value = null;
        if (IsWhole(shape.Type))
            return TryReadWhole(text, shape, out value);
        if (shape.Type == typeof(Instant))
        {
            if (!Instant.TryParse(text, naiveIsUtc: lenient, out var at))
                return ("format", "must be an RFC 3339 date and time, such as 2026-11-21T10:00:00Z.");
            value = at;
            return null;
        }
        if (shape.Type == typeof(bool))
        {
            value = text switch { "true" => true, "false" => false, _ => null };
            return value is null ? ("type", "must be true or false.") : null;
        }
        if (shape.Type.IsEnum)
        {
            value = Words.Parse(shape.Type, text);
            return value is null
                ? ("unknown_word", $"must be one of {string.Join(", ", Words.All(shape.Type))}.")
                : null;
        }
        return TryCheckText(text, shape.Text, out value);
    }

    static (string Code, string Rule)? TryReadWhole(string text, ValueShape shape, out object? value)
    {
        value = null;
        var (min, max) = (shape.Number?.Min ?? long.MinValue, shape.Number?.Max ?? long.MaxValue);
        if (shape.Type == typeof(int))
            (min, max) = (Math.Max(min, int.MinValue), Math.Min(max, int.MaxValue));
        if (!text.All(c => char.IsAsciiDigit(c) || c == '-') || text.Length is 0 or > 40)
            return ("type", "must be a whole number.");
        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            || number < min || number > max)
            return ("out_of_range", $"must lie between {min} and {max}.");
        value = shape.Type == typeof(int) ? (object)(int)number : number;
        return null;
    }

    static (string Code, string Rule)? TryCheckText(string text, TextAttribute rule, out object? value)
    {
        var kept = rule.Secret ? text : text.Trim();
        value = kept;
        if (kept.Any(char.IsControl))
            return ("control_characters", "must not contain control characters.");
        if (kept.Length < rule.Min)
            return ("too_short", $"must have at least {rule.Min} characters.");
        if (kept.Length > rule.Max)
            return ("too_long", $"must have at most {rule.Max} characters.");
        return null;
    }

    static bool IsWhole(Type type) => type == typeof(long) || type == typeof(int);

    static string NameOf(Type type) => IsWhole(type) ? "a whole number" : "text";
}
