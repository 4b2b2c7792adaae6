using Kalends.Platform.Calls;
using Kalends.Platform.Privacy;
using Kalends.Platform.Storage;
using Kalends.Scheduling.Cancelling;

namespace Kalends.Scheduling.People;

/// <summary>What the appointment book holds about clients and providers.</summary>
static class SchedulingPersonalData
{
    public static readonly PersonalData All = new(
        new("reservations", new Sql("""
            SELECT id, provider_id, organisation_id, service_id, starts_at, ends_at, state, expires_at, created_at,
                   confirmed_at, arrived_at, extended_at, ended_at, cancel_reason, cancel_code, late, sequence, version
            FROM reservations
            WHERE client_id = @client
            ORDER BY starts_at, id
            """)),
        new("reservation_answers", new Sql("""
            SELECT a.reservation_id, a.answers
            FROM reservations r
            JOIN reservation_answers a ON a.reservation_id = r.id
            WHERE r.client_id = @client
            ORDER BY r.starts_at, r.id
            """)),
        new("reservation_moves", new Sql("""
            SELECT m.reservation_id, m.sequence, m.provider_id, m.starts_at, m.ends_at, m.moved_at, m.moved_by
            FROM reservations r
            JOIN reservation_moves m ON m.reservation_id = r.id
            WHERE r.client_id = @client
            ORDER BY r.starts_at, r.id, m.sequence
            """)),
        new("feeds", new Sql("""
            SELECT id, provider_id, client_id, user_id, shows_clients, created_at, last_read_at
            FROM feeds
            WHERE user_id = @user OR client_id = @client OR provider_id = @provider
            ORDER BY id
            """)),
        new("working_hours", new Sql("""
            SELECT time_zone, rules, exceptions, updated_at
            FROM working_hours
            WHERE provider_id = @provider
            """)),
        new("closures", new Sql("""
            SELECT id, starts_at, ends_at, reason, created_at
            FROM closures
            WHERE provider_id = @provider
            ORDER BY id
            """)),
        new("external_calendars", new Sql("""
            SELECT id, name, url, created_at, read_at
            FROM external_calendars
            WHERE provider_id = @provider
            ORDER BY id
            """)),
        new("services", new Sql("""
            SELECT id, name, place, questions, created_at, updated_at
            FROM services
            WHERE provider_id = @provider
            ORDER BY id
            """)));

    public static readonly PersonErasure Erasure = new(
    [
        new(CancelAhead),
        new(new Sql("""
            DELETE FROM reservation_answers
            WHERE reservation_id IN (
                SELECT a.reservation_id
                FROM reservations r
                JOIN reservation_answers a ON a.reservation_id = r.id
                WHERE r.client_id = @client
                LIMIT @most)
            """)),
        new(new Sql("""
            UPDATE reservations
            SET cancel_reason = NULL, version = version + 1
            WHERE id IN (
                SELECT id
                FROM reservations
                WHERE client_id = @client AND cancel_reason IS NOT NULL
                ORDER BY starts_at, id
                LIMIT @most)
            """)),
        new(new Sql("""
            DELETE FROM feeds
            WHERE id IN (
                SELECT id
                FROM feeds
                WHERE user_id = @user OR client_id = @client OR provider_id = @provider
                ORDER BY id
                LIMIT @most)
            """)),
        new(new Sql("""
            DELETE FROM release_readers
            WHERE user_id IN (SELECT user_id FROM release_readers WHERE user_id = @user LIMIT @most)
            """)),
        new(new Sql("""
            UPDATE closures
            SET reason = ''
            WHERE id IN (
                SELECT id FROM closures WHERE provider_id = @provider AND reason <> '' ORDER BY id LIMIT @most)
            """)),
        new(new Sql("""
            UPDATE services
            SET place = NULL, version = version + 1
            WHERE id IN (
                SELECT id FROM services WHERE provider_id = @provider AND place IS NOT NULL ORDER BY id LIMIT @most)
            """)),
        new(new Sql("""
            DELETE FROM external_busy
            WHERE (calendar_id, starts_at) IN (
                SELECT calendar_id, starts_at
                FROM external_busy
                WHERE calendar_id IN (SELECT id FROM external_calendars WHERE provider_id = @provider)
                LIMIT @most)
            """)),
    ])
    {
        Last = ForgetCalendars,
    };

    static async Task ForgetCalendars(Session session, Call call, Person person) =>
        await session.Enqueue(DeleteCalendars, person.With());

    static readonly Sql DeleteCalendars = new("DELETE FROM external_calendars WHERE provider_id = @provider");

    /// <summary>Cancels what lies ahead, or refuses because of it.</summary>
    static async Task<bool> CancelAhead(Session session, Call call, Erasing erasing)
    {
        var ahead = await session.All(
            FindAhead, row => row.Long("id"), erasing.Person.With(("now", call.Now), ("most", (long)AtOnce)));
        if (ahead.Count > 0 && !erasing.CancelFuture)
            throw SchedulingErrors.ReservationsAhead.Refused().With("reservation_ids", ahead.Take(ShownMax).ToList());
        foreach (var id in ahead)
            await CancelReservation.Cancel(session, new(id), call);
        return ahead.Count == AtOnce;
    }

    const int AtOnce = 50;

    const int ShownMax = 10;

    static readonly Sql FindAhead = new($"""
        SELECT id
        FROM reservations
        WHERE client_id = @client AND {Reservation.LiveNow()} AND ends_at > @now AND starts_at > @now
        ORDER BY starts_at, id
        LIMIT @most
        """);
}
