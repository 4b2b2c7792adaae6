using System.Text.Json.Serialization;
using Kalends.Reimbursements.CareEvents;

namespace Kalends.Reimbursements.Reports;

/// <summary>The month that a report places a care event in; reports on both bases are right, and differ.</summary>
enum ReportBasis
{
    /// <summary>The month in which the care took place: a late entry changes an old month.</summary>
    Service,

    /// <summary>
    /// The month in which the care event was registered: a late entry leaves earlier months unchanged.
    /// </summary>
    Booking,
}

/// <summary>A kind of group that a report has a row for each of.</summary>
enum ReportGroup
{
    /// <summary>One row for each month of the report's basis.</summary>
    Month,

    /// <summary>One row for each caregiver.</summary>
    Caregiver,

    /// <summary>One row for each event type.</summary>
    Type,
}

/// <summary>One sum of a report; members that the report is not grouped by are absent.</summary>
/// <param name="Month">The month, on the report's basis.</param>
/// <param name="CaregiverId">The caregiver who gave the care.</param>
/// <param name="CaregiverName">The caregiver's present name.</param>
/// <param name="EventTypeId">The kind of care.</param>
/// <param name="EventTypeName">The name of the event type.</param>
/// <param name="State">The state of the care events: open or reimbursed.</param>
/// <param name="Currency">The currency of the amount; amounts of two currencies are never added.</param>
/// <param name="Events">The number of care events; a reversal counts as minus one.</param>
/// <param name="Amount">The sum of the amounts in minor units, reversals deducted.</param>
readonly record struct ReportRow(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] YearMonth? Month,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? CaregiverId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? CaregiverName,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? EventTypeId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? EventTypeName,
    CareEventState State, string Currency, long Events, long Amount)
{
    /// <summary>The amount in whole units, with exactly the currency's decimals.</summary>
    public decimal InUnits() =>
        new Money(Amount, Platform.Currency.Find(Currency) ?? new Platform.Currency(Currency, 2)).Units;
}

/// <summary>The sums of care events by the requested groups.</summary>
/// <param name="GeneratedAt">The time at which the sums were true.</param>
/// <param name="Basis">The month that care events are placed in.</param>
/// <param name="TimeZone">The time zone of the months.</param>
/// <param name="From">The start of the period; null if it has no start.</param>
/// <param name="To">The end of the period, exclusive; null if it has no end.</param>
/// <param name="GroupBy">The groups that have a row each.</param>
/// <param name="Items">The sums, in the order of month, caregiver, type, currency, state.</param>
sealed record ReimbursementReport(
    Instant GeneratedAt, ReportBasis Basis, string TimeZone, Instant? From, Instant? To,
    IReadOnlyList<ReportGroup> GroupBy, IReadOnlyList<ReportRow> Items);
