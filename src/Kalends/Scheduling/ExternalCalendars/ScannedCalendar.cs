using System.Text;

namespace Kalends.Scheduling.ExternalCalendars;

/// <summary>A zone as a calendar defines it.</summary>
sealed class ZoneLines
{
    public string? Name { get; set; }

    /// <summary>The IANA name that some programs add.</summary>
    public string? Location { get; set; }

    /// <summary>When its clocks are set to which offset.</summary>
    public List<EventLines> Observances { get; } = [];
}

/// <summary>
/// The events, busy times and zones of an iCalendar (RFC 5545), without titles, people, alarms and all else that says
/// nothing of times. A busy time is an event like any other.
/// </summary>
sealed class ScannedCalendar
{
    const int DepthMax = 10;
    const int LineMax = 100_000;
    const int ZonesMax = 50;
    const int ObservancesMax = 50;

    static readonly HashSet<string> KeptOfEvents =
    [
        "UID", "DTSTART", "DTEND", "DURATION", "RRULE", "EXRULE", "RDATE", "EXDATE", "RECURRENCE-ID", "STATUS",
        "TRANSP",
    ];

    static readonly HashSet<string> KeptOfClocks = ["DTSTART", "RRULE", "RDATE", "TZOFFSETFROM", "TZOFFSETTO"];

    readonly int _eventsMax;
    readonly Func<EventLines, bool> _counts;
    readonly List<EventLines> _events = [];
    readonly List<ZoneLines> _zones = [];
    readonly Stack<string> _open = new();
    bool _isCalendar;
    EventLines _lines = new();
    ZoneLines? _zone;

    ScannedCalendar(int eventsMax, Func<EventLines, bool> counts) => (_eventsMax, _counts) = (eventsMax, counts);

    public IReadOnlyList<EventLines> Events => _events;

    public IReadOnlyList<ZoneLines> Zones => _zones;

    /// <summary>
    /// Reads a calendar in one pass, so that a hostile text costs no more than its length, and nothing of its titles is
    /// kept. Throws <see cref="FetchFailed"/> if it is none, or has too many events that <paramref name="counts"/>.
    /// </summary>
    public static ScannedCalendar Read(byte[] text, int eventsMax, Func<EventLines, bool> counts)
    {
        var calendar = new ScannedCalendar(eventsMax, counts);
        foreach (var line in Unfolded(text))
            calendar.Take(ContentLine.Parse(line));
        // A text that was cut off must not look like a calendar with fewer events.
        return calendar._isCalendar && calendar._open.Count == 0
            ? calendar
            : throw new FetchFailed(FetchProblem.NotACalendar);
    }

    void Take(ContentLine line)
    {
        switch (line.Name)
        {
            case "BEGIN":
                Begin(line.Value.Trim().ToUpperInvariant());
                break;
            case "END":
                End(line.Value.Trim().ToUpperInvariant());
                break;
            case "TZID" when _open.Count == 2 && _zone is not null:
                _zone.Name = line.Value;
                break;
            case "X-LIC-LOCATION" when _open.Count == 2 && _zone is not null:
                _zone.Location = line.Value;
                break;
            case var name when IsKept(name):
                if (line.Value.Length > LineMax)
                    throw new FetchFailed(FetchProblem.TooComplex);
                if (!line.IsFree)
                    _lines.Add(line);
                break;
        }
    }

    bool IsKept(string name) => _open.Count switch
    {
        2 when _open.Peek() == "VEVENT" => KeptOfEvents.Contains(name),
        2 when _open.Peek() == "VFREEBUSY" => name == "FREEBUSY",
        3 => _zone is not null && KeptOfClocks.Contains(name),
        _ => false,
    };

    void Begin(string component)
    {
        _open.Push(component);
        if (_open.Count > DepthMax || (_open.Count == 1 && component != "VCALENDAR"))
            throw new FetchFailed(FetchProblem.NotACalendar);
        if (_open.Count == 2)
            _zone = component == "VTIMEZONE" ? new ZoneLines() : null;
        // What lies within an event, such as an alarm, is not kept.
        if (_open.Count == 2 || _zone is not null)
            _lines = new EventLines();
    }

    void End(string component)
    {
        if (!_open.TryPop(out var begun) || begun != component)
            throw new FetchFailed(FetchProblem.NotACalendar);
        _isCalendar = true;
        if (_open.Count == 1 && component is "VEVENT" or "VFREEBUSY")
            AddEvents();
        if (_open.Count == 1 && _zone is not null && _zones.Count < ZonesMax)
            _zones.Add(_zone);
        if (_open.Count == 2 && _zone is not null && _zone.Observances.Count < ObservancesMax)
            _zone.Observances.Add(_lines);
    }

    void AddEvents()
    {
        foreach (var one in _lines.WithPeriodsApart().Where(_counts))
        {
            _events.Add(one);
            if (_events.Count > _eventsMax)
                throw new FetchFailed(FetchProblem.TooComplex);
        }
        // A busy time is a period, or it cannot be read.
        if (_lines.Lines.Any(line => line.Name == "FREEBUSY" && !line.Value.Split(',').All(EventLines.HasPeriod)))
            throw new FetchFailed(FetchProblem.NotACalendar);
    }

    /// <summary>The lines, with those put together that were folded (3.1); no longer than a bound.</summary>
    static IEnumerable<string> Unfolded(byte[] text)
    {
        using var reader = new StreamReader(new MemoryStream(text), Encoding.UTF8);
        var whole = new StringBuilder();
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] is ' ' or '\t')
            {
                if (whole.Length <= LineMax)
                    whole.Append(line, 1, line.Length - 1);
                continue;
            }
            if (whole.Length > 0)
                yield return whole.ToString();
            whole.Clear().Append(line);
        }
        if (whole.Length > 0)
            yield return whole.ToString();
    }
}
