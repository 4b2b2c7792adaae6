using System.Globalization;
using Kalends.Platform.Calls;
using Kalends.Providers.Public;
using Kalends.Reimbursements;
using Kalends.Reimbursements.CareEvents;
using Kalends.Reimbursements.Tariffs;
using Kalends.Web.Frame;

namespace Kalends.Web.Console.Ledger;

/// <summary>Care events as the rows of a table, with the names of those who gave the care and of its kinds.</summary>
static class CareRows
{
    /// <summary>The zone whose calendar the ledger's months follow.</summary>
    public static DateTimeZone ZoneOf(Call call) => call.Settings<ReimbursementsSettings>().Zone;

    /// <param name="care">The care events.</param>
    /// <param name="visit">The visit.</param>
    /// <param name="picks">Whether those that are open can be picked.</param>
    public static async Task<RowTable.Seen> Of(IReadOnlyList<CareEvent> care, Visit visit, bool picks = false)
    {
        var (call, texts, ledger) = (visit.Call, visit.Texts, visit.Texts.Ledger);
        var caregivers = await Profiles.EverByIds([.. care.Select(one => one.CaregiverId).Distinct()], call);
        var types = await ReadEventType.ByIds([.. care.Select(one => one.EventTypeId).Distinct()], call);
        var zone = ZoneOf(call);
        IReadOnlyList<RowTable.Cell> RowOf(CareEvent one) =>
        [
            .. picks ? [PickOf(one, visit)] : (RowTable.Cell[])[],
            new(texts.DatedMoment(one.StartsAt.InZone(zone)), ShowCareEvent.HrefOf(one.Id)),
            caregivers[one.CaregiverId].Name,
            types[one.EventTypeId].Name,
            texts.BriefMonth(one.ServiceMonth),
            texts.Money(one.Amount, one.Currency),
            new(texts.State(one)) { IsState = true },
        ];
        return new RowTable.Seen(
            texts.Filled(ledger.ZoneFormat, zone.Id),
            [
                .. picks ? [ledger.Remit] : (RowTable.Column[])[], texts.When, ledger.Caregiver, ledger.CareType,
                ledger.ServiceMonth, new(ledger.Amount, IsNumber: true), texts.Console.State,
            ],
            [.. care.Select(RowOf)])
        {
            IfEmpty = texts.Console.NothingFound,
        };
    }

    static RowTable.Cell PickOf(CareEvent one, Visit visit) => one.State == CareEventState.Reimbursed
        ? ""
        : new RowTable.Cell(visit.Texts.Filled(visit.Texts.Ledger.PickFormat, one.Id))
        {
            Pick = ("care_event_ids", one.Id.ToString(CultureInfo.InvariantCulture)),
        };
}
