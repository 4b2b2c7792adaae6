using Kalends.Platform.Calls;
using Kalends.Reimbursements.CareEvents;
using Kalends.Scheduling.Reservations;
using Kalends.Web.Frame;

namespace Kalends.Web.Console.Reservations;

/// <summary>The changes of a reservation that take nothing but a button.</summary>
static class ChangeReservation
{
    /// <param name="Id">The id of the reservation.</param>
    /// <param name="IfMatch">The ETag of the reservation as the page shows it.</param>
    public sealed record Input([Id] long Id, [Text(1, EntityTag.ListMax)] string? IfMatch = null);

    public static async Task<Shown> Confirm(Input input, Visit visit)
    {
        await ConfirmReservation.Run(new(input.Id, input.IfMatch), visit.Call);
        return Back(input);
    }

    public static async Task<Shown> Extend(Input input, Visit visit)
    {
        await ExtendHold.Run(new(input.Id, input.IfMatch), visit.Call);
        return Back(input);
    }

    public static async Task<Shown> Arrive(Input input, Visit visit)
    {
        await MarkArrived.Run(new(input.Id, input.IfMatch), visit.Call);
        return Back(input);
    }

    public static async Task<Shown> Miss(Input input, Visit visit)
    {
        await MarkNoShow.Run(new(input.Id, input.IfMatch), visit.Call);
        return Back(input);
    }

    public static async Task<Shown> Reinstate(Input input, Visit visit)
    {
        await ReinstateReservation.Run(new(input.Id, IfMatch: input.IfMatch), visit.Call);
        return Back(input);
    }

    public static async Task<Shown> Complete(Input input, Visit visit)
    {
        await CompleteReservation.Run(new(input.Id, IfMatch: input.IfMatch), visit.Call);
        return Back(input);
    }

    static Shown Back(Input input) => Shown.Elsewhere(ShowReservation.HrefOf(input.Id));
}
