using Kalends.Platform.Calls;
using Kalends.Platform.Paging;
using Kalends.Reimbursements.Remittances;
using Kalends.Web.Frame;

namespace Kalends.Web.Console.Ledger;

/// <summary>Shows a remittance with its care events, and how to reverse it.</summary>
static class ShowRemittance
{
    /// <param name="Id">The id of the remittance.</param>
    /// <param name="Cursor">The place at which the page of care events begins.</param>
    public sealed record Input([Id] long Id, [Text(0, 4096)] string? Cursor = null);

    const int PageMax = 50;

    public static string HrefOf(long id) => $"{ShowRemittances.Path}/{id}";

    public static Task<Shown> Run(Input input, Visit visit) => Show(input, visit, why: null);

    public static Task<Shown> Again(Input input, Refused refused, Visit visit) => Show(input, visit, refused);

    static async Task<Shown> Show(Input input, Visit visit, Refused? why)
    {
        var (call, texts, ledger) = (visit.Call, visit.Texts, visit.Texts.Ledger);
        var one = await ReadRemittance.Run(new(input.Id), call);
        var lines = await ListRemitted.Run(new(one.Id), new PageRequest(PageMax, input.Cursor), call);
        var zone = CareRows.ZoneOf(call);
        var rows = await CareRows.Of(lines.Items, visit);
        return Sheet.Page(visit, new Sheet.Seen($"{ledger.Remittance} {one.Id}")
        {
            Why = why is null ? null : texts.Sentence(why),
            Facts =
            [
                (ledger.Reference, one.Reference), (ledger.Amount, texts.Money(one.Amount, one.Currency)),
                (ledger.Events, texts.Number(one.Events)), (texts.Console.State, ShowRemittances.StateOf(one, visit)),
                (ledger.MadeAt, texts.DatedMoment(one.CreatedAt.InZone(zone))),
                .. one.ReversedAt is not { } at ? [] : ((string, RowTable.Cell)[])[
                    (ledger.ReversedState, texts.DatedMoment(at.InZone(zone))),
                    (texts.Console.Reason, one.ReversalReason)],
            ],
            Parts = [new(ledger.Events, rows with { Pages = Pager.Of(visit, HrefOf(one.Id), lines.Next) })],
            Acts = one.ReversedAt is not null ? [] : [new($"{HrefOf(one.Id)}/reverse", ledger.ReverseNow)
            {
                Opens = ledger.ReverseRemittance,
                About = ledger.ReverseRemittanceAbout,
                Warns = true,
                Fields = [new("reason", texts.Console.Reason) { LengthMax = 500 }],
            }],
        });
    }
}
