using NodaTime.TimeZones;

namespace Kalends.Platform.Time;

/// <summary>The time zone data (IANA tz database) that the program has.</summary>
static class ZoneData
{
    /// <summary>The version of the data, such as 2026a.</summary>
    public static readonly string Version = TzdbDateTimeZoneSource.Default.TzdbVersion;
}
