using Kalends.Platform.Calls;
using Kalends.Platform.Time;

namespace Kalends.Reimbursements;

/// <summary>Takes a care event back by its opposite, which leaves both visible.</summary>
static class ReverseCareEvent
{
    /// <param name="Id">Which one.</param>
    /// <param name="Reason">Why.</param>
    public sealed record Input([Id] long Id, [Text(1, 500)] string? Reason = null);

    public static Task<CareEvent> Run(Input input, Call call) => call.Write(async session =>
    {
        var wrong = await CareEvent.FindToChange(session, call, input.Id);
        var booking = Month.Of(call.Now, call.Settings<ReimbursementsSettings>().Zone);
        var reversal = wrong.Reverse(booking, input.Reason, call.Now, call.Caller.UserId);
        return await reversal.Store(session, call, "reversed")
            ?? throw ReimbursementsErrors.CareEventReversed.Refused();
    });
}
