namespace Kalends.Web.Times;

/// <summary>The time zone of the times on a page, and a choice of others.</summary>
partial class ZoneChoice
{
    // One for each common offset and rule; the browser's own zone comes by itself.
    static readonly string[] Common =
    [
        "Africa/Cairo", "Africa/Johannesburg", "Africa/Lagos", "America/Argentina/Buenos_Aires", "America/Bogota",
        "America/Chicago", "America/Denver", "America/Los_Angeles", "America/Mexico_City", "America/New_York",
        "America/Sao_Paulo", "Asia/Dubai", "Asia/Hong_Kong", "Asia/Jakarta", "Asia/Karachi", "Asia/Kolkata",
        "Asia/Seoul", "Asia/Singapore", "Asia/Tokyo", "Australia/Perth", "Australia/Sydney", "Europe/Athens",
        "Europe/Berlin", "Europe/Dublin", "Europe/Helsinki", "Europe/Istanbul", "Europe/Kyiv", "Europe/Lisbon",
        "Europe/London", "Europe/Madrid", "Europe/Paris", "Europe/Rome", "Europe/Stockholm", "Europe/Vienna",
        "Europe/Warsaw", "Europe/Zurich", "Pacific/Auckland", "Pacific/Honolulu", "UTC",
    ];

    /// <param name="Zone">The zone of the page.</param>
    /// <param name="Zones">The zones to choose from.</param>
    public sealed record Seen(string Zone, IReadOnlyList<string> Zones);

    internal static Seen Of(DateTimeZone zone, string ofProvider) => new(
        zone.Id, [.. Common.Append(zone.Id).Append(ofProvider).Distinct().Order(StringComparer.Ordinal)]);
}
