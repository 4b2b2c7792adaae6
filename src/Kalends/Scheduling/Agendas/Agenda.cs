using System.Globalization;
using Kalends.Platform.Storage;

namespace Kalends.Scheduling.Agendas;

/// <summary>What some calendars hold in a period, for those who keep them.</summary>
/// <param name="Calendars">The calendars.</param>
/// <param name="Stretches">Stretches of time, in the order of their starts.</param>
/// <param name="Reservations">
/// The reservations that are live or took place, or that the client missed, in the order of their starts.
/// </param>
/// <param name="ClosedDays">The days on which the organisations are closed, in the order of their dates.</param>
/// <param name="Truncated">
/// Whether there was more than 2,000 stretches or reservations, so that what starts latest is missing.
/// </param>
sealed record Agenda(
    IReadOnlyList<KeptCalendar> Calendars, IReadOnlyList<AgendaStretch> Stretches,
    IReadOnlyList<Reservation> Reservations, IReadOnlyList<AgendaClosedDay> ClosedDays, bool Truncated);

/// <summary>The kinds of stretches of time, as the statement numbers them.</summary>
enum StretchKind
{
    /// <summary>The provider offers the time.</summary>
    Offered,

    /// <summary>The time is closed.</summary>
    Closed,

    /// <summary>The time is taken in a calendar elsewhere.</summary>
    TakenElsewhere,
}

/// <summary>A stretch of a provider's time.</summary>
/// <param name="Kind">What the stretch is.</param>
/// <param name="Id">The id of the opening, of the closure or of the external calendar.</param>
/// <param name="ProviderId">The provider whose time it is.</param>
/// <param name="StartsAt">The start.</param>
/// <param name="EndsAt">The end.</param>
/// <param name="Reason">The reason for which the time is closed.</param>
/// <param name="FromHours">
/// Whether the working hours offer the time; what a person offered by hand does not follow the hours.
/// </param>
sealed record AgendaStretch(
    StretchKind Kind, long Id, long ProviderId, Instant StartsAt, Instant EndsAt, string Reason, bool FromHours)
{
    public static AgendaStretch Read(Row row) => new(
        (StretchKind)row.Long("kind"), row.Long("id"), row.Long("provider_id"), row.At("starts_at"),
        row.At("ends_at"), row.Text("reason"), row.Long("from_hours") == 1);
}

/// <summary>A day on which an organisation is closed.</summary>
/// <param name="OrganisationId">The organisation that is closed.</param>
/// <param name="Date">The date.</param>
/// <param name="Name">The name of the day.</param>
sealed record AgendaClosedDay(long OrganisationId, DateOnly Date, string Name)
{
    public static AgendaClosedDay Read(Row row) => new(
        row.Long("organisation_id"), DateOnly.Parse(row.Text("date"), CultureInfo.InvariantCulture), row.Text("name"));
}
