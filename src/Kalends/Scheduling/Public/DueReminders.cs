using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Scheduling.Public;

/// <summary>A confirmed reservation of which the client is to be reminded.</summary>
sealed record DueReminder(
    long ReservationId, long ClientId, Instant StartsAt, int Sequence, long? OrganisationId);

/// <summary>
/// Finds reservations whose clients are to be reminded, at the times that the policy of the service, the provider or
/// the organisation says, or the settings of the installation.
/// </summary>
static class DueReminders
{
    const int AtOnce = 200;

    /// <summary>All times before the start at which anybody is reminded.</summary>
    public static async Task<IReadOnlyList<TimeSpan>> Times(Session session, Call call)
    {
        var said = await session.All(FindTimes, row => row.Text("reminder_minutes"));
        return [.. said.Append(Default(call)).SelectMany(NumberList.Read).Distinct().Order()
            .Select(minutes => TimeSpan.FromMinutes(minutes))];
    }

    /// <summary>A part of the reservations that are due, and the place after which there are more.</summary>
    public sealed record Part(IReadOnlyList<DueReminder> Due, (Instant StartsAt, long Id)? Next);

    /// <summary>
    /// The reservations of which clients are to be reminded so long before the start, which came so near after an
    /// instant. Whoever reserved or moved later than that has just been told.
    /// </summary>
    public static async Task<Part> Find(
        Session session, Call call, TimeSpan before, Instant from, (Instant StartsAt, long Id)? after)
    {
        var place = after ?? (Instant.Max(from + before, call.Now), 0L);
        var found = await session.All(FindDue, Read, ("now", call.Now), ("start", place.StartsAt), ("id", place.Id),
            ("end", call.Now + before), ("before", before), ("most", (long)AtOnce));
        var otherwise = Default(call);
        return new Part(
            [.. found.Where(one => NumberList.Read(one.Said ?? otherwise).Contains((int)before.TotalMinutes))
                .Select(one => one.Due)],
            found.Count < AtOnce ? null : (found[^1].Due.StartsAt, found[^1].Due.ReservationId));
    }

    static string Default(Call call) => call.Settings<SchedulingSettings>().ReminderMinutes;

    static (DueReminder Due, string? Said) Read(Row row) => (
        new DueReminder(
            row.Long("id"), row.Long("client_id"), row.At("starts_at"), row.Int("sequence"),
            row.LongOrNull("organisation_id")),
        row.TextOrNull("reminder_minutes"));

    static readonly Sql FindTimes =
        new("SELECT DISTINCT reminder_minutes FROM policies WHERE reminder_minutes IS NOT NULL");

    static readonly Sql FindDue = new("""
        SELECT r.id, r.client_id, r.starts_at, r.sequence, r.organisation_id,
               COALESCE(ps.reminder_minutes, pp.reminder_minutes, po.reminder_minutes) AS reminder_minutes
        FROM public_reservations r
        JOIN public_providers p ON p.id = r.provider_id
        LEFT JOIN policies ps ON ps.level = 'service' AND ps.subject_id = r.service_id
        LEFT JOIN policies pp ON pp.level = 'provider' AND pp.subject_id = p.id
        LEFT JOIN policies po ON po.level = 'organisation' AND po.subject_id = p.organisation_id
        WHERE r.state = 'confirmed' AND (r.starts_at, r.id) > (@start, @id) AND r.starts_at <= @end
          AND r.starts_at > @now AND r.confirmed_at <= r.starts_at - @before
          AND (r.moved_at IS NULL OR r.moved_at <= r.starts_at - @before)
        ORDER BY r.starts_at, r.id
        LIMIT @most
        """);
}
