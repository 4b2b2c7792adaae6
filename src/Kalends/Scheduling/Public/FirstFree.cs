using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Scheduling.Availability;

namespace Kalends.Scheduling.Public;

/// <summary>A slot that can be reserved now.</summary>
/// <param name="Id">The id of the slot, by which it is reserved.</param>
/// <param name="StartsAt">The start of the slot.</param>
/// <param name="EndsAt">The end of the slot.</param>
sealed record FreeSlot(long Id, Instant StartsAt, Instant EndsAt);

/// <summary>Finds the first slots of providers that can be reserved now.</summary>
static class FirstFree
{
    /// <summary>The greatest number of providers in one search.</summary>
    public const int ProvidersMax = 1000;

    /// <summary>The longest time from the earliest start to the latest end of a search.</summary>
    public static readonly TimeSpan WindowMax = TimeSpan.FromDays(366);

    /// <summary>The search for one provider.</summary>
    /// <param name="ProviderId">The id of the provider.</param>
    /// <param name="Within">The periods in which a slot may start; they may touch and overlap.</param>
    public sealed record Wish(long ProviderId, IReadOnlyList<Interval> Within);

    /// <summary>The first free slot of each provider who has one.</summary>
    public static async Task<IReadOnlyDictionary<long, FreeSlot>> Find(
        Session session, Call call, IReadOnlyList<Wish> wishes)
    {
        var open = wishes
            .Select(wish => new Wish(wish.ProviderId, Open(wish.Within, call.Now)))
            .Where(wish => wish.Within.Count > 0)
            .ToDictionary(wish => wish.ProviderId, wish => wish.Within);
        var found = new Dictionary<long, FreeSlot>();
        if (open.Count == 0)
            return found;

        var (left, whole) = (open.Keys.ToList(), Around(open));
        var rules = await CalendarRules.Of(session, call, left, whole);
        // Most providers are free in their next opening, and of the others four times as much is read each time.
        for (var (openings, next) = (1, new Dictionary<long, Instant>()); left.Count > 0; openings *= 4)
        {
            var from = left.Min(From);
            if (from >= whole.End)
                break;
            var calendars = await Calendar.LoadNext(session, left, new Interval(from, whole.End), openings);
            left = [];
            foreach (var (provider, calendar) in calendars)
                if (First(calendar, After(from, open[provider]), rules(provider)) is { } slot)
                    found[provider] = slot;
                else if (calendar.Openings.Count == openings)
                {
                    next[provider] = calendar.Openings[^1].EndsAt;
                    left.Add(provider);
                }

            Instant From(long provider)
            {
                var from = Instant.Max(next.GetValueOrDefault(provider, whole.Start), rules(provider).Earliest);
                return After(from, open[provider]).Select(stretch => stretch.Start).FirstOrDefault(whole.End);
            }
        }
        return found;
    }

    /// <summary>What a search for the soonest slots found.</summary>
    /// <param name="Slots">The first slot of each provider, in the order of starts, then of providers.</param>
    /// <param name="Stopped">The place at which the search stopped because it had done enough work.</param>
    public sealed record Soonest(
        IReadOnlyList<(long ProviderId, FreeSlot Slot)> Slots, (Instant Start, long ProviderId)? Stopped);

    /// <summary>The soonest first slots of any number of providers, after a place.</summary>
    /// <param name="session">The session that reads.</param>
    /// <param name="call">The call, whose time and settings count.</param>
    /// <param name="condition">
    /// The condition on <c>public_providers p</c> that they meet; it tests one row and leads to no index.
    /// </param>
    /// <param name="among">A query of the ids among which they are; null for all providers.</param>
    /// <param name="window">The time in which the slots start.</param>
    /// <param name="after">The place.</param>
    /// <param name="most">The greatest number of slots.</param>
    public static async Task<Soonest> FindSoonest(
        Session session, Call call, Func<Parameters, string> condition, Func<Parameters, string>? among,
        Interval window, (Instant Start, long ProviderId)? after, int most)
    {
        var search = new SlotSearch(new Whose(condition, among), window, Service: null, LocalTimes.Any, Once: true);
        var found = await search.Find(
            session, call, after is { } place ? new Spot(place.Start, place.ProviderId) : null, most);
        return new Soonest(
            found.Slots.ConvertAll(slot => (slot.ProviderId, new FreeSlot(slot.Id, slot.StartsAt, slot.EndsAt))),
            found.Stopped is { } stopped ? (stopped.Start, stopped.ProviderId) : null);
    }

    /// <summary>The parts of the periods that lie ahead, in the order of their starts.</summary>
    static List<Interval> Open(IReadOnlyList<Interval> stretches, Instant now) => stretches
        .Where(stretch => stretch.Start < stretch.End && now < stretch.End)
        .Select(stretch => stretch.Start < now ? new Interval(now, stretch.End) : stretch)
        .OrderBy(stretch => stretch.Start)
        .ToList();

    static Interval Around(Dictionary<long, IReadOnlyList<Interval>> asked)
    {
        var window = new Interval(
            asked.Values.Min(stretches => stretches[0].Start),
            asked.Values.Max(stretches => stretches.Max(stretch => stretch.End)));
        return asked.Count <= ProvidersMax && window.Length <= WindowMax
            ? window
            : throw new InvalidOperationException("More was asked of the calendars than one statement may read.");
    }

    static IEnumerable<Interval> After(Instant from, IReadOnlyList<Interval> stretches) => stretches
        .Where(stretch => stretch.End > from)
        .Select(stretch => new Interval(Instant.Max(stretch.Start, from), stretch.End));

    // The periods are sorted by start, so the first free slot of a period comes before the slots of all later ones.
    static FreeSlot? First(Calendar calendar, IEnumerable<Interval> within, StartRules rules) => within
        .SelectMany(stretch => calendar.Free(stretch, rules))
        .Select(slot => new FreeSlot(slot.Id, slot.StartsAt, slot.EndsAt))
        .FirstOrDefault();
}
