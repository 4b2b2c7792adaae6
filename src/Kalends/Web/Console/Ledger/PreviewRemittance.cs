using System.Globalization;
using Kalends.Platform.Calls;
using Kalends.Reimbursements.CareEvents;
using Kalends.Reimbursements.Reports;
using Kalends.Web.Frame;

namespace Kalends.Web.Console.Ledger;

/// <summary>
/// Shows what would be paid, of care events that were picked or of a caregiver's month: the sum of each currency, with
/// the form that pays it.
/// </summary>
static class PreviewRemittance
{
    /// <param name="CareEventIds">The care events that were picked.</param>
    /// <param name="CaregiverId">The caregiver whose month is paid.</param>
    /// <param name="ServiceMonth">The month.</param>
    public sealed record Input(
        [Id, Count(1, 100)] IReadOnlyList<long>? CareEventIds = null, [Id] long? CaregiverId = null,
        YearMonth? ServiceMonth = null);

    public const string Path = "/console/remittances/new";

    /// <summary>The link that pays what a list shows, if that is a caregiver's month.</summary>
    public static RowTable.Cell? HrefOf(ShowCareEvents.Input list, Visit visit) =>
        list is { CaregiverId: { } caregiver, ServiceMonth: { } month }
            ? new(visit.Texts.Ledger.RemitMonth, HrefOf(caregiver, month))
            : null;

    public static string HrefOf(long caregiverId, YearMonth month) =>
        Href.Of(Path, ("caregiver_id", $"{caregiverId}"), ("service_month", month.Written()));

    public static Task<Shown> Run(Input input, Visit visit) => Show(input, visit, why: null);

    public static Task<Shown> Again(Input input, Refused refused, Visit visit) => Show(input, visit, refused);

    static async Task<Shown> Show(Input input, Visit visit, Refused? why)
    {
        var (texts, ledger) = (visit.Texts, visit.Texts.Ledger);
        var parts = input switch
        {
            { CareEventIds: { } ids } => await OfPicked(ids, visit),
            { CaregiverId: { } caregiver, ServiceMonth: { } month } => await OfMonth(caregiver, month, visit),
            _ => [],
        };
        return Sheet.Page(visit, new Sheet.Seen(ledger.Remit)
        {
            Why = why is null ? null : texts.Sentence(why),
            Lead = parts.Count == 0 ? ledger.NothingToRemit : ledger.RemitAbout,
            Links = [new(ledger.ShowCare, ShowCareEvents.HrefOf(input.ServiceMonth, input.CaregiverId))],
            Parts = parts,
        });
    }

    static async Task<IReadOnlyList<Sheet.Part>> OfPicked(IReadOnlyList<long> ids, Visit visit)
    {
        var found = await ReadCareEvent.ByIds([.. ids.Distinct()], visit.Call);
        var parts = new List<Sheet.Part>();
        foreach (var same in found.Values.Where(one => one.State == CareEventState.Open)
            .OrderBy(one => one.StartsAt).GroupBy(one => one.Currency).OrderBy(same => same.Key))
        {
            var care = same.ToList();
            parts.Add(PartOf(
                same.Key, care.Sum(one => one.Amount), care.Count, await CareRows.Of(care, visit), visit,
                [.. care.Select(one => ("care_event_ids", one.Id.ToString(CultureInfo.InvariantCulture)))]));
        }
        return parts;
    }

    static async Task<IReadOnlyList<Sheet.Part>> OfMonth(long caregiverId, YearMonth month, Visit visit)
    {
        var report = await ReportReimbursements.Collect(
            new(FirstMonth: month, LastMonth: month, CaregiverIds: [caregiverId], State: CareEventState.Open),
            visit.Call);
        var ledger = visit.Texts.Ledger;
        return [.. report.Items.Select(sum => PartOf(
            sum.Currency, sum.Amount, sum.Events,
            new RowTable.Seen(
                visit.Texts.Month(month), [new(ledger.Events, IsNumber: true), new(ledger.Amount, IsNumber: true)],
                [[visit.Texts.Number(sum.Events), visit.Texts.Money(sum.Amount, sum.Currency)]]),
            visit,
            [("caregiver_id", $"{caregiverId}"), ("service_month", month.Written()), ("currency", sum.Currency)]))];
    }

    static Sheet.Part PartOf(
        string currency, long amount, long events, RowTable.Seen rows, Visit visit,
        IReadOnlyList<(string, string)> which)
    {
        var (texts, ledger) = (visit.Texts, visit.Texts.Ledger);
        var sum = texts.Money(amount, currency);
        return new Sheet.Part($"{currency}: {sum} ({ledger.Events}: {texts.Number(events)})", rows)
        {
            Acts = [new(Path, texts.Filled(ledger.RemitNowFormat, sum))
            {
                Hidden = which,
                Fields = [new("reference", ledger.Reference)
                {
                    Id = $"reference-{currency}",
                    Hint = ledger.ReferenceHint,
                    LengthMax = 100,
                    Required = true,
                }],
            }],
        };
    }
}
