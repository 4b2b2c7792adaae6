using Kalends.Events.Public;
using Kalends.Platform.Storage;
using Kalends.Platform.Time;

namespace Kalends.Reimbursements;

/// <summary>One act of reimbursing care events, in one currency (FHIR PaymentReconciliation).</summary>
/// <param name="Id">Names it.</param>
/// <param name="Reference">The payer's own name of the payment.</param>
/// <param name="CaregiverId">Whose month it reimbursed, where it was asked so.</param>
/// <param name="ServiceMonth">Which month it reimbursed, where it was asked so.</param>
/// <param name="OrganisationId">The organisation in which all of it was given, where that is one.</param>
/// <param name="Currency">Of the amount (ISO 4217).</param>
/// <param name="Events">How many care events it reimburses, reversals among them.</param>
/// <param name="Amount">Their sum in minor units; less than nothing where reversals outweigh the rest.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="CreatedBy">Who made it.</param>
/// <param name="ReversedAt">When it was reversed.</param>
/// <param name="ReversedBy">Who reversed it.</param>
/// <param name="ReversalReason">Why it was reversed.</param>
sealed record Remittance(
    long Id, string? Reference, long? CaregiverId, Month? ServiceMonth, long? OrganisationId, string Currency,
    long Events, long Amount, Instant CreatedAt, string CreatedBy, Instant? ReversedAt, string? ReversedBy,
    string? ReversalReason)
{
    /// <summary>Reversed once; its care events are open again.</summary>
    public Remittance Reverse(Instant now, string actor, string? reason) => ReversedAt is null
        ? this with { ReversedAt = now, ReversedBy = actor, ReversalReason = reason }
        : throw ReimbursementsErrors.RemittanceReversed.Refused();

    /// <summary>The words of an event about this remittance.</summary>
    public DomainEvent Event(string verb) => new("reimbursements", $"remittance.{verb}", $"remittance/{Id}", this)
    {
        ProviderId = CaregiverId,
        OrganisationId = OrganisationId,
    };

    public const string Columns =
        "id, reference, caregiver_id, service_month, organisation_id, currency, events, amount, created_at, actor, " +
        "reversed_at, reversed_by, reason";

    public static Remittance Read(Row row) => new(
        row.Long("id"), row.TextOrNull("reference"), row.LongOrNull("caregiver_id"), row.MonthOrNull("service_month"),
        row.LongOrNull("organisation_id"), row.Text("currency"), row.Long("events"), row.Long("amount"),
        row.At("created_at"), row.Text("actor"), row.AtOrNull("reversed_at"), row.TextOrNull("reversed_by"),
        row.TextOrNull("reason"));
}
