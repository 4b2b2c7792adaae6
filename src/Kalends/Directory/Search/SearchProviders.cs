using System.Text.Json.Serialization;
using Kalends.Platform.Calls;
using Kalends.Platform.Paging;
using Kalends.Platform.Storage;
using Kalends.Providers.Public;

namespace Kalends.Directory.Search;

/// <summary>Finds providers; the same as the list, for filters that are too long for a query string.</summary>
static class SearchProviders
{
    /// <param name="Filter">The criteria that providers must meet.</param>
    /// <param name="Order">The order of the providers; ids decide between equal ones.</param>
    /// <param name="Facets">The facets by which all matching providers are counted, in addition to the page.</param>
    /// <param name="Limit">The number of rows of a page.</param>
    /// <param name="Cursor">The <c>next</c> of the page before.</param>
    public sealed record Input(
        [Spread] ProviderFilter Filter, ProviderSort Order = ProviderSort.Relevance,
        [Count(0, 2)] IReadOnlyList<ProviderFacet>? Facets = null,
        [Number(1, 100)] int Limit = 50, [Text(0, 500)] string? Cursor = null)
    {
        public PageRequest Page => new(Limit, Cursor);

        /// <summary>Whether slots decide which providers are found, or in which order.</summary>
        public bool AsksForSlots => FreeProviders.AreAsked(Filter, Order);
    }

    /// <summary>A page of the directory.</summary>
    /// <param name="Items">
    /// The providers; if free slots are requested, a page may be short without being the last.
    /// </param>
    /// <param name="Next">The cursor of the next page; null on the last page.</param>
    /// <param name="Facets">The requested counts; absent if none were requested.</param>
    public sealed record Answer(
        IReadOnlyList<FoundProvider> Items, string? Next,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ProviderFacets? Facets);

    public static Task<Answer> Run(Input input, Call call) =>
        Read(input.Filter, input.Order, input.Page, call, counts: input.Facets is { Count: > 0 }, async (
            session, query, part) =>
        {
            var (page, facets) = FreeProviders.AreAsked(query.Filter, input.Order)
                ? await FindFree(session, query, part, input, call)
                : await Find(session, query, part, input);
            return new Answer(
                page.Items.Select(found => new FoundProvider(found, query.Order.Match)).ToList(), page.Next, facets);
        });

    /// <param name="Filter">The criteria that providers must meet.</param>
    /// <param name="Order">The order of the providers; ids decide between equal ones.</param>
    public sealed record Asked([Spread] ProviderFilter Filter, ProviderSort Order = ProviderSort.Relevance);

    /// <summary>Pages through the providers that match a filter, in any order and in both directions.</summary>
    public static Task<Page<Profile>> Walk(Asked asked, PageRequest page, Call call) =>
        Read(asked.Filter, asked.Order, page, call, counts: false, async (session, query, part) =>
        {
            var found = FreeProviders.AreAsked(query.Filter, asked.Order)
                ? await FreeProviders.Between(session, query, part, page, call)
                : page.Cut(
                    await query.Find(session, part), query.PlaceOf,
                    before: await query.HasBeyond(session, part.Low, after: false),
                    after: await query.HasBeyond(session, part.High, after: true));
            var places = found.Items.ToDictionary(one => one.Profile.Id, query.PlaceOf);
            return new Page<Profile>([.. found.Items.Select(one => one.Profile)], null)
            {
                HasNext = found.HasNext,
                HasPrevious = found.HasPrevious,
                PlaceOf = profile => places[profile.Id],
            };
        });

    static Task<T> Read<T>(
        ProviderFilter given, ProviderSort sort, PageRequest page, Call call, bool counts,
        Func<Session, ProviderQuery, ProviderQuery.Part, Task<T>> read)
    {
        var (filter, pageBefore) = (given.Checked() with { Seen = Publication.ConditionFor(call) }, page.Order);
        FreeProviders.Check(filter, sort, call);
        return call.Read(async session =>
        {
            var order = await ProviderOrder.Find(session, sort, filter, pageBefore, call);
            var part = order.Of(page);
            return await read(session, await ProviderQuery.Of(session, filter, order, call, counts), part);
        });
    }

    static async Task<(Page<ProviderQuery.Found>, ProviderFacets?)> Find(
        Session session, ProviderQuery query, ProviderQuery.Part part, Input input)
    {
        var rows = await query.Find(session, part);
        var facets = input.Facets is { Count: > 0 } wanted
            ? await ProviderFacets.Count(session, query, wanted)
            : null;
        return (input.Page.Cut(rows, query.PlaceOf), facets);
    }

    // Providers that are counted have to be read completely.
    static async Task<(Page<ProviderQuery.Found>, ProviderFacets?)> FindFree(
        Session session, ProviderQuery query, ProviderQuery.Part part, Input input, Call call)
    {
        if (input.Facets is null or [])
            return (input.Order == ProviderSort.NextFree
                ? await FreeProviders.Soonest(session, query, part, input.Page, call)
                : await FreeProviders.Next(
                    session, query, part, input.Page.Limit, FreeProviders.Until(query.Filter, call), call), null);
        var all = await FreeProviders.All(session, query, call);
        return (FreeProviders.Cut(all, query, part, input.Page), input.Facets is not { Count: > 0 } wanted
            ? null
            : ProviderFacets.Of(all.ConvertAll(one => one.Profile), wanted));
    }
}
