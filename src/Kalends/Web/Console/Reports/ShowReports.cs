using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Reimbursements.Reports;
using Kalends.Web.Console.Ledger;
using Kalends.Web.Frame;

namespace Kalends.Web.Console.Reports;

/// <summary>
/// Shows the months of the ledger as charts and tables: paid against open, compared with a year before, and split by
/// caregiver or kind of care. Each currency has charts of its own.
/// </summary>
static class ShowReports
{
    /// <param name="FirstMonth">The first month; by default eleven months before the last.</param>
    /// <param name="LastMonth">The last month; by default the present one.</param>
    /// <param name="Basis">The month that care events are placed in.</param>
    /// <param name="SplitBy">By what the months are split.</param>
    /// <param name="CaregiverId">Only care of this caregiver.</param>
    /// <param name="EventTypeId">Only care of this kind.</param>
    public sealed record Input(
        YearMonth? FirstMonth = null, YearMonth? LastMonth = null, ReportBasis Basis = ReportBasis.Service,
        ReportSplit SplitBy = ReportSplit.Caregiver, [Id] long? CaregiverId = null, [Id] long? EventTypeId = null);

    public const string Path = "/console/reports";

    public static async Task<Shown> Run(Input input, Visit visit)
    {
        var (asked, call) = (AskedReport.Of(input, visit.Call), visit.Call);
        var months = await ReportReimbursements.Collect(asked.ByMonth, call);
        var groups = await ReportReimbursements.Collect(asked.BySplit, call);
        var series = SplitSeries.Of(groups.Items, asked);
        var split = series.Ids.Count == 0
            ? []
            : (await ReportReimbursements.Collect(asked.ByMonthAndSplit(series.Ids), call)).Items;
        var parts = months.Items.Select(row => row.Currency).Distinct().Order(StringComparer.Ordinal)
            .Select(currency => new CurrencyReport(
                currency, asked, OfCurrency(months.Items, currency), OfCurrency(groups.Items, currency),
                OfCurrency(split, currency), series, visit).Part())
            .ToList();
        return await Show(visit, parts, asked, why: null);
    }

    public static Task<Shown> Again(NoInput input, Refused refused, Visit visit) => Show(visit, [], null, refused);

    static async Task<Shown> Show(
        Visit visit, List<ReportsView.Part> parts, AskedReport? asked, Refused? why)
    {
        var (call, texts, reports) = (visit.Call, visit.Texts, visit.Texts.Reports);
        var faults = FieldFault.Of(why, texts);
        Field.Seen WithFault(Field.Seen field) =>
            field with { Fault = faults.FirstOrDefault(fault => fault.Field == field.Name) };
        var filter = new FilterForm.Seen(Path, [.. ((Field.Seen[])
        [
            new("first_month", reports.FirstMonth, asked?.First.Written()) { Type = "month" },
            new("last_month", reports.LastMonth, asked?.Last.Written())
            {
                Type = "month",
                Hint = why is null ? null : texts.Filled(reports.MonthsMaxFormat, AskedReport.MonthsMax),
            },
            new("split_by", reports.SplitBy)
            {
                Required = true,
                Choices =
                [
                    new(EnumText.Of(ReportSplit.Caregiver), texts.Ledger.Caregiver),
                    new(EnumText.Of(ReportSplit.Type), texts.Ledger.CareType),
                ],
            },
            new("basis", reports.Basis)
            {
                Required = true,
                Choices =
                [
                    new(EnumText.Of(ReportBasis.Service), texts.Ledger.ServiceMonth),
                    new(EnumText.Of(ReportBasis.Booking), texts.Ledger.BookingMonth),
                ],
            },
            await Caregivers.Field(texts.Ledger.Caregiver, call, texts.Any),
            await CareTypes.Field(texts.Ledger.CareType, call, texts.Any),
        ]).Select(WithFault)]);
        return ConsolePage.Of<ReportsView, ReportsView.Seen>(visit, texts.Console.Reports, new(
            filter, why is null ? null : texts.Sentence(why), parts,
            asked is not null && parts.Count == 0 ? texts.Console.NothingFound : null));
    }

    static List<ReportRow> OfCurrency(IReadOnlyList<ReportRow> rows, string currency) =>
        [.. rows.Where(row => row.Currency == currency)];
}
