using Kalends.Platform.Calls;

namespace Kalends.Reimbursements;

/// <summary>Lists the care events that the caller may see, reversals too, in the order of their starts.</summary>
static class ListCareEvents
{
    /// <param name="Filter">Which.</param>
    /// <param name="Limit">Rows a page.</param>
    /// <param name="Cursor">The <c>next</c> of the page before.</param>
    public sealed record Input(
        [Spread] CareEventFilter Filter, [Number(1, 100)] int Limit = 50, [Text(0, 500)] string? Cursor = null);

    public static Task<Page<CareEvent>> Run(Input input, Call call) => call.Read(async session =>
    {
        var after = Place.After(input.Cursor);
        var rows = await input.Filter.Find(session, call, after, Place.Last, backward: false, input.Limit + 1);
        return Page.Of(rows, input.Limit, row => new Place(row.StartsAt, row.Id).Write());
    });
}
