using System.Text.RegularExpressions;

namespace Kalends.Scheduling.ExternalCalendars;

/// <summary>A line of an iCalendar: <c>NAME;PARAMETER=VALUE:VALUE</c>.</summary>
readonly partial record struct ContentLine(string Name, string Parameters, string Value)
{
    /// <summary>The zone that its times are in; null if it names none.</summary>
    public string? ZoneName =>
        Zone().Match(Parameters) is { Success: true } match ? match.Groups[1].Value.Trim('"') : null;

    /// <summary>The parameters with another name of the zone.</summary>
    public string WithZone(string name) => Zone().Replace(Parameters, $";TZID={name}", 1);

    [GeneratedRegex(""";TZID=("[^"]*"|[^;]*)""", RegexOptions.IgnoreCase)]
    private static partial Regex Zone();

    public static ContentLine Parse(string line)
    {
        var (quoted, colon) = (false, -1);
        for (var i = 0; i < line.Length && colon < 0; i++)
            if (line[i] == '"')
                quoted = !quoted;
            else if (line[i] == ':' && !quoted)
                colon = i;
        if (colon < 0)
            throw new FetchFailed(FetchProblem.NotACalendar);
        var head = line.AsSpan(0, colon);
        var semicolon = head.IndexOf(';') is var at and >= 0 ? at : colon;
        return new(
            head[..semicolon].ToString().ToUpperInvariant(), head[semicolon..].ToString(), line[(colon + 1)..]);
    }
}

/// <summary>The lines of an event, or of a change of clocks, that say when it takes place.</summary>
sealed class EventLines
{
    readonly List<ContentLine> _lines = [];

    public IReadOnlyList<ContentLine> Lines => _lines;

    public void Add(ContentLine line) => _lines.Add(line);

    public string? ValueOf(string name) => _lines.Find(line => line.Name == name).Value;

    public int Count(string name) => _lines.Count(line => line.Name == name);

    /// <summary>Whether the event is an occurrence of another one that differs.</summary>
    public bool IsOverride => ValueOf("RECURRENCE-ID") is not null;

    public bool Repeats => Count("RRULE") + Count("RDATE") > 0;

    public bool Blocks =>
        !string.Equals(ValueOf("STATUS"), "CANCELLED", StringComparison.OrdinalIgnoreCase)
        && !string.Equals(ValueOf("TRANSP"), "TRANSPARENT", StringComparison.OrdinalIgnoreCase);
}
