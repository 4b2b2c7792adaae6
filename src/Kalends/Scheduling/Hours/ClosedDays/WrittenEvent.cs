namespace Kalends.Scheduling.Hours.ClosedDays;

/// <summary>An event as it stands in the text of an iCalendar, so that a fault can say where it is.</summary>
/// <param name="Number">The number of the event, from 1.</param>
/// <param name="Line">The number of its first line, from 1.</param>
/// <param name="Uid">Its UID; empty if it has none.</param>
/// <param name="Text">Its lines.</param>
sealed record WrittenEvent(int Number, int Line, string Uid, string Text)
{
    const int UidShown = 100;

    public override string ToString() =>
        Uid.Length > 0 ? $"Event {Number} (line {Line}, UID {Uid})" : $"Event {Number} (line {Line})";

    /// <summary>The events of a text, in order.</summary>
    public static List<WrittenEvent> Of(string text)
    {
        var (lines, events, first) = (text.Split('\n'), new List<WrittenEvent>(), -1);
        for (var i = 0; i < lines.Length; i++)
            if (first < 0 && Is(lines[i], "BEGIN:VEVENT"))
                first = i;
            else if (first >= 0 && Is(lines[i], "END:VEVENT"))
            {
                events.Add(new WrittenEvent(
                    events.Count + 1, first + 1, UidIn(lines.AsSpan(first..i)),
                    string.Join('\n', lines[first..(i + 1)])));
                first = -1;
            }
        return events;
    }

    static bool Is(string line, string content) =>
        line.AsSpan().Trim().Equals(content, StringComparison.OrdinalIgnoreCase);

    static string UidIn(ReadOnlySpan<string> lines)
    {
        foreach (var line in lines)
            if (line.StartsWith("UID:", StringComparison.OrdinalIgnoreCase))
                return line[4..].Trim() is { Length: > UidShown } uid ? uid[..UidShown] : line[4..].Trim();
        return "";
    }
}
