using Kalends.Platform.Storage;
using Kalends.Providers.Public;

namespace Kalends.Scheduling.Explaining;

/// <summary>What a provider offers at a moment.</summary>
/// <param name="IsInactive">Whether the provider is not active.</param>
/// <param name="IsServiceOffered">Whether the provider offers the service that is wanted.</param>
/// <param name="Opening">The opening at the moment; null if there is none.</param>
/// <param name="IsForServicesOnly">Whether it is offered for some services only.</param>
/// <param name="IsClosedDay">Whether the organisation is closed on the day.</param>
sealed record OfferedTime(
    bool IsInactive, bool IsServiceOffered, Opening? Opening, bool IsForServicesOnly, bool IsClosedDay)
{
    public static async Task<OfferedTime> Find(Session session, long providerId, Instant at, Service? service)
    {
        var zone = await session.One(FindZone, row => row.Text("time_zone"), ("provider", providerId));
        var day = at.InZone(Zone.Of(zone!)).Date.ToDateOnly();
        return (await session.One(FindOffered, Read,
            ("provider", providerId), ("at", at), ("service", service?.Id), ("day", day)))!;
    }

    /// <summary>Whether the provider offers what is wanted, whatever the time.</summary>
    public bool Includes(Service? service) => service is null || (service.Active && IsServiceOffered);

    /// <summary>Why no reservation starts at the moment, or would find the time to take place.</summary>
    /// <param name="service">The service that is wanted.</param>
    /// <param name="at">The moment.</param>
    /// <param name="slot">The slot that starts at the moment.</param>
    public IEnumerable<Obstacle> Obstacles(Service? service, Instant at, Slot? slot)
    {
        if (IsInactive)
            yield return new(ObstacleCode.Inactive, "The provider is not active.");
        if (!Includes(service))
            yield return new(ObstacleCode.NotOffered, "The provider does not offer this service.");
        if (slot is null)
            yield return NoSlot(service, at);
    }

    Obstacle NoSlot(Service? service, Instant at) =>
        Opening is null && IsClosedDay ? new(ObstacleCode.ClosedDay, "The organisation is closed on this day.")
        : Opening is null ? new(ObstacleCode.OutsideHours, "The provider offers no time at this moment.")
        : at.Since(Opening.StartsAt).Ticks % Opening.SlotLength.Ticks != 0 ? NotAStart(Opening, at)
        : service is null ? new(ObstacleCode.ServiceRequired, SchedulingErrors.ServiceOnly.Refused().Message)
        : IsForServicesOnly || Opening.Type is not null
            ? new(ObstacleCode.OtherServicesOnly, "This time is not offered for this service.")
            : new(ObstacleCode.ServiceDoesNotFit, SchedulingErrors.ServiceDoesNotFit.Refused().Message);

    static Obstacle NotAStart(Opening opening, Instant at)
    {
        var slot = opening.SlotAt(opening.IndexAt(at));
        return new(
            ObstacleCode.NotAStart,
            $"The slot at this moment lasts from {slot.Start.Written()} to {slot.End.Written()}.");
    }

    static OfferedTime Read(Row row) => new(
        row.Long("active") == 0, row.Long("offered") == 1,
        row.LongOrNull("id") is null ? null : Scheduling.Opening.Read(row),
        row.LongOrNull("elsewhere") == 1, row.Long("closed_day") == 1);

    static readonly Sql FindZone = new("""
        SELECT COALESCE(h.time_zone, p.time_zone) AS time_zone
        FROM public_providers p
        LEFT JOIN working_hours h ON h.provider_id = p.id
        WHERE p.id = @provider
        """);

    // The bounds of the end let the index find the opening.
    static readonly Sql FindOffered = new($"""
        SELECT p.active, o.id, o.provider_id, o.starts_at, o.ends_at, o.slot_micros, o.type,
               CASE WHEN o.services_only = 1 AND NOT EXISTS (
                   SELECT 1
                   FROM opening_services a
                   WHERE a.opening_id = o.id AND a.service_id = CAST(@service AS BIGINT)
               ) THEN 1 ELSE 0 END AS elsewhere,
               CASE WHEN EXISTS (
                   SELECT 1
                   FROM service_providers s
                   WHERE s.provider_id = p.id AND s.service_id = CAST(@service AS BIGINT)
               ) THEN 1 ELSE 0 END AS offered,
               CASE WHEN EXISTS (
                   SELECT 1
                   FROM closed_days d
                   WHERE d.organisation_id = p.organisation_id AND d.date = @day
               ) THEN 1 ELSE 0 END AS closed_day
        FROM public_providers p
        LEFT JOIN openings o ON o.provider_id = p.id AND o.removed_at IS NULL AND o.starts_at <= @at
            AND o.ends_at > @at AND o.ends_at <= @at + {Scheduling.Opening.LengthMax.Micros}
        WHERE p.id = @provider
        """);
}
