using System.Text.Json.Serialization;
using Kalends.Events.Public;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Platform.Time;
using Kalends.Providers.Public;

namespace Kalends.Reimbursements;

/// <summary>Whether a care event is in a remittance that stands.</summary>
enum CareEventState
{
    /// <summary>No remittance that stands has it.</summary>
    Open,

    /// <summary>A remittance that stands has it.</summary>
    Reimbursed,
}

/// <summary>One registered piece of care with its amount frozen (FHIR ChargeItem); it never changes.</summary>
/// <param name="Id">Names it.</param>
/// <param name="CaregiverId">The provider who gave the care.</param>
/// <param name="OrganisationId">The caregiver's organisation when it was registered; it keeps the sight of it.</param>
/// <param name="EventTypeId">What kind of care.</param>
/// <param name="TariffId">The tariff that the amount comes from.</param>
/// <param name="Amount">In minor units; a reversal has the negative of what it reverses.</param>
/// <param name="Currency">Of the amount (ISO 4217).</param>
/// <param name="StartsAt">When the care took place.</param>
/// <param name="ServiceMonth">The business month of <paramref name="StartsAt"/>, fixed when it was registered.</param>
/// <param name="BookingMonth">The business month in which it was registered.</param>
/// <param name="State">Derived from the remittances.</param>
/// <param name="RemittanceId">The remittance that reimburses it.</param>
/// <param name="Source">The system that <paramref name="SourceKey"/> comes from.</param>
/// <param name="SourceKey">What that system calls it.</param>
/// <param name="ReservationId">The reservation that it completed.</param>
/// <param name="ReversesId">The care event that this one reverses.</param>
/// <param name="ReversedById">The care event that reverses this one.</param>
/// <param name="ReversalReason">Why it reverses.</param>
/// <param name="CreatedAt">When it was registered.</param>
/// <param name="CreatedBy">Who registered it.</param>
sealed record CareEvent(
    long Id, long CaregiverId, long? OrganisationId, long EventTypeId, long TariffId, long Amount, string Currency,
    Instant StartsAt, Month ServiceMonth, Month BookingMonth, CareEventState State, long? RemittanceId,
    string? Source, string? SourceKey, long? ReservationId, long? ReversesId, long? ReversedById,
    string? ReversalReason, Instant CreatedAt, string CreatedBy)
{
    /// <summary>What it adds to a count: a reversal takes one away.</summary>
    [JsonIgnore]
    public int Count => ReversesId is null ? 1 : -1;

    /// <summary>Refuses to delete what others rest on already.</summary>
    public void CheckDelete()
    {
        if (State == CareEventState.Reimbursed)
            throw ReimbursementsErrors.ReverseInstead.Refused();
        if (ReversesId is not null || ReversedById is not null)
            throw ReimbursementsErrors.BothKept.Refused();
    }

    /// <summary>
    /// The opposite of this one, in the same service month and organisation: what was counted is counted off, and open
    /// until it is remitted itself.
    /// </summary>
    public CareEvent Reverse(Month booking, string? reason, Instant now, string actor)
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

    /// <summary>The words of an event about this care event.</summary>
    public DomainEvent Event(string verb) => new("reimbursements", $"care_event.{verb}", $"care_event/{Id}", this)
    {
        ProviderId = CaregiverId,
        OrganisationId = OrganisationId,
    };

    /// <summary>
    /// Writes it down with its total and its event; null where the database holds one of the same source, reservation
    /// or reversed event.
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

    /// <summary>A care event that the caller may see, or the refusal that there is none.</summary>
    public static async Task<CareEvent> Find(Session session, Call call, long id) =>
        await session.One(FindVisible, Read, call.Scope.With(("id", id)))
            ?? throw ReimbursementsErrors.NoSuchCareEvent.Refused();

    /// <summary>The same, with its caregiver's ledger locked: nobody remits or reverses it meanwhile.</summary>
    public static async Task<CareEvent> FindToChange(Session session, Call call, long id)
    {
        session.Lock(LockOn.Ledger, LedgerOf, ("id", id));
        return await Find(session, call, id);
    }

    /// <summary>
    /// What <see cref="Read"/> reads, with the live line and the reversal of each care event <c>e</c>.
    /// </summary>
    public const string Columns = """
        e.id, e.caregiver_id, e.organisation_id, e.event_type_id, e.tariff_id, e.amount, e.currency, e.starts_at,
        e.service_month, e.booking_month, e.source, e.source_key, e.reservation_id, e.reverses_id, e.reason,
        e.created_at, e.actor,
        live.remittance_id, undone.id AS reversed_by_id
        """;

    public const string Joins = """
        LEFT JOIN remittance_lines live ON live.care_event_id = e.id AND live.reversed_at IS NULL
        LEFT JOIN care_events undone ON undone.reverses_id = e.id
        """;

    /// <summary>
    /// Which care events a caller may see: managers what was registered in their organisation, owners their own.
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

    // Caregivers share sixty-four locks, so that a remittance over a thousand of them takes a bounded number.
    static readonly Sql LedgerOf = new("SELECT caregiver_id % 64 AS key FROM care_events WHERE id = @id");

    static readonly Sql FindVisible = new($$"""
        SELECT {{Columns}}
        FROM care_events e
        {{Joins}}
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
