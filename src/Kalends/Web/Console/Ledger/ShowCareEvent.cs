using Kalends.Platform.Calls;
using Kalends.Providers.Public;
using Kalends.Reimbursements;
using Kalends.Reimbursements.CareEvents;
using Kalends.Reimbursements.Tariffs;
using Kalends.Web.Frame;

namespace Kalends.Web.Console.Ledger;

/// <summary>Shows a care event with all that is known of it, and what can be done about it.</summary>
static class ShowCareEvent
{
    /// <param name="Id">The id of the care event.</param>
    public sealed record Input([Id] long Id);

    public static string HrefOf(long id) => $"{ShowCareEvents.Path}/{id}";

    public static Task<Shown> Run(Input input, Visit visit) => Show(input, visit, why: null);

    public static Task<Shown> Again(Input input, Refused refused, Visit visit) => Show(input, visit, refused);

    static async Task<Shown> Show(Input input, Visit visit, Refused? why)
    {
        var (call, texts, ledger) = (visit.Call, visit.Texts, visit.Texts.Ledger);
        // A form of this page has a line of its own, which may reach less far.
        var care = await ReadCareEvent.Run(new(input.Id), call.With(ReimbursementsAccess.Register));
        var pays = visit.May(ReimbursementsAccess.Account);
        return Sheet.Page(visit, new Sheet.Seen($"{ledger.CareEvent} {care.Id}")
        {
            Why = why is null ? null : texts.Sentence(why),
            Facts = await FactsOf(care, visit),
            Links = pays && care.State == CareEventState.Open
                ? [new(ledger.Remit, Href.Of(PreviewRemittance.Path, ("care_event_ids", $"{care.Id}")))]
                : [],
            Acts = call.With(ReimbursementsAccess.Correct).Scope.Covers(null, care.OrganisationId)
                ? ActsOf(care, visit)
                : [],
        });
    }

    static async Task<IReadOnlyList<(string, RowTable.Cell)>> FactsOf(CareEvent care, Visit visit)
    {
        var (call, texts, ledger) = (visit.Call, visit.Texts, visit.Texts.Ledger);
        var zone = CareRows.ZoneOf(call);
        var caregiver = (await Profiles.EverByIds([care.CaregiverId], call))[care.CaregiverId];
        var type = await ReadEventType.Run(new(care.EventTypeId), call);
        (string, RowTable.Cell)? If<T>(T? value, string name, Func<T, RowTable.Cell> cell)
            where T : struct => value is { } known ? (name, cell(known)) : null;
        return [.. ((IEnumerable<(string, RowTable.Cell)?>)
        [
            (texts.When, $"{texts.DatedMoment(care.StartsAt.InZone(zone))} ({zone.Id})"),
            (ledger.Caregiver, caregiver.Name),
            (ledger.CareType, type.Name),
            (ledger.Amount, texts.Money(care.Amount, care.Currency)),
            (texts.Console.State, texts.State(care)),
            (ledger.ServiceMonth, new(texts.Month(care.ServiceMonth), ShowCareEvents.HrefOf(care.ServiceMonth))),
            (ledger.BookingMonth, texts.Month(care.BookingMonth)),
            (ledger.RegisteredAt, texts.DatedMoment(care.CreatedAt.InZone(zone))),
            If(care.RemittanceId, ledger.Remittance, id => new($"{id}", pays(id))),
            If(care.ReversesId, ledger.Reverses, id => new($"{id}", HrefOf(id))),
            If(care.ReversedById, ledger.ReversedBy, id => new($"{id}", HrefOf(id))),
            care.ReversalReason is { } reason ? (texts.Console.Reason, reason) : null,
            care.Source is { } source ? (ledger.Source, $"{source}: {care.SourceKey}") : null,
        ]).OfType<(string, RowTable.Cell)>()];

        string? pays(long id) => visit.May(ReimbursementsAccess.Account) ? ShowRemittance.HrefOf(id) : null;
    }

    static IReadOnlyList<ActForm.Seen> ActsOf(CareEvent care, Visit visit)
    {
        var (texts, ledger) = (visit.Texts, visit.Texts.Ledger);
        var isAlone = care.ReversesId is null && care.ReversedById is null;
        return
        [
            .. !isAlone ? [] : (ActForm.Seen[])[new($"{HrefOf(care.Id)}/reverse", ledger.ReverseNow)
            {
                Opens = ledger.ReverseCare,
                About = ledger.ReverseAbout,
                Warns = true,
                Fields = [new("reason", texts.Console.Reason) { LengthMax = 500 }],
            }],
            .. !isAlone || care.State == CareEventState.Reimbursed ? [] : (ActForm.Seen[])[
                new($"{HrefOf(care.Id)}/delete", ledger.DeleteNow)
                {
                    Opens = ledger.DeleteCare,
                    About = ledger.DeleteAbout,
                    Warns = true,
                }],
        ];
    }
}
