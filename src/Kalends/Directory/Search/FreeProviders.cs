using Kalends.Platform.Calls;
using Kalends.Platform.Paging;
using Kalends.Platform.Storage;
using Kalends.Providers.Public;
using Kalends.Scheduling.Public;

namespace Kalends.Directory.Search;

/// <summary>
/// Finds free slots in the calendars of the providers that a search finds. No statement can test for free slots, so the
/// calendars are read either of all these providers, who may be too many, or of one chunk after the other.
/// </summary>
static class FreeProviders
{
    /// <summary>The time ahead within which a search looks for free slots.</summary>
    public static readonly TimeSpan Ahead = TimeSpan.FromDays(31);

    /// <summary>
    /// The smallest and the largest number of providers whose calendars are read for a page; more than fit on it.
    /// </summary>
    const int ChunkMin = 100;
    const int ChunkMax = 500;

    /// <summary>Whether a search asks for free slots.</summary>
    public static bool AreAsked(ProviderFilter filter, ProviderSort sort) =>
        filter.FreeBefore is not null || sort == ProviderSort.NextFree;

    /// <summary>Refuses criteria that no order or no calendar can answer.</summary>
    public static void Check(ProviderFilter filter, ProviderSort sort, Call call)
    {
        var errors = new ValidationErrors();
        if (filter.FreeBefore > call.Now + Ahead)
            errors.AddParameter("free_before", FaultCode.TooFar, $"free_before lies at most {Ahead.Days} days ahead.");
        if (sort == ProviderSort.Match && filter is { Skills: null or [], CostMax: null, FreeFrom: null })
            errors.AddParameter(
                "order", DirectoryErrors.NothingToMatch,
                "The order by match requires skills, cost_max or dates.");
        errors.ThrowIfAny();
    }

    /// <summary>The time in which the slots of a search may start, the same for all providers.</summary>
    public static Func<Profile, IReadOnlyList<Interval>> Until(ProviderFilter filter, Call call)
    {
        IReadOnlyList<Interval> window =
            [new Interval(call.Now, Instant.Max(call.Now, filter.FreeBefore ?? call.Now + Ahead))];
        return _ => window;
    }

    /// <summary>All matching providers with a free slot, in their order; refused if too many providers match.</summary>
    public static async ValueTask<List<ProviderQuery.Found>> All(Session session, ProviderQuery query, Call call)
    {
        var byTime = query.Order.Sort == ProviderSort.NextFree;
        var wanted = byTime ? query with { Order = ProviderOrder.Of(ProviderSort.Id) } : query;
        var found = await wanted.Find(session, new(null, null, false, FirstFree.ProvidersMax + 1));
        if (found.Count > FirstFree.ProvidersMax)
            throw DirectoryErrors.SearchTooBroad.Refused(FirstFree.ProvidersMax);
        var free = await Among(session, found, Until(wanted.Filter, call), call);
        return !byTime ? free : free
            .Select(one => one with { Place = [one.FirstSlot!.StartsAt.Micros, one.Profile.Id] })
            .OrderBy(one => one.Place[0]).ThenBy(one => one.Place[1]).ToList();
    }

    /// <summary>
    /// The next matching providers with a free slot; there may be fewer than fit on the page, although more follow.
    /// </summary>
    public static async ValueTask<Page<ProviderQuery.Found>> Next(
        Session session, ProviderQuery query, ProviderQuery.Part part, int limit,
        Func<Profile, IReadOnlyList<Interval>> within, Call call)
    {
        var chunk = Math.Clamp(limit * 5, ChunkMin, ChunkMax);
        var found = await query.Find(session, part with { Limit = chunk + 1 });
        var free = await Among(session, found.Take(chunk).ToList(), within, call);
        var last = free.Count > limit ? free[limit - 1] : found.Count > chunk ? found[chunk - 1] : null;
        return new(free.Take(limit).ToList(), last is null ? null : query.PlaceOf(last).Write());
    }

    /// <summary>A page of a complete list.</summary>
    public static Page<ProviderQuery.Found> Cut(
        List<ProviderQuery.Found> all, ProviderQuery query, ProviderQuery.Part part, PageRequest page)
    {
        var within = all.Where(one =>
            (part.Low is null || Compare(one.Place, part.Low) > 0)
            && (part.High is null || Compare(one.Place, part.High) < 0));
        return page.Cut(
            (part.Backward ? within.Reverse() : within).Take(part.Limit).ToList(), query.PlaceOf,
            before: part.Low is not null && all.Exists(one => Compare(one.Place, part.Low) <= 0),
            after: part.High is not null && all.Exists(one => Compare(one.Place, part.High) >= 0));
    }

    /// <summary>
    /// Compares two places; the result is positive if the first one comes later, and 0 if they are equal.
    /// </summary>
    static int Compare(IReadOnlyList<long> one, IReadOnlyList<long> other) =>
        one.Zip(other, (a, b) => a.CompareTo(b)).FirstOrDefault(sign => sign != 0);

    static async ValueTask<List<ProviderQuery.Found>> Among(
        Session session, List<ProviderQuery.Found> found, Func<Profile, IReadOnlyList<Interval>> within, Call call)
    {
        var slots = await FirstFree.Find(session, call, found.ConvertAll(
            one => new FirstFree.Wish(one.Profile.Id, within(one.Profile))));
        return found.Where(one => slots.ContainsKey(one.Profile.Id))
            .Select(one => one with { FirstSlot = slots[one.Profile.Id] }).ToList();
    }
}
