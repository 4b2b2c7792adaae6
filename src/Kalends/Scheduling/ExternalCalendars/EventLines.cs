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

    /// <summary>Whether its times are said to be free (RFC 5545, 3.2.9).</summary>
    public bool IsFree => Free().IsMatch(Parameters);

    /// <summary>Whether it speaks of all later occurrences too (RFC 5545, 3.2.13).</summary>
    public bool HasRange => Parameters.Contains(";RANGE=", StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(""";FBTYPE="?FREE"?(;|$)""", RegexOptions.IgnoreCase)]
    private static partial Regex Free();

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

    /// <summary>
    /// The event without the periods that it lists, and each period as an event by itself, because it has an end of its
    /// own.
    /// </summary>
    public IEnumerable<EventLines> WithPeriodsApart()
    {
        var shared = _lines.Where(line => line.Name is "UID" or "STATUS" or "TRANSP").ToList();
        var rest = new EventLines();
        foreach (var line in _lines)
        {
            if (line.Name is not ("RDATE" or "FREEBUSY") || !HasPeriod(line.Value))
            {
                rest.Add(line);
                continue;
            }
            var values = line.Value.Split(',').ToLookup(HasPeriod);
            foreach (var period in values[true])
                yield return PeriodOf(line, period, shared);
            if (values[false].Any())
                rest.Add(line with { Value = string.Join(',', values[false]) });
        }
        yield return rest;
    }

    /// <summary>Whether a value is a period (RFC 5545, 3.3.9), or a list has one.</summary>
    public static bool HasPeriod(string value) => value.Contains('/', StringComparison.Ordinal);

    static EventLines PeriodOf(ContentLine line, string period, List<ContentLine> shared)
    {
        var zone = line.ZoneName is { } name ? $";TZID=\"{name}\"" : "";
        var slash = period.IndexOf('/', StringComparison.Ordinal);
        var end = period[(slash + 1)..];
        var apart = new EventLines();
        apart._lines.AddRange(shared);
        apart.Add(new ContentLine("DTSTART", zone, period[..slash]));
        apart.Add(end.StartsWith('P') ? new ContentLine("DURATION", "", end) : new ContentLine("DTEND", zone, end));
        return apart;
    }

    /// <summary>Whether the event is an occurrence of another one that differs.</summary>
    public bool IsOverride => ValueOf("RECURRENCE-ID") is not null;

    public bool Repeats => Count("RRULE") + Count("RDATE") > 0;

    public bool Blocks =>
        !string.Equals(ValueOf("STATUS"), "CANCELLED", StringComparison.OrdinalIgnoreCase)
        && !string.Equals(ValueOf("TRANSP"), "TRANSPARENT", StringComparison.OrdinalIgnoreCase);
}
