using Kalends.Platform.Calls;
using Kalends.Platform.Http;
using Microsoft.Extensions.Primitives;

namespace Kalends.Web.Frame;

/// <summary>
/// Reads the input of a page by the same rules as that of a route, from its path, and from its query string or its
/// form.
/// </summary>
/// <remarks>
/// A browser sends a field that was left empty as an empty text, which counts as left out. Parameters that the page
/// does not know are passed over, since other sites append theirs to links.
/// </remarks>
static class PageInput
{
    /// <param name="http">The request.</param>
    /// <param name="input">The shape of the input.</param>
    /// <param name="sent">The values of a field of the form or, where it has none, of the query string.</param>
    public static object Read(HttpContext http, InputSchema input, Func<string, StringValues> sent)
    {
        var errors = new ValidationErrors();
        var reader = new InputReader(errors, Reading.Open);
        var path = http.Request.RouteValues;
        var values = input.Members.Select(member => member.Default).ToArray();
        for (var i = 0; i < values.Length; i++)
            if (input.Members[i] is var member && path.TryGetValue(member.Name, out var part))
                values[i] = reader.ReadText((string)part!, member.Value, member.Name);
        // An address that cannot name anything leads nowhere.
        if (errors.Count > 0)
            throw PlatformErrors.NothingHere.Refused();

        for (var i = 0; i < values.Length; i++)
            if (input.Members[i] is var member && !path.ContainsKey(member.Name))
                Read(reader, errors, member, Sent(http, member, sent), ref values[i]);
        errors.ThrowIfAny();
        return input.Make(values);
    }

    // A browser names in a header where a stream goes on; forms have fields instead of headers.
    static StringValues Sent(HttpContext http, Member member, Func<string, StringValues> sent) =>
        member.Value.Header is { Names: [var name] } && HttpMethods.IsGet(http.Request.Method)
            && http.Request.Headers[name] is { Count: > 0 } header
                ? header
                : sent(member.Name);

    static void Read(
        InputReader reader, ValidationErrors errors, Member member, StringValues sent, ref object? value)
    {
        if (member.Value.Element is { } element)
        {
            var given = element.IsRecord ? WithoutUnanswered(sent, InputSchema.Of(element.Type)) : Filled(sent);
            if (given.Count > 0)
                value = reader.ReadTexts(given, member.Value, member.Name);
        }
        else if (Filled(sent) is [.., { } last])
            value = reader.ReadText(last, member.Value, member.Name);
        else if (member.Required)
            errors.AddParameter(member.Name, FaultCode.Required, $"{member.Name} is required.");
    }

    static List<string?> Filled(StringValues sent) => sent.Where(text => !string.IsNullOrWhiteSpace(text)).ToList();

    // A record is sent as its members one after the other, of which the last is what was typed.
    static List<string?> WithoutUnanswered(StringValues sent, InputSchema record) => sent.Chunk(record.Members.Count)
        .Where(row => !string.IsNullOrWhiteSpace(row[^1]))
        .SelectMany(row => row)
        .ToList();
}
