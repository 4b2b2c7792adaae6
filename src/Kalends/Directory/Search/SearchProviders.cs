using System.Text.Json.Serialization;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Directory.Search;

/// <summary>Finds providers; the same as the list, for filters that are too long for a query string.</summary>
static class SearchProviders
{
    /// <param name="Filter">Which.</param>
    /// <param name="Order">What they are sorted by; ids decide where that is equal.</param>
    /// <param name="Facets">What all that are found are counted by, beside the page.</param>
    /// <param name="Limit">Rows a page.</param>
    /// <param name="Cursor">The <c>next</c> of the page before.</param>
    public sealed record Input(
        [Spread] ProviderFilter Filter, ProviderSort Order = ProviderSort.Relevance,
        [Count(0, 2)] IReadOnlyList<ProviderFacet>? Facets = null,
        [Number(1, 100)] int Limit = 50, [Text(0, 500)] string? Cursor = null);

    /// <summary>A page of the directory.</summary>
    /// <param name="Items">The providers; where free slots are asked for, a page may be short and not the last.</param>
    /// <param name="Next">Asks for the page after this one; null on the last.</param>
    /// <param name="Facets">The counts that were asked for; absent where none were.</param>
    public sealed record Answer(
        IReadOnlyList<FoundProvider> Items, string? Next,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ProviderFacets? Facets);

    public static Task<Answer> Run(Input input, Call call)
    {
        var (filter, after) = (input.Filter.Checked(), OrderCursor.Read(input.Cursor));
        FreeProviders.Check(filter, input.Order, call);
        return call.Read(async session =>
        {
            var order = await ProviderOrder.Find(session, input.Order, filter, after?.Order, call);
            var place = after?.In(order.Name, order.Has);
            var query = await ProviderQuery.Of(
                session, filter, order, call, all: input.Facets is { Count: > 0 });
            var (page, facets) = FreeProviders.AreAsked(filter, input.Order)
                ? await FindFree(session, query, place, input, call)
                : await Find(session, query, place, input);
            return new Answer(
                page.Items.Select(found => new FoundProvider(found, order.Match)).ToList(), page.Next, facets);
        });
    }

    static async Task<(Page<ProviderQuery.Found>, ProviderFacets?)> Find(
        Session session, ProviderQuery query, IReadOnlyList<long>? after, Input input)
    {
        var rows = await query.Find(session, new(after, null, false, input.Limit + 1));
        var facets = input.Facets is { Count: > 0 } wanted
            ? await ProviderFacets.Count(session, query, wanted)
            : null;
        return (Page.Of(rows, input.Limit, query.Next), facets);
    }

    // What is counted, or sorted by time, has to be known as a whole.
    static async Task<(Page<ProviderQuery.Found>, ProviderFacets?)> FindFree(
        Session session, ProviderQuery query, IReadOnlyList<long>? after, Input input, Call call)
    {
        if (input.Order != ProviderSort.NextFree && input.Facets is null or [])
            return (await FreeProviders.Next(
                session, query, after, input.Limit, FreeProviders.Until(query.Filter, call), call), null);
        var all = await FreeProviders.All(session, query, call);
        var rest = all.Where(one => after is null || FreeProviders.Compare(one.Place, after) > 0)
            .Take(input.Limit + 1).ToList();
        return (Page.Of(rest, input.Limit, query.Next), input.Facets is not { Count: > 0 } wanted
            ? null
            : ProviderFacets.Of(all.ConvertAll(one => one.Profile), wanted));
    }
}
