using Kalends.Platform.Calls;
using Kalends.Platform.Paging;
using Kalends.Platform.Storage;
using Kalends.Providers.Public;
using Kalends.Scheduling.Public;

namespace Kalends.Directory.Search;

/// <summary>
/// Finds free slots in the calendars of the providers that a search finds. If the search walks an order, calendars are
/// read of one chunk of providers after the other; if it sorts by the first free slot, the calendars lead.
/// </summary>
static class FreeProviders
{
    /// <summary>The time ahead within which a search looks for free slots.</summary>
    public static readonly TimeSpan Ahead = TimeSpan.FromDays(31);

    /// <summary>The number of providers whose calendars are read for a page, about.</summary>
    const int ReadMax = 500;

    /// <summary>The number of providers whose calendars are read at once.</summary>
    const int ChunkMax = 200;

    /// <summary>The number of providers who are counted, or walked through from the end.</summary>
    const int AllMax = 5000;

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
        IReadOnlyList<Interval> window = [WindowOf(filter, call)];
        return _ => window;
    }

    static Interval WindowOf(ProviderFilter filter, Call call) =>
        new(call.Now, Instant.Max(call.Now, filter.FreeBefore ?? call.Now + Ahead));

    /// <summary>All matching providers with a free slot, in their order; refused if too many providers match.</summary>
    public static async ValueTask<List<ProviderQuery.Found>> All(Session session, ProviderQuery query, Call call)
    {
        var byTime = query.Order.Sort == ProviderSort.NextFree;
        var wanted = byTime ? query with { Order = ProviderOrder.Of(ProviderSort.Id) } : query;
        var (free, read, place) = (new List<ProviderQuery.Found>(), 0, (IReadOnlyList<long>?)null);
        List<ProviderQuery.Found> found;
        do
        {
            found = await wanted.Find(session, new(place, null, false, FirstFree.ProvidersMax));
            if ((read += found.Count) > AllMax)
                throw DirectoryErrors.SearchTooBroad.Refused(AllMax);
            free.AddRange(await Among(session, found, Until(wanted.Filter, call), call));
            place = found.LastOrDefault()?.Place;
        }
        while (found.Count == FirstFree.ProvidersMax);
        return !byTime ? free : free
            .Select(one => one with { Place = PlaceOf(one.FirstSlot!, one.Profile.Id) })
            .OrderBy(one => one.Place[0]).ThenBy(one => one.Place[1]).ToList();
    }

    /// <summary>
    /// The next matching providers with a free slot; there may be fewer than fit on the page, although more follow.
    /// </summary>
    public static async ValueTask<Page<ProviderQuery.Found>> Next(
        Session session, ProviderQuery query, ProviderQuery.Part part, int limit,
        Func<Profile, IReadOnlyList<Interval>> within, Call call)
    {
        var (free, place) = (new List<ProviderQuery.Found>(), part.Low);
        for (var (chunk, read) = (limit, 0); ; chunk = Math.Min(chunk * 2, ChunkMax))
        {
            var found = await query.Find(session, part with { Low = place, Limit = chunk + 1 });
            var isLast = found.Count <= chunk;
            free.AddRange(await Among(session, found.Take(chunk).ToList(), within, call));
            if (free.Count >= limit)
                return PageOf(free, limit, isLast && free.Count == limit ? null : free[limit - 1]);
            if (isLast || (read += chunk) >= ReadMax)
                return PageOf(free, limit, isLast ? null : found[chunk - 1]);
            place = found[chunk - 1].Place;
        }

        Page<ProviderQuery.Found> PageOf(List<ProviderQuery.Found> free, int limit, ProviderQuery.Found? last) =>
            new(free.Take(limit).ToList(), last is null ? null : query.PlaceOf(last).Write());
    }

    /// <summary>
    /// The matching providers whose first free slot comes next; there may be fewer than fit on the page, although more
    /// follow.
    /// </summary>
    public static async ValueTask<Page<ProviderQuery.Found>> Soonest(
        Session session, ProviderQuery query, ProviderQuery.Part part, PageRequest page, Call call)
    {
        var (window, way) = (WindowOf(query.Filter, call), query.Way);
        var found = await FirstFree.FindSoonest(
            session, call, given => query.Filter.Condition(given),
            way is null ? null : given => $"SELECT p.id FROM public_providers p WHERE {way.Hint(given)}",
            window, part.Low is { } low ? (InstantOf(low[0], window), low[1]) : null, page.Fetch);
        var profiles = await Profiles.ByIds(session, found.Slots.Select(one => one.ProviderId).ToList());
        var rows = found.Slots.Where(one => profiles.ContainsKey(one.ProviderId)).Select(one =>
            new ProviderQuery.Found(profiles[one.ProviderId], PlaceOf(one.Slot, one.ProviderId))
            {
                FirstSlot = one.Slot,
            }).ToList();
        var cut = page.Cut(rows, query.PlaceOf);
        if (found.Stopped is not { } stopped)
            return cut;
        // A connection has no cursor behind its last row, so it needs all rows then.
        return page.OfConnection
            ? Cut(await All(session, query, call), query, part, page)
            : cut with { Next = new Cursor(query.Order.Name, [stopped.Start.Micros, stopped.ProviderId]).Write() };
    }

    static IReadOnlyList<long> PlaceOf(FreeSlot slot, long providerId) => [slot.StartsAt.Micros, providerId];

    // A made-up cursor may have any number.
    static Instant InstantOf(long micros, Interval window) =>
        Instants.FromMicros(Math.Clamp(micros, window.Start.Micros, window.End.Micros));

    /// <summary>A page of a connection, which may end at a place and be read from its end.</summary>
    public static async ValueTask<Page<ProviderQuery.Found>> Between(
        Session session, ProviderQuery query, ProviderQuery.Part part, PageRequest page, Call call) =>
        query.Order.Sort == ProviderSort.NextFree && !part.Backward && part.High is null
            ? await Soonest(session, query, part, page, call)
            : Cut(await All(session, query, call), query, part, page);

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
