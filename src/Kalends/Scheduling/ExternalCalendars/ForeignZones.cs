using NodaTime.TimeZones;

namespace Kalends.Scheduling.ExternalCalendars;

/// <summary>Finds the IANA zones that a calendar means.</summary>
/// <param name="defined">The zones that the calendar defines.</param>
/// <param name="from">The start of the window that counts.</param>
/// <param name="until">The end of the window.</param>
sealed class ForeignZones(IReadOnlyList<ZoneLines> defined, Instant from, Instant until)
{
    static readonly Dictionary<string, string> Known =
        DateTimeZoneProviders.Tzdb.Ids.ToDictionary(id => id, StringComparer.OrdinalIgnoreCase);

    // Working out a definition takes steps, as rules do.
    const int WorkedOutMax = 4;

    readonly Dictionary<string, string> _found = [];
    int _workedOut;

    /// <summary>The IANA name of a zone; throws <see cref="FetchFailed"/> if it is unknown.</summary>
    public string Find(string name)
    {
        if (!_found.TryGetValue(name, out var id))
            _found[name] = id = ByName(name) ?? ByDefinition(name)
                ?? throw new FetchFailed(FetchProblem.UnknownTimeZone);
        return id;
    }

    /// <summary>A zone by an IANA name itself, one at the end of a path, or a name of Windows.</summary>
    static string? ByName(string name)
    {
        var rest = name.TrimStart('/');
        while (true)
        {
            if (Known.TryGetValue(rest, out var id))
                return id;
            if (TzdbDateTimeZoneSource.Default.WindowsMapping.PrimaryMapping.TryGetValue(rest, out var mapped))
                return mapped;
            var slash = rest.IndexOf('/', StringComparison.Ordinal);
            if (slash < 0)
                return null;
            rest = rest[(slash + 1)..];
        }
    }

    string? ByDefinition(string name)
    {
        if (defined.FirstOrDefault(zone => zone.Name == name) is not { } zone)
            return null;
        if (zone.Location is { } location && ByName(location) is { } named)
            return named;
        if (++_workedOut > WorkedOutMax)
            throw new FetchFailed(FetchProblem.TooComplex);
        var clocks = ForeignClocks.Of(zone, from, until);
        return clocks.Count == 0 ? null : TzdbDateTimeZoneSource.Default.CanonicalIdMap.Values.Distinct()
            .Order(StringComparer.Ordinal)
            .FirstOrDefault(id => ForeignClocks.Of(DateTimeZoneProviders.Tzdb[id], from, until).SequenceEqual(clocks));
    }
}
