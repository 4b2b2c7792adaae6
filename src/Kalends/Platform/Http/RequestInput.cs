using System.Buffers;
using System.Text.Json;
using Kalends.Platform.Calls;
using Microsoft.Extensions.Primitives;

namespace Kalends.Platform.Http;

/// <summary>Assembles the input of a route from its path, query string and body.</summary>
static class RequestInput
{
    static readonly JsonDocumentOptions Strict = new() { MaxDepth = 32, AllowDuplicateProperties = false };

    public static async ValueTask<object> Read(HttpContext http, Route route)
    {
        var values = new object?[route.Input.Members.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = route.Input.Members[i].Default;

        var errors = new ValidationErrors();
        var reader = new InputReader(
            errors, route.Reading, flat: route.TakesEither && route.Reading.PassesOverUnknown);
        ReadPath(http, route, reader, values);
        if (errors.Count > 0 && route.Reading.TakesBadPathForUnknown)
            throw PlatformErrors.NothingHere.Refused();
        ReadHeaders(http, route, reader, values, errors);
        var asked = ReadQuery(http, route, reader, values, errors);
        if (route.TakesBody)
            await ReadBody(http, route, reader, values, asked);
        errors.ThrowIfAny();
        return route.Input.Make(values);
    }

    static void ReadPath(HttpContext http, Route route, InputReader reader, object?[] values)
    {
        for (var i = 0; i < values.Length; i++)
            if (route.Input.Members[i] is var member && route.IsInPath(member))
                values[i] = reader.ReadText((string)http.Request.RouteValues[member.Name]!, member.Value, member.Name);
    }

    static void ReadHeaders(
        HttpContext http, Route route, InputReader reader, object?[] values, ValidationErrors errors)
    {
        for (var i = 0; i < values.Length; i++)
            if (route.Input.Members[i] is var member && route.IsInHeader(member))
            {
                if (!TryFindHeader(http, member, out var given) && member.Required)
                    errors.AddParameter(member.Value.Header!.Names[0], FaultCode.Required, "This header is required.");
                else if (given.Count > 0 && member.Value.Element is not null)
                    values[i] = reader.ReadTexts(given, member.Value, member.Value.Header!.Names[0]);
                else if (given.Count > 0)
                    // Several lines of a header form one list, split at any comma (RFC 9110, 5.3).
                    values[i] = reader.ReadText(
                        string.Join(", ", (IEnumerable<string?>)given), member.Value, member.Value.Header!.Names[0]);
            }
    }

    /// <summary>Reads the query string, and returns the members that it had.</summary>
    static HashSet<string> ReadQuery(
        HttpContext http, Route route, InputReader reader, object?[] values, ValidationErrors errors)
    {
        var members = route.Input.Members;
        var asked = http.Request.Query;
        var found = new HashSet<string>();
        for (var i = 0; i < values.Length; i++)
        {
            if (!route.IsInQuery(members[i]))
                continue;
            if (!TryFindHeader(http, members[i], out var given))
                asked.TryGetValue(members[i].Name, out given);
            if (given.Count == 1 && route.Reading.IsNull(given[0], members[i]))
                given = default;
            if (given.Count > 0)
                found.Add(members[i].Name);
            if (given.Count > 0 && members[i].Value.Element is not null)
                values[i] = reader.ReadTexts(Apart(given, members[i].Value), members[i].Value, members[i].Name);
            else if (given.Count == 1)
                values[i] = reader.ReadText(given[0] ?? "", members[i].Value, members[i].Name);
            else if (given.Count > 1)
                errors.AddParameter(members[i].Name, FaultCode.Repeated, $"{members[i].Name} may be given once.");
            else if (members[i].Required && !route.IsInBody(members[i]))
                errors.AddParameter(members[i].Name, FaultCode.Required, $"{members[i].Name} is required.");
        }

        if (route.Reading.PassesOverUnknown || (route.TakesBody && !route.TakesEither))
            return found;
        foreach (var name in asked.Keys.Where(name => !members.Any(m => m.Name == name && route.IsInQuery(m))
            && !(route.IsStream && name == StreamTicket.Parameter)))
            errors.AddParameter(name, FaultCode.UnknownParameter, "This parameter is not known here.");
        return found;
    }

    // Of all values, only texts contain commas, so one parameter may hold several of the others.
    static IReadOnlyList<string?> Apart(StringValues given, ValueShape list) =>
        list.Element!.Type == typeof(string) ? given : given.SelectMany(text => (text ?? "").Split(',')).ToList();

    // A browser that reconnects sends the old address, with the newer value in the header.
    static bool TryFindHeader(HttpContext http, Member member, out StringValues given)
    {
        given = default;
        foreach (var name in member.Value.Header?.Names ?? [])
            given = StringValues.Concat(given, http.Request.Headers[name]);
        return given.Count > 0;
    }

    static async ValueTask ReadBody(
        HttpContext http, Route route, InputReader reader, object?[] values, HashSet<string> asked)
    {
        if (route.Reading.PassesOverUnknown && !route.HasBody)
            return;

        var body = await http.Request.ReadBytes();
        try
        {
            if (body.IsEmpty && !route.NeedsBody && !route.TakesEither)
                return;
            // Without a body, members that were given nowhere are still reported as missing.
            using var json = body.IsEmpty && route.TakesEither
                ? JsonDocument.Parse("{}")
                : await route.Reading.ReadForm(http.Request, body) ?? Parse(http.Request, route, body);
            if (route.Whole is null)
                reader.ReadObject(json.RootElement, route.Input, values, route.IsInBody, "", asked);
            else
                values[route.Input.IndexOf(route.Whole.Name)] = reader.ReadPatch(json.RootElement, route.Whole.Value);
        }
        finally
        {
            http.Request.BodyReader.AdvanceTo(body.End);
        }
    }

    /// <summary>The whole body; the caller advances the reader once done with it.</summary>
    public static async ValueTask<ReadOnlySequence<byte>> ReadBytes(this HttpRequest request)
    {
        var allowance = request.HttpContext.Features.Get<Allowance>();
        for (var held = 0L; ;)
        {
            // Kestrel ends a body that is longer than its limit with an exception, which becomes a 413.
            var read = await request.BodyReader.ReadAsync(request.HttpContext.RequestAborted);
            allowance?.Hold(read.Buffer.Length - held);
            held = read.Buffer.Length;
            if (read.IsCompleted)
                return read.Buffer;
            request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    static JsonDocument Parse(HttpRequest request, Route route, ReadOnlySequence<byte> body)
    {
        if (!route.Reading.TakesAnyContentType && !IsJson(request, route))
            throw PlatformErrors.WrongMediaType.Refused(route.MediaType);
        try
        {
            return JsonDocument.Parse(body, Strict);
        }
        catch (JsonException wrong)
        {
            throw wrong.LineNumber is { } line
                ? PlatformErrors.BadJson.Refused(line + 1, (wrong.BytePositionInLine ?? 0) + 1)
                : PlatformErrors.NameTwice.Refused();
        }
        catch (InvalidOperationException)
        {
            // The search for duplicate names unescapes them, and half a surrogate pair is not valid text.
            throw PlatformErrors.BadName.Refused();
        }
    }

    static bool IsJson(HttpRequest request, Route route)
    {
        if (!System.Net.Http.Headers.MediaTypeHeaderValue.TryParse(request.ContentType, out var type))
            return false;
        var isJson = "application/json".Equals(type.MediaType, StringComparison.OrdinalIgnoreCase)
            || route.MediaType.Equals(type.MediaType, StringComparison.OrdinalIgnoreCase)
            // Another kind of patch would be misread as this one.
            || (route.Method != "PATCH"
                && (type.MediaType?.EndsWith("+json", StringComparison.OrdinalIgnoreCase) ?? false));
        return isJson && "utf-8".Equals(type.CharSet?.Trim('"') ?? "utf-8", StringComparison.OrdinalIgnoreCase);
    }
}
