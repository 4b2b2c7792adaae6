using Kalends.Platform.Calls;
using Kalends.Providers.Public;
using Relay = Kalends.GraphQL.Relay;

namespace Kalends.Providers.Search;

/// <summary>Walks through the providers that a filter finds, in any order and in both directions.</summary>
static class PageProviders
{
    /// <param name="Filter">Which.</param>
    /// <param name="Order">What they are sorted by; ids decide where that is equal.</param>
    public sealed record Input([Spread] ProviderFilter Filter, ProviderSort Order = ProviderSort.Id);

    public static async Task<Relay.Page<Profile>> Run(Input input, Relay.PageRequest page, Call call)
    {
        var filter = input.Filter.Checked();
        var order = ProviderOrder.Of(input.Order);
        var part = PartOf(order, page);
        var found = await call.Read(async session =>
        {
            var query = await ProviderQuery.Of(session, filter, order, call);
            return (
                Rows: await query.Find(session, part),
                Before: await query.HasBeyond(session, part.Low, after: false),
                After: await query.HasBeyond(session, part.High, after: true));
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

    static List<long>? PlaceOf(ProviderOrder order, Relay.Cursor? cursor) =>
        cursor is null ? null : Enumerable.Range(0, order.Columns.Count).Select(cursor.Number).ToList();
}

/// <summary>Counts the providers that a filter finds, by what they have.</summary>
static class CountProviders
{
    /// <param name="Filter">Which.</param>
    public sealed record Input([Spread] ProviderFilter Filter);

    public static Task<ProviderFacets> Run(Input input, Call call)
    {
        var filter = input.Filter.Checked();
        return call.Read(async session => await ProviderFacets.Count(
            session, await ProviderQuery.Of(session, filter, ProviderOrder.Of(ProviderSort.Id), call, all: true),
            [ProviderFacet.Skills, ProviderFacet.Cost]));
    }
}
