using Kalends.Platform.Storage;

namespace Kalends.Scheduling.Hours.ZoneChanges;

/// <summary>
/// An opening or a reservation whose local time is another one by the present time zone data than it was meant to be.
/// </summary>
/// <param name="ProviderId">The id of the provider.</param>
/// <param name="OpeningId">The opening that was made of working hours.</param>
/// <param name="ReservationId">The reservation in it; null for the opening itself.</param>
/// <param name="TimeZone">The IANA name of the time zone of the hours.</param>
/// <param name="LocalStart">The local time that the opening was meant to start at.</param>
/// <param name="StartsAt">The start of the reservation, or of the opening.</param>
/// <param name="MovesTo">The same start where the opening starts at that local time by the present data.</param>
sealed record ZoneChange(
    long ProviderId, long OpeningId, long? ReservationId, string TimeZone, string LocalStart, Instant StartsAt,
    Instant MovesTo)
{
    public static ZoneChange Read(Row row)
    {
        var start = new MeantStart(row.Text("time_zone"), row.Text("local_start"), row.At("opening_starts_at"));
        var startsAt = row.At("starts_at");
        return new(
            row.Long("provider_id"), row.Long("opening_id"),
            row.Long("reservation_id") is var reservation and not 0 ? reservation : null,
            start.TimeZone, start.LocalStart, startsAt, startsAt + start.Shift());
    }
}
