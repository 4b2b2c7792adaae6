using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Scheduling.Public;

/// <summary>A slot that can be reserved now.</summary>
/// <param name="Id">The id of the slot, by which it is reserved.</param>
/// <param name="StartsAt">The start of the slot.</param>
/// <param name="EndsAt">The end of the slot.</param>
sealed record FreeSlot(long Id, Instant StartsAt, Instant EndsAt);

/// <summary>Finds the first slot of each of many providers that can be reserved now, in one statement.</summary>
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

        IReadOnlyList<long> providers = open.Keys.ToList();
        var rules = await CalendarRules.Of(session, call, providers, Around(open));
        await Calendar.Each(session, providers, Around(open), (provider, calendar) =>
        {
            if (First(calendar, open[provider], rules(provider)) is { } slot)
                found[provider] = slot;
        });
        return found;
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

    // The periods are sorted by start, so the first free slot of a period comes before the slots of all later ones.
    static FreeSlot? First(Calendar calendar, IReadOnlyList<Interval> within, StartRules rules)
    {
        foreach (var stretch in within)
            foreach (var slot in calendar.Slots(stretch, rules))
                if (slot.State == SlotState.Free)
                    return new FreeSlot(slot.Id, slot.StartsAt, slot.EndsAt);
        return null;
    }
}
