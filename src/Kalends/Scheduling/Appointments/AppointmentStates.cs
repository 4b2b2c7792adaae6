using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Scheduling.Appointments;

/// <summary>Finds the states of many appointments, with the same function that decides about reservations.</summary>
static class AppointmentStates
{
    /// <summary>The slot of each appointment as it is now.</summary>
    public static async Task<IReadOnlyDictionary<long, Slot>> Of(IReadOnlyList<Appointment> appointments, Call call)
    {
        var distinct = appointments.DistinctBy(appointment => appointment.Id).ToList();
        IReadOnlyList<long> ids = distinct.Select(appointment => appointment.Id).ToList();
        if (distinct.Count == 0)
            return new Dictionary<long, Slot>();
        IReadOnlyList<long> providers = distinct.Select(appointment => appointment.ProviderId).Distinct().ToList();
        var window = new Interval(distinct.Min(one => one.StartsAt), distinct.Max(one => one.EndsAt));
        var (found, rules) = await call.Read(async session => (
            await session.All(FindPieces, Piece.Read, ("ids", ids)),
            await CalendarRules.Of(session, call, providers, window)));

        var pieces = found.ToLookup(piece => piece.AppointmentId);
        return distinct.ToDictionary(
            appointment => appointment.Id,
            appointment => Judge(appointment.Opening, pieces[appointment.Id], rules(appointment.ProviderId)));
    }

    static Slot Judge(Opening opening, IEnumerable<Piece> pieces, StartRules rules)
    {
        var closed = pieces.Where(piece => piece.Kind == "closure").Select(piece => piece.Stretch).ToList();
        var busy = pieces.Where(piece => piece.Kind != "closure").Select(piece => new Busy(
            piece.Stretch, EnumText.Parse<ReservationState>(piece.Kind), piece.ExpiresAt, piece.Id)).ToList();
        return new Calendar([opening], closed, busy).Slots(opening.Stretch, rules).Single();
    }

    sealed record Piece(long AppointmentId, string Kind, long Id, Interval Stretch, Instant ExpiresAt)
    {
        public static Piece Read(Row row) => new(
            row.Long("appointment_id"), row.Text("kind"), row.Long("id"),
            new Interval(row.At("starts_at"), row.At("ends_at")), row.At("expires_at"));
    }

    static readonly Sql FindPieces = new($$"""
        SELECT o.id AS appointment_id, 'closure' AS kind, c.id AS id, c.starts_at AS starts_at, c.ends_at AS ends_at,
               0 AS expires_at
        FROM openings o
        JOIN closures c ON c.provider_id = o.provider_id AND c.ends_at > o.starts_at AND c.starts_at < o.ends_at
        WHERE o.id {list ids}
        UNION ALL
        SELECT o.id, 'closure', b.calendar_id, b.starts_at, b.ends_at, 0
        FROM openings o
        JOIN external_busy b ON b.provider_id = o.provider_id
            AND {{ExternalBusy.Overlap("o.starts_at", "o.ends_at", "b.")}}
        WHERE o.id {list ids}
        UNION ALL
        SELECT o.id, 'closure', 0, o.starts_at, o.ends_at, 0
        FROM openings o
        JOIN public_providers p ON p.id = o.provider_id AND p.active = 0
        WHERE o.id {list ids}
        UNION ALL
        SELECT o.id, r.state, r.id, r.busy_from, r.busy_to, r.expires_at
        FROM openings o
        JOIN reservations r ON r.provider_id = o.provider_id AND {{Reservation.Live("r.")}}
            AND {{Reservation.Overlap("o.starts_at", "o.ends_at", "r.")}}
        WHERE o.id {list ids}
        ORDER BY starts_at
        """);
}
