using System.Globalization;
using Kalends.Platform.Storage;
using NodaTime.Text;

namespace Kalends.Scheduling;

/// <summary>What an opening knows of the working hours that it was made of.</summary>
/// <param name="TimeZone">The IANA name of the time zone of the hours.</param>
/// <param name="LocalStart">The local time of its start, such as <c>2026-03-29T09:00:00</c>.</param>
/// <param name="ServiceIds">The services that can be booked in it, in ascending order; all if there are none.</param>
sealed record OpeningHours(string TimeZone, string LocalStart, IReadOnlyList<long> ServiceIds)
{
    /// <summary>The same hours for a part of the opening that starts later.</summary>
    public OpeningHours From(Instant start) =>
        this with { LocalStart = Local(start, DateTimeZoneProviders.Tzdb[TimeZone]) };

    public static string Local(Instant start, DateTimeZone zone) =>
        LocalDateTimePattern.GeneralIso.Format(start.InZone(zone).LocalDateTime);

    public static OpeningHours? Read(Row row) => row.TextOrNull("time_zone") is { } zone
        ? new(zone, row.Text("local_start"), row.Texts("service_ids")
            .Select(id => long.Parse(id, CultureInfo.InvariantCulture)).Order().ToList())
        : null;

    public bool Equals(OpeningHours? other) =>
        other is not null && (TimeZone, LocalStart) == (other.TimeZone, other.LocalStart)
        && ServiceIds.SequenceEqual(other.ServiceIds);

    public override int GetHashCode() => HashCode.Combine(TimeZone, LocalStart, ServiceIds.Count);
}
