using Kalends.Platform.Calls;

namespace Kalends.Reimbursements.CareEvents;

/// <summary>Reverses a care event by adding its opposite; both stay visible.</summary>
static class ReverseCareEvent
{
    /// <param name="Id">The id of the care event.</param>
    /// <param name="Reason">The reason of the reversal.</param>
    public sealed record Input([Id] long Id, [Text(1, 500)] string? Reason = null);

    public static Task<Answer<CareEvent>> Run(Input input, Call call) => call.Write(async session =>
    {
        var wrong = await CareEvent.FindToChange(session, call, input.Id);
        var booking = Months.Of(call.Now, call.Settings<ReimbursementsSettings>().Zone);
        var reversal = wrong.Reverse(booking, input.Reason, call.Now, call.Caller.UserId);
        return await reversal.Store(session, call, "reversed")
            ?? throw ReimbursementsErrors.CareEventReversed.Refused();
    });
}
