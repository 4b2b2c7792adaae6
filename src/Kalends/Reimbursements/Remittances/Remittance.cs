using Kalends.Events.Public;
using Kalends.Platform.Storage;

namespace Kalends.Reimbursements.Remittances;

/// <summary>One reimbursement of care events, in one currency (FHIR PaymentReconciliation).</summary>
/// <param name="Id">The id of the remittance.</param>
/// <param name="Reference">The payer's own name of the payment.</param>
/// <param name="CaregiverId">The caregiver whose month was reimbursed, if the request named one.</param>
/// <param name="ServiceMonth">The month that was reimbursed, if the request named one.</param>
/// <param name="OrganisationId">
/// The organisation in which all the care was registered; null if there is no single one.
/// </param>
/// <param name="Currency">The currency of the amount (ISO 4217).</param>
/// <param name="Events">The number of reimbursed care events, reversals included.</param>
/// <param name="Amount">The sum of their amounts in minor units; negative if reversals outweigh the rest.</param>
/// <param name="CreatedAt">The time at which the remittance was made.</param>
/// <param name="CreatedBy">The user who made the remittance.</param>
/// <param name="ReversedAt">The time of the reversal.</param>
/// <param name="ReversedBy">The user who reversed the remittance.</param>
/// <param name="ReversalReason">The reason of the reversal.</param>
sealed record Remittance(
    long Id, string? Reference, long? CaregiverId, YearMonth? ServiceMonth, long? OrganisationId, string Currency,
    long Events, long Amount, Instant CreatedAt, string CreatedBy, Instant? ReversedAt, string? ReversedBy,
    string? ReversalReason)
{
    /// <summary>Reverses the remittance, at most once; its care events are open again.</summary>
    public Remittance Reverse(Instant now, string actor, string? reason) => ReversedAt is null
        ? this with { ReversedAt = now, ReversedBy = actor, ReversalReason = reason }
        : throw ReimbursementsErrors.RemittanceReversed.Refused();

    /// <summary>The entry of the event log about this remittance, without the reason of a reversal.</summary>
    public DomainEvent Event(string verb) => new("reimbursements", $"remittance.{verb}", $"remittance/{Id}", new Facts(
        Id, Reference, CaregiverId, ServiceMonth, OrganisationId, Currency, Events, Amount, CreatedAt, CreatedBy,
        ReversedAt, ReversedBy))
    {
        ProviderId = CaregiverId,
        OrganisationId = OrganisationId,
    };

    sealed record Facts(
        long Id, string? Reference, long? CaregiverId, YearMonth? ServiceMonth, long? OrganisationId, string Currency,
        long Events, long Amount, Instant CreatedAt, string CreatedBy, Instant? ReversedAt, string? ReversedBy);

    public const string Columns =
        "id, reference, caregiver_id, service_month, organisation_id, currency, events, amount, created_at, actor, " +
        "reversed_at, reversed_by, reason";

    public static Remittance Read(Row row) => new(
        row.Long("id"), row.TextOrNull("reference"), row.LongOrNull("caregiver_id"), row.MonthOrNull("service_month"),
        row.LongOrNull("organisation_id"), row.Text("currency"), row.Long("events"), row.Long("amount"),
        row.At("created_at"), row.Text("actor"), row.AtOrNull("reversed_at"), row.TextOrNull("reversed_by"),
        row.TextOrNull("reason"));
}
