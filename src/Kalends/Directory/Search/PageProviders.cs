using Kalends.Platform.Calls;
using Kalends.Providers.Public;
using Relay = Kalends.GraphQL.Relay;

namespace Kalends.Directory.Search;

/// <summary>Walks through the providers that a filter finds, in any order and in both directions.</summary>
static class PageProviders
{
    /// <param name="Filter">Which.</param>
    /// <param name="Order">What they are sorted by; ids decide where that is equal.</param>
    public sealed record Input([Spread] ProviderFilter Filter, ProviderSort Order = ProviderSort.Relevance);

    public static async Task<Relay.Page<Profile>> Run(Input input, Relay.PageRequest page, Call call)
    {
        var filter = input.Filter.Checked();
        FreeProviders.Check(filter, input.Order, call);
        var (order, found) = await call.Read(async session =>
        {
            var order = await ProviderOrder.Find(session, input.Order, filter, (page.From ?? page.Until)?.Order, call);
            var part = PartOf(order, page);
            var query = await ProviderQuery.Of(session, filter, order, call);
            return (order, FreeProviders.AreAsked(filter, input.Order)
                ? Cut(await FreeProviders.All(session, query, call), part)
                : new Part(
                    await query.Find(session, part),
                    await query.HasBeyond(session, part.Low, after: false),
                    await query.HasBeyond(session, part.High, after: true)));
        });
        var places = found.Rows.ToDictionary(row => row.Profile.Id, row => row.Place);
        return page.Cut(
            found.Rows.ConvertAll(row => row.Profile),
            profile => new Relay.Cursor(order.Name, places[profile.Id].Cast<object?>().ToList()),
            found.Before, found.After);
    }

    static ProviderQuery.Part PartOf(ProviderOrder order, Relay.PageRequest page)
    {
        page.In(order.Name);
        return new(PlaceOf(order, page.Low), PlaceOf(order, page.High), page.Backward, page.Fetch);
    }

    static List<long>? PlaceOf(ProviderOrder order, Relay.Cursor? cursor)
    {
        var place = cursor is null ? null : Enumerable.Range(0, cursor.Keys.Count).Select(cursor.Number).ToList();
        return place is null || order.Has(place) ? place : throw Relay.Cursor.Bad();
    }

    static Part Cut(List<ProviderQuery.Found> all, ProviderQuery.Part part)
    {
        int Sign(ProviderQuery.Found one, IReadOnlyList<long> place) => FreeProviders.Compare(one.Place, place);
        var within = all.Where(one =>
            (part.Low is null || Sign(one, part.Low) > 0) && (part.High is null || Sign(one, part.High) < 0));
        return new(
            (part.Backward ? within.Reverse() : within).Take(part.Limit).ToList(),
            part.Low is not null && all.Exists(one => Sign(one, part.Low) <= 0),
            part.High is not null && all.Exists(one => Sign(one, part.High) >= 0));
    }

    /// <summary>The rows of a part, and whether there are any at its ends or beyond them.</summary>
    sealed record Part(List<ProviderQuery.Found> Rows, bool Before, bool After);
}
