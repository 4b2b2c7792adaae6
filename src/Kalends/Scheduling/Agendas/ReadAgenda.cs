using Kalends.Platform.Calls;
using Kalends.Platform.Paging;
using Kalends.Platform.Storage;
using NodaTime.Text;

namespace Kalends.Scheduling.Agendas;

/// <summary>
/// Reads what some calendars hold in a period, for those who keep them: the time that is offered or closed, the time
/// that is taken elsewhere, and the reservations that are live or took place.
/// </summary>
static class ReadAgenda
{
    /// <summary>The greatest number of calendars.</summary>
    public const int CalendarsMax = 10;

    const int RowsMax = 2000;

    /// <param name="ProviderIds">The providers; those whose calendars the caller does not keep are left out.</param>
    /// <param name="From">The start of the period.</param>
    /// <param name="To">The end of the period, at most 31 days after its start.</param>
    public sealed record Input(
        [Count(1, CalendarsMax)][Id] IReadOnlyList<long> ProviderIds, Instant From, Instant To);

    static readonly TimeSpan LengthMax = TimeSpan.FromDays(31);

    public static async Task<Agenda> Run(Input input, Call call)
    {
        if (input.To <= input.From || input.To.Since(input.From) > LengthMax)
            throw Refused.InvalidParameter(
                "to", FaultCode.TooLong, $"to must be after from, and at most {LengthMax.TotalDays} days after it.");
        var kept = input.ProviderIds.Count == 0
            ? []
            : (await ListCalendars.Run(new(input.ProviderIds), new PageRequest(CalendarsMax), call)).Items;
        (string, object?)[] values =
        [
            ("providers", kept.Select(one => one.ProviderId).ToList()), ("from", input.From), ("to", input.To),
            ("now", call.Now), ("most", RowsMax + 1L),
        ];
        return await call.Read(async session =>
        {
            var stretches = await session.All(FindStretches, AgendaStretch.Read, values);
            var reservations = await session.All(
                FindReservations, row => OutsideHours.Read(row).AsOf(call.Now), values);
            return new Agenda(
                kept, [.. stretches.Take(RowsMax)], [.. reservations.Take(RowsMax)],
                await session.All(FindClosedDays, AgendaClosedDay.Read,
                    ("organisations", kept.Select(one => one.OrganisationId).OfType<long>().Distinct().ToList()),
                    ("first", DayOf(input.From - TimeSpan.FromDays(1))), ("last", DayOf(input.To))),
                Truncated: stretches.Count > RowsMax || reservations.Count > RowsMax);
        });
    }

    // A date of the organisation may be the day before or after in another zone.
    static string DayOf(Instant at) => LocalDatePattern.Iso.Format(at.InUtc().Date);

    static readonly Sql FindStretches = new($$"""
        SELECT 0 AS kind, id, provider_id, starts_at, ends_at, '' AS reason,
            CASE WHEN time_zone IS NULL THEN 0 ELSE 1 END AS from_hours
        FROM openings
        WHERE provider_id {list providers} AND removed_at IS NULL AND {{Opening.Overlap}}
        UNION ALL
        SELECT 1, id, provider_id, starts_at, ends_at, reason, 0
        FROM closures
        WHERE provider_id {list providers} AND ends_at > @from AND starts_at < @to
        UNION ALL
        SELECT 2, calendar_id, provider_id, starts_at, ends_at, '', 0
        FROM external_busy
        WHERE provider_id {list providers} AND {{ExternalBusy.Overlap("@from", "@to")}}
        ORDER BY starts_at, provider_id, kind
        LIMIT @most
        """);

    static readonly Sql FindReservations = new($$"""
        SELECT {{OutsideHours.ColumnsForKeepers}}
        FROM reservations r
        WHERE r.provider_id {list providers}
          AND r.starts_at > @from - {{Reservation.LengthMax.Micros}} AND r.starts_at < @to AND r.ends_at > @from
          AND (r.state IN ('completed', 'no_show') OR {{Reservation.LiveNow("r.")}})
        ORDER BY r.starts_at, r.id
        LIMIT @most
        """);

    static readonly Sql FindClosedDays = new("""
        SELECT organisation_id, date, name
        FROM closed_days
        WHERE organisation_id {list organisations} AND date >= @first AND date <= @last
        ORDER BY date, organisation_id
        """);
}
