using System.Text.Json.Serialization;
using Kalends.Platform.Time;

namespace Kalends.Reimbursements.Reports;

/// <summary>Which month of a care event a report goes by; reports on both are right, and differ.</summary>
enum ReportBasis
{
    /// <summary>The month in which the care took place: a late entry changes an old month.</summary>
    Service,

    /// <summary>The month in which it was registered: a late entry leaves the months before as they were.</summary>
    Booking,
}

/// <summary>What a report has a row for each of.</summary>
enum ReportGroup
{
    /// <summary>Each month, of the basis of the report.</summary>
    Month,

    /// <summary>Each caregiver.</summary>
    Caregiver,

    /// <summary>Each event type.</summary>
    Type,
}

/// <summary>One sum of a report; what it is not grouped by is absent.</summary>
/// <param name="Month">The month, of the report's basis.</param>
/// <param name="CaregiverId">Who gave the care.</param>
/// <param name="CaregiverName">Their name now.</param>
/// <param name="EventTypeId">Which kind of care.</param>
/// <param name="EventTypeName">Its name.</param>
/// <param name="State">Whether it is reimbursed.</param>
/// <param name="Currency">Of the amount; amounts of two currencies are never added.</param>
/// <param name="Events">How many care events; a reversal counts as minus one.</param>
/// <param name="Amount">Their sum in minor units, reversals deducted.</param>
readonly record struct ReportRow(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Month? Month,
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

/// <summary>Sums of care events, by what was asked for.</summary>
/// <param name="GeneratedAt">When they were true.</param>
/// <param name="Basis">By which month care events are placed.</param>
/// <param name="TimeZone">The zone of the months.</param>
/// <param name="From">Where the period starts; null where it has no start.</param>
/// <param name="To">Where it ends, exclusive; null where it has no end.</param>
/// <param name="GroupBy">What there is a row for each of.</param>
/// <param name="Items">The sums, in the order of month, caregiver, type, currency, state.</param>
sealed record ReimbursementReport(
    Instant GeneratedAt, ReportBasis Basis, string TimeZone, Instant? From, Instant? To,
    IReadOnlyList<ReportGroup> GroupBy, IReadOnlyList<ReportRow> Items);
