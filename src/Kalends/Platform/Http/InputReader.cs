using System.Collections;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kalends.Platform.Calls;

namespace Kalends.Platform.Http;

/// <summary>
/// Reads the values of an input from JSON, a query string or a path, and collects every fault instead of stopping at
/// the first.
/// </summary>
/// <param name="errors">Receives the errors.</param>
/// <param name="reading">The rules by which values are read.</param>
/// <param name="flat">Whether a list of records may be given in JSON in the flat form of a query string.</param>
sealed class InputReader(ValidationErrors errors, Reading reading, bool flat = false)
{
    readonly ScalarReader _scalars = new(reading);

    /// <summary>
    /// Reads the members that <paramref name="wanted"/> names from a JSON object into <paramref name="values"/>.
    /// </summary>
    /// <param name="json">The object.</param>
    /// <param name="shape">The expected shape.</param>
    /// <param name="values">The values of the shape's members.</param>
    /// <param name="wanted">The members that the object may have.</param>
    /// <param name="pointer">The JSON pointer to the object.</param>
    /// <param name="asked">The members that were already read from the query string.</param>
    public void ReadObject(
        JsonElement json, InputSchema shape, object?[] values, Func<Member, bool> wanted, string pointer,
        HashSet<string>? asked = null)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            errors.Add(pointer, FaultCode.Type, "An object is expected.");
            return;
        }

        var seen = new HashSet<string>();
        foreach (var property in json.EnumerateObject())
        {
            var name = NameOf(property);
            var at = shape.IndexOf(name);
            if (asked?.Contains(name) is true)
                errors.Add($"{pointer}/{name}", FaultCode.Repeated, $"{name} is already in the query string.");
            else if (at >= 0 && wanted(shape.Members[at]))
            {
                seen.Add(name);
                values[at] = ReadMember(property.Value, shape.Members[at], $"{pointer}/{name}");
            }
            else if (!reading.PassesOverUnknown && !errors.CountIfFull())
                errors.Add($"{pointer}/{Escape(name)}", FaultCode.UnknownField, "This field is not known here.");
        }

        foreach (var member in shape.Members)
            if (member.Required && wanted(member) && !seen.Contains(member.Name)
                && asked?.Contains(member.Name) is not true)
                errors.Add($"{pointer}/{member.Name}", FaultCode.Required, $"{member.Name} is required.");
    }

    /// <summary>
    /// Reads a whole body as a merge patch, whose members are checked together with the record that they change.
    /// </summary>
    public object? ReadPatch(JsonElement json, ValueShape shape)
    {
        if (json.ValueKind != JsonValueKind.Object)
            errors.Add("", FaultCode.Type, "An object is expected.");
        else if (!RawJson.TryFrom(json, out var patch))
            errors.Add("", FaultCode.Text, "A text inside is not valid Unicode text.");
        else
            return Activator.CreateInstance(shape.Type, JsonNode.Parse(patch.Text));
        return null;
    }

    /// <summary>Reads a value that arrived as text: from a path, a header or a query string.</summary>
    public object? ReadText(string text, ValueShape shape, string parameter)
    {
        var fault = _scalars.TryReadText(text, shape, out var value);
        if (fault is not null)
            errors.AddParameter(parameter, fault.Value.Code, $"{parameter} {fault.Value.Rule}");
        return value;
    }

    /// <summary>Reads a list whose elements arrived as text, such as a repeated parameter.</summary>
    public object? ReadTexts(IReadOnlyList<string?> texts, ValueShape shape, string parameter)
    {
        var record = shape.Element!.IsRecord ? InputSchema.Of(shape.Element.Type) : null;
        var length = record?.Members.Count ?? 1;
        if (CountFault((texts.Count + length - 1) / length, shape) is { } rule)
        {
            errors.AddParameter(parameter, FaultCode.Count, $"{parameter}: {rule}");
            return null;
        }
        if (texts.Count % length == 0)
            return Gather(shape, texts.Chunk(length), (row, _) => record is null
                ? ReadText(row[0] ?? "", shape.Element, parameter)
                : ReadRow(row, record, parameter));
        errors.AddParameter(parameter, FaultCode.Incomplete,
            $"{parameter}: {string.Join(" and ", record!.Members.Select(member => member.Name))} are given in turn.");
        return null;
    }

    object? ReadRow(string?[] texts, InputSchema record, string parameter)
    {
        var before = errors.Count;
        var values = texts.Select((text, i) => ReadText(text ?? "", record.Members[i].Value, parameter)).ToArray();
        return errors.Count == before ? record.Make(values) : null;
    }

    /// <summary>The reason why a list must not have this many elements, or null.</summary>
    public static string? CountFault(int length, ValueShape shape)
    {
        var (min, max) = (shape.Count?.Min ?? 0, shape.Count?.Max ?? 100);
        return length < min || length > max ? $"A list of {min} to {max} elements is expected." : null;
    }

    /// <summary>The list of the values read from the items; null if one of them is faulty.</summary>
    public object? Gather<TItem>(ValueShape shape, IEnumerable<TItem> items, Func<TItem, int, object?> read)
    {
        var before = errors.Count;
        var list = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(shape.Element!.Type))!;
        var index = 0;
        foreach (var item in items)
        {
            var value = read(item, index++);
            if (errors.Count == before)
                list.Add(value);
        }
        return errors.Count == before ? list : null;
    }

    static string NameOf(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            throw PlatformErrors.BadName.Refused();
        }
    }

    static string Escape(string name) => ValidationErrors.Shown(name)
        .Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    object? ReadMember(JsonElement json, Member member, string pointer)
    {
        if (reading.TakesEmptyForNull && json.ValueKind == JsonValueKind.String
            && ScalarReader.TryDecode(json) is { } text && reading.IsNull(text, member))
            return null;
        if (json.ValueKind != JsonValueKind.Null)
            return ReadValue(json, member.Value, pointer);
        if (member.Required || member.Default is not null)
            errors.Add(pointer, FaultCode.Null, $"{member.Name} must not be null.");
        return member.Default;
    }

    object? ReadValue(JsonElement json, ValueShape shape, string pointer)
    {
        if (shape.Element is not null)
            return ReadList(json, shape, pointer);
        if (shape.IsRecord)
            return ReadRecord(json, InputSchema.Of(shape.Type), pointer);

        var fault = _scalars.TryReadJson(json, shape, out var value);
        if (fault is not null)
            errors.Add(pointer, fault.Value.Code, $"{NameAt(pointer)} {fault.Value.Rule}");
        return value;
    }

    /// <summary>
    /// The name of the value at a pointer in a sentence: its own name, or its list's name with its index.
    /// </summary>
    static string NameAt(string pointer)
    {
        var parts = pointer.Split('/');
        return parts.Length > 2 && parts[^1].All(char.IsAsciiDigit) ? $"{parts[^2]}[{parts[^1]}]" : parts[^1];
    }

    /// <summary>A record read from a whole JSON object; null if something in it is faulty.</summary>
    public object? ReadRecord(JsonElement json, InputSchema shape, string pointer)
    {
        var before = errors.Count;
        var values = shape.Members.Select(member => member.Default).ToArray();
        ReadObject(json, shape, values, _ => true, pointer);
        return errors.Count == before ? shape.Make(values) : null;
    }

    object? ReadList(JsonElement json, ValueShape shape, string pointer)
    {
        if (json.ValueKind != JsonValueKind.Array)
        {
            errors.Add(pointer, FaultCode.Type, "A list is expected.");
            return null;
        }

        if (flat && shape.Element!.IsRecord && json.GetArrayLength() > 0
            && json.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String))
            return ReadTexts(json.EnumerateArray().Select(ScalarReader.TryDecode).ToList(), shape, pointer);
        if (CountFault(json.GetArrayLength(), shape) is { } rule)
        {
            errors.Add(pointer, FaultCode.Count, rule);
            return null;
        }
        return Gather(shape, json.EnumerateArray(), (item, index) =>
            item.ValueKind == JsonValueKind.Null && shape.Element!.MayBeNull
                ? null
                : ReadValue(item, shape.Element!, $"{pointer}/{index}"));
    }
}
