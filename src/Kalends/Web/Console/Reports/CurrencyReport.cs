using Kalends.Reimbursements.CareEvents;
using Kalends.Reimbursements.Reports;
using Kalends.Web.Charts;
using Kalends.Web.Console.Ledger;
using Kalends.Web.Frame;

namespace Kalends.Web.Console.Reports;

/// <summary>The charts and the tables of one currency.</summary>
/// <param name="currency">The currency.</param>
/// <param name="asked">The report.</param>
/// <param name="months">Its rows by month, of the year before too.</param>
/// <param name="groups">Its rows of the whole period, by what it is split by.</param>
/// <param name="split">Its rows by month of those that have a series.</param>
/// <param name="series">Those that have a series.</param>
/// <param name="visit">The visit.</param>
sealed class CurrencyReport(
    string currency, AskedReport asked, List<ReportRow> months, List<ReportRow> groups, List<ReportRow> split,
    SplitSeries series, Visit visit)
{
    const int RowsMax = 200;

    readonly Dictionary<YearMonth, StateSums> _months = months.GroupBy(row => row.Month!.Value)
        .ToDictionary(month => month.Key, StateSums.Of);

    public ReportsView.Part Part()
    {
        var reports = visit.Texts.Reports;
        return new ReportsView.Part(
            currency,
            [
                Chart("paid", reports.PaidAndOpen, PaidAndOpen(), ChartKind.Stacked, Money, OnMoneyAxis),
                Chart("year", reports.YearBefore, WithYearBefore(sums => sums.Amount), ChartKind.Grouped, Money,
                    OnMoneyAxis),
                Chart("count", reports.EventsAndYearBefore, WithYearBefore(sums => sums.Events), ChartKind.Lines,
                    visit.Texts.Number, (_, value) => visit.Texts.Number(value)),
            ],
            MonthTable(), DownloadReport.HrefOf(asked.File(ReportGroup.Month)),
            Chart("split", SplitTitle, SplitFigures(), ChartKind.Stacked, Money, OnMoneyAxis),
            SplitTable(), DownloadReport.HrefOf(asked.File(ReportGroup.Month, asked.Group)));
    }

    string SplitTitle => asked.Split == ReportSplit.Type ? visit.Texts.Reports.ByType : visit.Texts.Reports.ByCaregiver;

    StateSums SumsOf(YearMonth month) => _months.GetValueOrDefault(month) ?? new StateSums(0, 0, 0, 0);

    Figures PaidAndOpen() => FiguresOf(
        (visit.Texts.Ledger.Paid, month => SumsOf(month).PaidAmount),
        (visit.Texts.Ledger.Open, month => SumsOf(month).OpenAmount));

    Figures WithYearBefore(Func<StateSums, long> value) => FiguresOf(
        (visit.Texts.Reports.ThisPeriod, month => value(SumsOf(month))),
        (visit.Texts.Reports.AYearBefore, month => value(SumsOf(month.PlusMonths(-12)))));

    Figures SplitFigures()
    {
        var sums = split.ToLookup(row => (series.Key(row), row.Month!.Value));
        var own = series.ByCurrency.GetValueOrDefault(currency) ?? [];
        long AmountOf(long id, YearMonth month) => sums[(id, month)].Sum(row => row.Amount);
        long Others(YearMonth month) => SumsOf(month).Amount - own.Sum(one => AmountOf(one.Id, month));
        return FiguresOf(
        [
            .. own.Select(one => (one.Name, (Func<YearMonth, long>)(month => AmountOf(one.Id, month)))),
            .. asked.Months.All(month => Others(month) == 0)
                ? []
                : ((string, Func<YearMonth, long>)[])[(visit.Texts.Reports.Others, Others)],
        ]);
    }

    Figures FiguresOf(params IReadOnlyList<(string Name, Func<YearMonth, long> Value)> all) => new(
        [.. asked.Months.Select(visit.Texts.BriefMonth)],
        [.. all.Select(one => new Series(one.Name, [.. asked.Months.Select(month => (decimal)one.Value(month))]))]);

    ChartView.Seen Chart(
        string id, string title, Figures figures, ChartKind kind, Func<decimal, string> written,
        Func<Axis, decimal, string> onAxis) =>
        ChartView.Of($"{id}-{currency}", $"{title} ({currency})", figures, kind, written, onAxis);

    RowTable.Seen MonthTable()
    {
        var (texts, ledger, reports) = (visit.Texts, visit.Texts.Ledger, visit.Texts.Reports);
        IReadOnlyList<RowTable.Cell> RowOf(YearMonth month)
        {
            var (sums, before) = (SumsOf(month), SumsOf(month.PlusMonths(-12)));
            return
            [
                new(texts.Month(month), CareOf(month, null)), texts.Number(sums.Events),
                new(Money(sums.PaidAmount), CareOf(month, CareEventState.Reimbursed)),
                new(Money(sums.OpenAmount), CareOf(month, CareEventState.Open)),
                Money(sums.Amount), texts.Number(before.Events), Money(before.Amount),
            ];
        }
        return new RowTable.Seen(
            $"{reports.ByMonth} ({currency})",
            [
                ledger.Month, new(ledger.Events, IsNumber: true), new(ledger.Paid, IsNumber: true),
                new(ledger.Open, IsNumber: true), new(ledger.Total, IsNumber: true),
                new(reports.EventsBefore, IsNumber: true), new(reports.TotalBefore, IsNumber: true),
            ],
            [.. asked.Months.Select(RowOf)]);
    }

    RowTable.Seen SplitTable()
    {
        var (texts, ledger) = (visit.Texts, visit.Texts.Ledger);
        IReadOnlyList<RowTable.Cell> RowOf(IGrouping<long, ReportRow> group)
        {
            var sums = StateSums.Of(group);
            return
            [
                new(series.Name(group.First()), CareOf(group.Key)), texts.Number(sums.Events), Money(sums.PaidAmount),
                Money(sums.OpenAmount), Money(sums.Amount),
            ];
        }
        var all = groups.GroupBy(series.Key).OrderByDescending(group => StateSums.Of(group).Amount).ToList();
        return new RowTable.Seen(
            all.Count > RowsMax ? texts.Filled(ledger.OnlyFirstFormat, RowsMax) : $"{SplitTitle} ({currency})",
            [
                asked.Split == ReportSplit.Type ? ledger.CareType : ledger.Caregiver,
                new(ledger.Events, IsNumber: true), new(ledger.Paid, IsNumber: true),
                new(ledger.Open, IsNumber: true), new(ledger.Total, IsNumber: true),
            ],
            [.. all.Take(RowsMax).Select(RowOf)]);
    }

    // Care events are listed by the month of the care, so sums by the month of the entry lead to no list.
    string? CareOf(YearMonth month, CareEventState? state) => asked.Basis == ReportBasis.Booking
        ? null
        : ShowCareEvents.HrefOf(month, asked.CaregiverId, asked.EventTypeId, state);

    string CareOf(long id) => asked.Split == ReportSplit.Type
        ? ShowCareEvents.HrefOf(null, asked.CaregiverId, id)
        : ShowCareEvents.HrefOf(null, id, asked.EventTypeId);

    string Money(decimal minor) => visit.Texts.Money((long)minor, currency);

    string OnMoneyAxis(Axis axis, decimal minor) => visit.Texts.MoneyOnAxis(minor, axis.Step, currency);
}
