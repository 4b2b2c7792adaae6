using Kalends.Platform.Calls;
using Kalends.Platform.Time;

namespace Kalends.Reimbursements.Reports;

/// <summary>
/// Adds up care events by month, caregiver and type, of those that the caller may see: whole months from the totals
/// that every change keeps, parts of months from the care events themselves.
/// </summary>
static class ReportReimbursements
{
    /// <param name="From">Care that took place at or after it.</param>
    /// <param name="To">Care that took place before it.</param>
    /// <param name="FirstMonth">Instead of <c>from</c>: the first month, such as 2026-01.</param>
    /// <param name="LastMonth">Instead of <c>to</c>: the last month, which is part of the period.</param>
    /// <param name="Basis">
    /// By which month care events are placed: that of the care, or that of its registration, with whole months only.
    /// </param>
    /// <param name="GroupBy">What to have a row for each of; the sums of everything where it is left out.</param>
    /// <param name="CaregiverIds">Only these caregivers.</param>
    /// <param name="OrganisationId">Only care that was registered in this organisation.</param>
    /// <param name="EventTypeIds">Only these types.</param>
    /// <param name="State">Only what stands so.</param>
    /// <param name="Currency">Only amounts in this currency (ISO 4217).</param>
    public sealed record Input(
        Instant? From = null, Instant? To = null, Month? FirstMonth = null, Month? LastMonth = null,
        ReportBasis Basis = ReportBasis.Service, [Count(1, 3)] IReadOnlyList<ReportGroup>? GroupBy = null,
        [Id][Count(1, 5000)] IReadOnlyList<long>? CaregiverIds = null, [Id] long? OrganisationId = null,
        [Id][Count(1, 1000)] IReadOnlyList<long>? EventTypeIds = null, CareEventState? State = null,
        [Text(3, 3)] string? Currency = null);

    /// <param name="Input">What is added up.</param>
    /// <param name="Separator">What stands between the cells of CSV: a comma, a semicolon, or the word tab.</param>
    /// <param name="DecimalComma">Whether amounts in whole units have a comma in CSV instead of a point.</param>
    public sealed record Asked(
        [Spread] Input Input, [Text(1, 3)] string Separator = ",", bool DecimalComma = false);

    /// <summary>Rows that are held at once where they cannot be streamed.</summary>
    const int RowsMax = 10_000;

    public static Task<ReportBody> Run(Asked input, Call call) => Task.FromResult(new ReportBody(
        Understand(input.Input, call), CsvForm.Of(input.Separator, input.DecimalComma), call));

    /// <summary>The same report, for filters that are too long for a query string.</summary>
    public static Task<ReportBody> Filtered(Asked input, Call call) => Run(input, call);

    /// <summary>The same report with all of its rows at once, of which there may be ten thousand.</summary>
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

    /// <summary>The question that an input asks, or the refusal that names what is wrong with it.</summary>
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
            errors.AddParameter("to", FaultCode.EndBeforeStart, "The period must not end before it starts.");
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
