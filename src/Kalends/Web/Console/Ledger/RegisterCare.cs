using Kalends.Platform.Calls;
using Kalends.Reimbursements.CareEvents;
using Kalends.Web.Frame;
using NodaTime.Text;

namespace Kalends.Web.Console.Ledger;

/// <summary>Registers care that took place on a day, at a time of the ledger's zone.</summary>
static class RegisterCare
{
    /// <param name="CaregiverId">The caregiver.</param>
    /// <param name="EventTypeId">The kind of care.</param>
    /// <param name="Date">The day.</param>
    /// <param name="Time">The time of day.</param>
    public sealed record Input(
        [Id] long CaregiverId, [Id] long EventTypeId, DateOnly Date,
        [Form("^([01][0-9]|2[0-3]):[0-5][0-9]$", "a time such as 09:30")] string Time);

    public static async Task<Shown> Run(Input input, Visit visit)
    {
        var at = LocalDate.FromDateOnly(input.Date) + LocalTimePattern.GeneralIso.Parse($"{input.Time}:00").Value;
        var registered = await RegisterCareEvent.Run(
            new(input.CaregiverId, input.EventTypeId, at.InZoneLeniently(CareRows.ZoneOf(visit.Call)).ToInstant()),
            visit.Call);
        return Shown.Elsewhere(ShowCareEvent.HrefOf(registered.Value.Id));
    }
}
