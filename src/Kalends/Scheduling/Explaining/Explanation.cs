namespace Kalends.Scheduling.Explaining;

/// <summary>Whether a reservation can start at a moment, and everything that is in its way.</summary>
/// <param name="ProviderId">The id of the provider.</param>
/// <param name="ServiceId">The service that was asked about; null for a single slot.</param>
/// <param name="At">The moment; null if it was asked by a local time that does not exist.</param>
/// <param name="LocalTime">The moment in the provider's time zone, such as <c>2026-12-01T09:30:00</c>.</param>
/// <param name="TimeZone">The IANA name of the provider's time zone.</param>
/// <param name="Bookable">
/// Whether it can be reserved now. What else a client has reserved, and the limits of a client, are checked when it is.
/// </param>
/// <param name="Slot">The slot that starts at the moment; null if none does.</param>
/// <param name="Obstacles">What is in the way, one obstacle for each cause; empty if nothing is.</param>
/// <param name="Next">The next start that can be reserved, within 31 days; null if there is none.</param>
sealed record Explanation(
    long ProviderId, long? ServiceId, Instant? At, string LocalTime, string TimeZone, bool Bookable, SlotView? Slot,
    IReadOnlyList<Obstacle> Obstacles, SlotView? Next);

/// <summary>One cause for which a reservation cannot start at a moment.</summary>
/// <param name="Code">The kind of the cause.</param>
/// <param name="Detail">The cause in a sentence.</param>
/// <param name="Until">
/// When it ends by itself, if that is known: the end of a reservation, when a hold lapses unless it is confirmed, or
/// when the moment is no longer too far ahead.
/// </param>
/// <param name="ReservationId">The reservation in the way, for callers who may see it.</param>
sealed record Obstacle(ObstacleCode Code, string Detail, Instant? Until = null, long? ReservationId = null)
{
    /// <summary>The obstacle for which a start was judged not to be free.</summary>
    /// <param name="start">The start as it was judged.</param>
    /// <param name="policy">The rules of booking.</param>
    /// <param name="now">The time of the question.</param>
    /// <param name="seen">The reservations that the caller may see.</param>
    public static Obstacle Of(Slot start, Policy policy, Instant now, IReadOnlyDictionary<long, Reservation> seen) =>
        start.State switch
        {
            SlotState.Held or SlotState.Booked => seen.TryGetValue(start.ReservationId!.Value, out var other)
                ? Of(start, other)
                : new(ObstacleCode.Taken, "Another reservation has this time."),
            SlotState.Closed => new(ObstacleCode.Closed, SchedulingErrors.SlotClosed.Refused().Message),
            SlotState.OffStep =>
                new(ObstacleCode.OffStep, SchedulingErrors.NotOnStep.Refused(policy.Step.TotalMinutes).Message),
            SlotState.TooSoon when start.StartsAt <= now => new(ObstacleCode.Begun, "This moment has passed."),
            SlotState.TooSoon =>
                new(ObstacleCode.TooSoon, SchedulingErrors.TooSoon.Refused(policy.BookNotice.TotalMinutes).Message),
            SlotState.TooFar => new(
                ObstacleCode.TooFar, SchedulingErrors.TooFar.Refused(policy.FurthestDays).Message,
                start.StartsAt - TimeSpan.FromDays(policy.FurthestDays)),
            _ => new(ObstacleCode.LimitReached, SchedulingErrors.Full.Refused().Message),
        };

    static Obstacle Of(Slot start, Reservation other) =>
        !other.Stretch.Overlaps(new Interval(start.StartsAt, start.EndsAt))
            ? new(ObstacleCode.Buffer, "A reservation before or after it keeps this time free.", null, other.Id)
        : other.State == ReservationState.Held
            ? new(ObstacleCode.Held, "A hold has this time.", other.ExpiresAt, other.Id)
            : new(ObstacleCode.Booked, "A confirmed reservation has this time.", other.EndsAt, other.Id);
}

/// <summary>The kinds of causes for which a reservation cannot start at a moment.</summary>
enum ObstacleCode
{
    /// <summary>The clocks skip the local time.</summary>
    NoSuchLocalTime,

    /// <summary>The provider does not offer the service, or it is not active.</summary>
    NotOffered,

    /// <summary>The provider offers no time at this moment.</summary>
    OutsideHours,

    /// <summary>The organisation is closed on this day.</summary>
    ClosedDay,

    /// <summary>The moment lies inside a slot, not at its start.</summary>
    NotAStart,

    /// <summary>The time is offered for some services only.</summary>
    ServiceRequired,

    /// <summary>The time is not offered for this service.</summary>
    OtherServicesOnly,

    /// <summary>The openings from this moment on are shorter than the service.</summary>
    ServiceDoesNotFit,

    /// <summary>A reservation has the time; who sees it is told more.</summary>
    Taken,

    /// <summary>A hold that is not confirmed yet has the time.</summary>
    Held,

    /// <summary>A confirmed reservation has the time.</summary>
    Booked,

    /// <summary>Only the time that a reservation keeps free before or after itself is in the way.</summary>
    Buffer,

    /// <summary>The provider closed the time.</summary>
    Closed,

    /// <summary>The provider is not active.</summary>
    Inactive,

    /// <summary>Reservations do not start here by the step of the policy.</summary>
    OffStep,

    /// <summary>The moment has passed.</summary>
    Begun,

    /// <summary>The moment lies before the notice has passed.</summary>
    TooSoon,

    /// <summary>The moment lies beyond the furthest date.</summary>
    TooFar,

    /// <summary>The provider takes no more reservations on that day or in that week.</summary>
    LimitReached,
}
