using Kalends.Platform.Calls;
using Kalends.Platform.Http;
using Kalends.Reimbursements.CareEvents;

namespace Kalends.Reimbursements.Reports;

/// <summary>
/// Adds up the care events that the caller may see by month, caregiver and type: whole months from totals that every
/// change updates, parts of months from the care events themselves.
/// </summary>
static class ReportReimbursements
{
    /// <param name="From">Only care that took place at or after this time.</param>
    /// <param name="To">Only care that took place before this time.</param>
    /// <param name="FirstMonth">The first month, such as 2026-01; an alternative to <c>from</c>.</param>
    /// <param name="LastMonth">The last month, included in the period; an alternative to <c>to</c>.</param>
    /// <param name="Basis">
    /// The month that care events are placed in: that of the care, or that of its registration, which takes whole
    /// months only.
    /// </param>
    /// <param name="GroupBy">
    /// The groups that have a row each; if they are left out, the report has the sums of everything.
    /// </param>
    /// <param name="CaregiverIds">Only care of these caregivers.</param>
    /// <param name="OrganisationId">Only care that was registered in this organisation.</param>
    /// <param name="EventTypeIds">Only care of these types.</param>
    /// <param name="State">Only care events in this state.</param>
    /// <param name="Currency">Only amounts in this currency (ISO 4217).</param>
    public sealed record Input(
        Instant? From = null, Instant? To = null, YearMonth? FirstMonth = null, YearMonth? LastMonth = null,
        ReportBasis Basis = ReportBasis.Service, [Count(1, 3)] IReadOnlyList<ReportGroup>? GroupBy = null,
        [Id][Count(1, 5000)] IReadOnlyList<long>? CaregiverIds = null, [Id] long? OrganisationId = null,
        [Id][Count(1, 1000)] IReadOnlyList<long>? EventTypeIds = null, CareEventState? State = null,
        [Text(3, 3)] string? Currency = null);

    /// <param name="Input">The care to add up.</param>
    /// <param name="Separator">The separator between the cells of CSV: a comma, a semicolon, or the word tab.</param>
    /// <param name="DecimalComma">
    /// Whether amounts in whole units have a decimal comma in CSV instead of a point.
    /// </param>
    public sealed record Asked(
        [Spread] Input Input, [Text(1, 3)] string Separator = ",", bool DecimalComma = false);

    /// <summary>The largest number of rows that are held at once if they cannot be streamed.</summary>
    const int RowsMax = 10_000;

    public static Task<ReportBody> Run(Asked input, Call call) => Task.FromResult(new ReportBody(
        Understand(input.Input, call), CsvForm.Of(input.Separator, input.DecimalComma), call));

    /// <summary>Answers the same report, for filters that are too long for a query string.</summary>
    public static Task<ReportBody> Filtered(Asked input, Call call) => Run(input, call);

    /// <summary>Answers the same report as CSV, whatever else the caller would take.</summary>
    public static ReportBody AsCsv(Asked input, Call call) => new(
        Understand(input.Input, call), CsvForm.Of(input.Separator, input.DecimalComma), call, Formats.Csv);

    /// <summary>Answers the same report with all rows at once, at most ten thousand.</summary>
    public static async Task<ReimbursementReport> Collect(Input input, Call call)
    {
        var (question, rows) = (Understand(input, call), new List<ReportRow>());
        await question.Each(call, row =>
        {
            if (rows.Count == RowsMax)
                throw ReimbursementsErrors.TooManyRows.Refused(RowsMax);
            rows.Add(row);
            return ValueTask.CompletedTask;
        });
        return new ReimbursementReport(
            call.Now, question.Basis, question.TimeZone, question.From, question.To, question.GroupBy, rows);
    }

    /// <summary>Reads the request, and refuses one with faults, naming each of them.</summary>
    public static ReportQuestion Understand(Input input, Call call)
    {
        var rules = call.Settings<ReimbursementsSettings>();
        var from = input.From ?? input.FirstMonth?.Start(rules.Zone);
        var to = input.To ?? input.LastMonth?.Next.Start(rules.Zone);
        var period = ReportPeriod.Of(from, to, rules.Zone);

        var errors = new ValidationErrors();
        if (input.From is not null && input.FirstMonth is not null)
            errors.AddParameter(
                "first_month", ReimbursementsErrors.OneOfTwo, "The period starts with from or first_month, not both.");
        if (input.To is not null && input.LastMonth is not null)
            errors.AddParameter(
                "last_month", ReimbursementsErrors.OneOfTwo, "The period ends with to or last_month, not both.");
        if (to < from)
            errors.AddParameter(
                input.To is null ? "last_month" : "to", FaultCode.EndBeforeStart,
                "The period must not end before it starts.");
        if (input.Basis == ReportBasis.Booking && period.HasEdges)
            errors.AddParameter("basis", ReimbursementsErrors.WholeMonthsOnly,
                $"By booking, a period has whole months of {rules.TimeZone} only: use first_month and last_month.");
        if (input.Currency is { } code && Currency.Find(code) is null)
            errors.AddParameter(
                "currency", FaultCode.UnknownCurrency, "currency must be a code of ISO 4217, such as SEK.");
        errors.ThrowIfAny();
        return new ReportQuestion(
            from, to, period, input.Basis, rules.TimeZone, input.GroupBy?.Distinct().Order().ToList() ?? [],
            input.CaregiverIds, input.OrganisationId, input.EventTypeIds, input.State, input.Currency);
    }
}
