using Kalends.Platform.Calls;

namespace Kalends.Directory.Search;

/// <summary>Counts the providers that match a filter, by facets.</summary>
static class CountProviders
{
    static readonly ProviderFacet[] All = [ProviderFacet.Skills, ProviderFacet.Cost];

    /// <param name="Filter">The criteria that providers must meet.</param>
    public sealed record Input([Spread] ProviderFilter Filter);

    public static Task<ProviderFacets> Run(Input input, Call call)
    {
        var filter = input.Filter.Checked();
        FreeProviders.Check(filter, ProviderSort.Id, call);
        return call.Read(async session =>
        {
            var query = await ProviderQuery.Of(
                session, filter, ProviderOrder.Of(ProviderSort.Id), call, all: true);
            if (filter.FreeBefore is null)
                return await ProviderFacets.Count(session, query, All);
            var free = await FreeProviders.All(session, query, call);
            return ProviderFacets.Of(free.ConvertAll(one => one.Profile), All);
        });
    }
}
