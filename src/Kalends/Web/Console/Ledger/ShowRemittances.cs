using Kalends.Platform.Calls;
using Kalends.Platform.Paging;
using Kalends.Reimbursements.Remittances;
using Kalends.Web.Frame;

namespace Kalends.Web.Console.Ledger;

/// <summary>Shows the remittances, the latest first.</summary>
static class ShowRemittances
{
    /// <param name="Cursor">The place at which the page begins.</param>
    public sealed record Input([Text(0, 4096)] string? Cursor = null);

    public const string Path = "/console/remittances";

    const int PageMax = 50;

    public static async Task<Shown> Run(Input input, Visit visit)
    {
        var (call, texts, ledger) = (visit.Call, visit.Texts, visit.Texts.Ledger);
        var found = await ListRemittances.Run(
            new NoInput(), new PageRequest(PageMax, input.Cursor) { Backward = true }, call);
        var zone = CareRows.ZoneOf(call);
        IReadOnlyList<RowTable.Cell> RowOf(Remittance one) =>
        [
            new($"{one.Id}", ShowRemittance.HrefOf(one.Id)),
            one.Reference,
            texts.DatedMoment(one.CreatedAt.InZone(zone)),
            texts.Number(one.Events),
            texts.Money(one.Amount, one.Currency),
            new(StateOf(one, visit)) { IsState = true },
        ];
        return Sheet.Page(visit, new Sheet.Seen(texts.Console.Remittances)
        {
            Parts = [new(null, new RowTable.Seen(
                texts.Filled(ledger.ZoneFormat, zone.Id),
                [
                    ledger.Number, ledger.Reference, ledger.MadeAt, new(ledger.Events, IsNumber: true),
                    new(ledger.Amount, IsNumber: true), texts.Console.State,
                ],
                [.. found.Items.Reverse().Select(RowOf)])
            {
                Pages = Pager.Of(visit, Path, found.Next),
            })],
        });
    }

    public static string StateOf(Remittance one, Visit visit) =>
        one.ReversedAt is null ? visit.Texts.Ledger.Stands : visit.Texts.Ledger.ReversedState;
}
