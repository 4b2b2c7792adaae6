using Kalends.Platform.Calls;
using Kalends.Platform.Time;

namespace Kalends.Reimbursements;

/// <summary>Lists the care events that the caller may see, reversals too, in the order of their starts.</summary>
static class ListCareEvents
{
    /// <param name="CaregiverId">Only those of this caregiver.</param>
    /// <param name="EventTypeId">Only those of this type.</param>
    /// <param name="ServiceMonth">Only those of this month, such as 2026-11.</param>
    /// <param name="State">Only those that stand so; asked together with a caregiver or a month.</param>
    /// <param name="Limit">Rows a page.</param>
    /// <param name="Cursor">The <c>next</c> of the page before.</param>
    public sealed record Input(
        [Id] long? CaregiverId = null, [Id] long? EventTypeId = null, Month? ServiceMonth = null,
        CareEventState? State = null, [Number(1, 100)] int Limit = 50, [Text(0, 500)] string? Cursor = null);

    public static Task<Page<CareEvent>> Run(Input input, Call call) => call.Read(async session =>
    {
        var after = Place.After(input.Cursor);
        var filter = new CareEventFilter(input.CaregiverId, input.EventTypeId, input.ServiceMonth, input.State);
        var rows = await filter.Find(session, call, after, Place.Last, backward: false, input.Limit + 1);
        return Page.Of(rows, input.Limit, row => new Place(row.StartsAt, row.Id).Write());
    });
}
