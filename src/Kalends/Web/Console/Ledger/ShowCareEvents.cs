using Kalends.Platform.Calls;
using Kalends.Platform.Paging;
using Kalends.Platform.Storage;
using Kalends.Reimbursements;
using Kalends.Reimbursements.CareEvents;
using Kalends.Web.Frame;

namespace Kalends.Web.Console.Ledger;

/// <summary>
/// Shows the care events that the visitor may see, the latest first, of which accountants pick some to pay.
/// </summary>
static class ShowCareEvents
{
    /// <param name="CaregiverId">Only those of this caregiver.</param>
    /// <param name="EventTypeId">Only those of this kind.</param>
    /// <param name="ServiceMonth">Only those of this month.</param>
    /// <param name="State">Only those in this state.</param>
    /// <param name="Cursor">The place at which the page begins.</param>
    public sealed record Input(
        [Id] long? CaregiverId = null, [Id] long? EventTypeId = null, YearMonth? ServiceMonth = null,
        CareEventState? State = null, [Text(0, 4096)] string? Cursor = null);

    public const string Path = "/console/care-events";

    const int PageMax = 50;

    static readonly string[] Filters = ["caregiver_id", "event_type_id", "service_month", "state"];

    /// <summary>The address of the care events of a group of a report.</summary>
    public static string HrefOf(
        YearMonth? month, long? caregiverId = null, long? eventTypeId = null, CareEventState? state = null) => Href.Of(
        Path, ("caregiver_id", $"{caregiverId}"), ("event_type_id", $"{eventTypeId}"),
        ("service_month", month?.Written()), ("state", state is { } word ? EnumText.Of(word) : null));

    public static async Task<Shown> Run(Input input, Visit visit)
    {
        var found = await ListCareEvents.Run(
            new(input.CaregiverId, input.EventTypeId, input.ServiceMonth, input.State),
            new PageRequest(PageMax, input.Cursor) { Backward = true }, visit.Call);
        var pays = visit.May(ReimbursementsAccess.Account);
        var rows = await CareRows.Of([.. found.Items.Reverse()], visit, pays);
        var part = new Sheet.Part(null, rows with { Pages = Pager.Of(visit, Path, found.Next, Filters) })
        {
            Sends = pays && found.Items.Any(one => one.State == CareEventState.Open)
                ? new(visit.Texts.Ledger.RemitChosen, PreviewRemittance.Path)
                : null,
        };
        return await Show(visit, part, why: null, pays ? PreviewRemittance.HrefOf(input, visit) : null);
    }

    public static Task<Shown> Again(NoInput input, Refused refused, Visit visit) => Show(visit, null, refused, null);

    static async Task<Shown> Show(Visit visit, Sheet.Part? part, Refused? why, RowTable.Cell? remitsMonth)
    {
        var (call, texts, ledger) = (visit.Call, visit.Texts, visit.Texts.Ledger);
        var faults = FieldFault.Of(why, texts);
        Field.Seen WithFault(Field.Seen field) =>
            field with { Fault = faults.FirstOrDefault(fault => fault.Field == field.Name) };
        return Sheet.Page(visit, new Sheet.Seen(texts.Console.CareEvents)
        {
            Links =
            [
                new(ledger.RegisterCare, ShowNewCare.Path),
                .. remitsMonth is null ? [] : (RowTable.Cell[])[remitsMonth],
            ],
            Filter = new(Path, [.. ((Field.Seen[])
            [
                await Caregivers.Field(ledger.Caregiver, call, texts.Any),
                await CareTypes.Field(ledger.CareType, call, texts.Any),
                new("service_month", ledger.ServiceMonth) { Type = "month" },
                new("state", texts.Console.State)
                {
                    Choices = StatesOf(visit),
                    Hint = why is null ? null : ledger.StateHint,
                },
            ]).Select(WithFault)]),
            Parts = part is null ? [] : [part],
        });
    }

    static IReadOnlyList<Field.Choice> StatesOf(Visit visit) =>
    [
        new("", visit.Texts.Any),
        .. Enum.GetValues<CareEventState>().Select(
            state => new Field.Choice(EnumText.Of(state), visit.Texts.State(state))),
    ];
}
