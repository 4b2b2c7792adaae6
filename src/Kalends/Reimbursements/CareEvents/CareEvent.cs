using System.Text.Json.Serialization;
using Kalends.Events.Public;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Providers.Public;

namespace Kalends.Reimbursements.CareEvents;

/// <summary>The state of a care event: whether a remittance that has not been reversed contains it.</summary>
enum CareEventState
{
    /// <summary>No remittance contains the care event, except reversed ones.</summary>
    Open,

    /// <summary>A remittance that has not been reversed contains the care event.</summary>
    Reimbursed,
}

/// <summary>One registered piece of care with a fixed amount (FHIR ChargeItem); it never changes.</summary>
/// <param name="Id">The id of the care event.</param>
/// <param name="CaregiverId">The provider who gave the care.</param>
/// <param name="OrganisationId">
/// The caregiver's organisation at registration; its managers see the care event even after the caregiver has left.
/// </param>
/// <param name="EventTypeId">The kind of care.</param>
/// <param name="TariffId">The tariff that the amount comes from.</param>
/// <param name="Amount">
/// The amount in minor units; a reversal has the negative amount of the care event that it reverses.
/// </param>
/// <param name="Currency">The currency of the amount (ISO 4217).</param>
/// <param name="StartsAt">The time at which the care took place.</param>
/// <param name="ServiceMonth">The business month of <paramref name="StartsAt"/>, fixed at registration.</param>
/// <param name="BookingMonth">The business month of the registration.</param>
/// <param name="State">The state, derived from the remittances.</param>
/// <param name="RemittanceId">The remittance that reimburses the care event.</param>
/// <param name="Source">The system that <paramref name="SourceKey"/> comes from.</param>
/// <param name="SourceKey">The key of the care event in that system.</param>
/// <param name="ReservationId">The completed reservation that the care event belongs to.</param>
/// <param name="ReversesId">The care event that this one reverses.</param>
/// <param name="ReversedById">The care event that reverses this one.</param>
/// <param name="ReversalReason">The reason of the reversal.</param>
/// <param name="CreatedAt">The time of the registration.</param>
/// <param name="CreatedBy">The user who registered the care event.</param>
sealed record CareEvent(
    long Id, long CaregiverId, long? OrganisationId, long EventTypeId, long TariffId, long Amount, string Currency,
    Instant StartsAt, YearMonth ServiceMonth, YearMonth BookingMonth, CareEventState State, long? RemittanceId,
    string? Source, string? SourceKey, long? ReservationId, long? ReversesId, long? ReversedById,
    string? ReversalReason, Instant CreatedAt, string CreatedBy)
{
    /// <summary>The contribution to a count of care events: a reversal counts as minus one.</summary>
    [JsonIgnore]
    public int Count => ReversesId is null ? 1 : -1;

    /// <summary>Refuses to delete a care event that is reimbursed, reversed or a reversal.</summary>
    public void CheckDelete()
    {
        if (State == CareEventState.Reimbursed)
            throw ReimbursementsErrors.ReverseInstead.Refused();
        if (ReversesId is not null || ReversedById is not null)
            throw ReimbursementsErrors.BothKept.Refused();
    }

    /// <summary>
    /// The reversal of this care event, in the same service month and organisation. It deducts the count and the
    /// amount, and is open until it is remitted itself.
    /// </summary>
    public CareEvent Reverse(YearMonth booking, string? reason, Instant now, string actor)
    {
        if (ReversesId is not null)
            throw ReimbursementsErrors.IsReversal.Refused();
        if (ReversedById is not null)
            throw ReimbursementsErrors.CareEventReversed.Refused();
        return this with
        {
            Id = 0,
            Amount = -Amount,
            BookingMonth = booking,
            State = CareEventState.Open,
            RemittanceId = null,
            Source = null,
            SourceKey = null,
            ReservationId = null,
            ReversesId = Id,
            ReversalReason = reason,
            CreatedAt = now,
            CreatedBy = actor,
        };
    }

    /// <summary>The entry of the event log about this care event, without the reason of a reversal.</summary>
    public DomainEvent Event(string verb) => new("reimbursements", $"care_event.{verb}", $"care_event/{Id}", new Facts(
        Id, CaregiverId, OrganisationId, EventTypeId, TariffId, Amount, Currency, StartsAt, ServiceMonth, BookingMonth,
        State, RemittanceId, Source, SourceKey, ReservationId, ReversesId, ReversedById, CreatedAt, CreatedBy))
    {
        ProviderId = CaregiverId,
        OrganisationId = OrganisationId,
    };

    sealed record Facts(
        long Id, long CaregiverId, long? OrganisationId, long EventTypeId, long TariffId, long Amount, string Currency,
        Instant StartsAt, YearMonth ServiceMonth, YearMonth BookingMonth, CareEventState State, long? RemittanceId,
        string? Source, string? SourceKey, long? ReservationId, long? ReversesId, long? ReversedById,
        Instant CreatedAt, string CreatedBy);

    /// <summary>
    /// Stores the care event with its total and its log entry; null if the database already holds a care event of the
    /// same source, reservation or reversed event.
    /// </summary>
    public async Task<CareEvent?> Store(Session session, Call call, string verb)
    {
        var id = await session.Number(Insert, ("caregiver", CaregiverId), ("organisation", OrganisationId),
            ("type", EventTypeId), ("tariff", TariffId), ("amount", Amount), ("currency", Currency),
            ("starts", StartsAt), ("service", ServiceMonth), ("booking", BookingMonth), ("source", Source),
            ("key", SourceKey), ("reservation", ReservationId), ("reverses", ReversesId), ("reason", ReversalReason),
            ("now", CreatedAt), ("actor", CreatedBy));
        if (id is null)
            return null;

        var stored = this with { Id = id.Value };
        await MonthTotals.Add(session, stored);
        await ProviderLog.Append(session, call, stored.Event(verb));
        return stored;
    }

    /// <summary>Finds a care event that the caller may see, or refuses the request.</summary>
    public static async Task<CareEvent> Find(Session session, Call call, long id) =>
        await session.One(FindVisible, Read, call.Scope.With(("id", id)))
            ?? throw ReimbursementsErrors.NoSuchCareEvent.Refused();

    /// <summary>
    /// Finds a care event and locks its caregiver's ledger, so that nobody else remits or reverses it meanwhile.
    /// </summary>
    public static async Task<CareEvent> FindToChange(Session session, Call call, long id)
    {
        session.Lock(LockOn.Ledger, LedgerOf, ("id", id));
        return await Find(session, call, id);
    }

    /// <summary>
    /// The columns that <see cref="Read"/> reads, with the live line and the reversal of each care event <c>e</c>.
    /// </summary>
    public const string Columns = """
        e.id, e.caregiver_id, e.organisation_id, e.event_type_id, e.tariff_id, e.amount, e.currency, e.starts_at,
        e.service_month, e.booking_month, e.source, e.source_key, e.reservation_id, e.reverses_id, e.reason,
        e.created_at, e.actor,
        live.remittance_id, undone.id AS reversed_by_id
        """;

    /// <summary>The tables of <see cref="Columns"/>.</summary>
    public const string From = $"care_events e\n{Joins}";

    public const string Joins = $"""
        {LiveLine}
        LEFT JOIN care_events undone ON undone.reverses_id = e.id
        """;

    /// <summary>The line of the remittance that reimburses a care event <c>e</c>, if there is one.</summary>
    public const string LiveLine =
        "LEFT JOIN remittance_lines live ON live.care_event_id = e.id AND live.reversed_at IS NULL";

    /// <summary>
    /// The condition for care events that a caller may see: managers see those of their organisation, owners their own.
    /// </summary>
    public const string Visible = """
        (@all OR e.organisation_id = @organisation OR e.caregiver_id IN (
            SELECT p.id FROM public_providers p WHERE p.owner_user_id = @owner))
        """;

    public static CareEvent Read(Row row) => new(
        row.Long("id"), row.Long("caregiver_id"), row.LongOrNull("organisation_id"), row.Long("event_type_id"),
        row.Long("tariff_id"), row.Long("amount"), row.Text("currency"), row.At("starts_at"),
        row.Month("service_month"), row.Month("booking_month"),
        row.LongOrNull("remittance_id") is null ? CareEventState.Open : CareEventState.Reimbursed,
        row.LongOrNull("remittance_id"), row.TextOrNull("source"), row.TextOrNull("source_key"),
        row.LongOrNull("reservation_id"), row.LongOrNull("reverses_id"), row.LongOrNull("reversed_by_id"),
        row.TextOrNull("reason"), row.At("created_at"), row.Text("actor"));

    // Caregivers share sixty-four locks, so a remittance over a thousand caregivers takes a bounded number of locks.
    static readonly Sql LedgerOf = new("SELECT caregiver_id % 64 AS key FROM care_events WHERE id = @id");

    static readonly Sql FindVisible = new($$"""
        SELECT {{Columns}}
        FROM {{From}}
        WHERE e.id = @id AND {{Visible}}
        """);

    static readonly Sql Insert = new("""
        INSERT INTO care_events
            (caregiver_id, organisation_id, event_type_id, tariff_id, amount, currency, starts_at, service_month,
             booking_month, source, source_key, reservation_id, reverses_id, reason, created_at, actor)
        VALUES (@caregiver, @organisation, @type, @tariff, @amount, @currency, @starts, @service,
                @booking, @source, @key, @reservation, @reverses, @reason, @now, @actor)
        ON CONFLICT DO NOTHING
        RETURNING id AS n
        """);
}
