using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Providers.Public;

namespace Kalends.Scheduling;

/// <summary>The calendars of providers, for code that changes what is offered in them.</summary>
static class Calendars
{
    /// <summary>Locks a provider's calendar against reservations until the caller's transaction ends.</summary>
    public static void Hold(Session session, long providerId) =>
        session.Lock(LockOn.Calendar, CalendarKey, ("provider", providerId));

    /// <summary>
    /// Removes what a provider offers, the working hours and the openings that have not ended, and the external
    /// calendars, and refuses while a reservation lies ahead; reservations that have begun stay. The caller must hold
    /// the calendar.
    /// </summary>
    public static async Task Clear(Session session, Call call, long providerId)
    {
        if (await session.One(FindLastLive, row => new Last(row.At("ends_at")),
                ("provider", providerId), ("now", call.Now)) is { } last)
            throw SchedulingErrors.ProviderBooked.Refused()
                .With("booked_until", last.EndsAt);

        foreach (var opening in await session.All(
            Remove, Opening.Read, ("provider", providerId), ("now", call.Now)))
            await ProviderLog.Append(session, call, opening.Event("removed"));
        await session.Enqueue(DropHours, ("provider", providerId));
        await session.Enqueue(DropExternalBusy, ("provider", providerId));
        await session.Enqueue(DropExternalCalendars, ("provider", providerId));
        await Offers.Clear(session, call, providerId);
    }

    /// <summary>
    /// Moves the live future reservations of a provider to another organisation. Reservations that have begun and holds
    /// that have lapsed stay in the old one, whose services the provider no longer offers. The working hours are
    /// expanded anew, since another organisation is closed on other days. The caller must hold the calendar.
    /// </summary>
    public static async ValueTask Move(Session session, Call call, long providerId, long? organisationId)
    {
        await session.Enqueue(MoveLive,
            ("provider", providerId), ("organisation", organisationId), ("now", call.Now));
        await session.Enqueue(ExpandAnew, ("provider", providerId));
        await Offers.Move(session, providerId, organisationId);
    }

    sealed record Last(Instant EndsAt);

    static readonly Sql CalendarKey = new("SELECT CAST(@provider AS BIGINT) AS key");

    static readonly Sql FindLastLive = new($"""
        SELECT ends_at
        FROM reservations
        WHERE provider_id = @provider AND {Reservation.LiveNow()}
          AND busy_to > @now AND starts_at > @now
        ORDER BY busy_to DESC
        LIMIT 1
        """);

    static readonly Sql MoveLive = new($"""
        UPDATE reservations
        SET organisation_id = @organisation, version = version + 1
        WHERE provider_id = @provider AND {Reservation.LiveNow()}
          AND starts_at > @now AND busy_to > @now
        """);

    static readonly Sql DropHours = new("DELETE FROM working_hours WHERE provider_id = @provider");

    static readonly Sql DropExternalBusy = new("DELETE FROM external_busy WHERE provider_id = @provider");

    static readonly Sql DropExternalCalendars =
        new("DELETE FROM external_calendars WHERE provider_id = @provider");

    static readonly Sql ExpandAnew =
        new("UPDATE working_hours SET expanded_until = NULL WHERE provider_id = @provider");

    static readonly Sql Remove = new($"""
        UPDATE openings
        SET removed_at = @now
        WHERE provider_id = @provider AND removed_at IS NULL AND ends_at > @now
        RETURNING {Opening.Columns}
        """);
}
