using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Providers.Public;

namespace Kalends.Reimbursements.CareEvents;

/// <summary>Deletes a care event that was never remitted or reversed; the event log keeps its content.</summary>
static class DeleteCareEvent
{
    /// <param name="Id">The id of the care event.</param>
    public sealed record Input([Id] long Id);

    public static Task<Answer<CareEvent>> Run(Input input, Call call) => call.Write(async session =>
    {
        var open = await CareEvent.FindToChange(session, call, input.Id);
        open.CheckDelete();
        if (await session.Number(FindLine, ("id", open.Id)) is not null)
            throw ReimbursementsErrors.WasReimbursed.Refused();
        if (await session.Run(Delete, ("id", open.Id)) != 1)
            throw ReimbursementsErrors.NoSuchCareEvent.Refused();
        await MonthTotals.Remove(session, open);
        await ProviderLog.Append(session, call, open.Event("deleted"));
        return open;
    });

    static readonly Sql FindLine = new("SELECT 1 AS n FROM remittance_lines WHERE care_event_id = @id LIMIT 1");

    static readonly Sql Delete = new("DELETE FROM care_events WHERE id = @id");
}
