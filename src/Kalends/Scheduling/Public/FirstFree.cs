using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Platform.Time;

namespace Kalends.Scheduling.Public;

/// <summary>A slot that can be reserved at this moment.</summary>
/// <param name="Id">Names it: what a reservation asks for.</param>
/// <param name="StartsAt">When it starts.</param>
/// <param name="EndsAt">When it ends.</param>
sealed record FreeSlot(long Id, Instant StartsAt, Instant EndsAt);

/// <summary>
/// Finds the first slot of each of many providers that can be reserved at this moment, in one statement.
/// </summary>
static class FirstFree
{
    /// <summary>How many providers can be asked about at once.</summary>
    public const int ProvidersMax = 1000;

    /// <summary>How far the stretches of one question lie apart, at most.</summary>
    public static readonly TimeSpan WindowMax = TimeSpan.FromDays(366);

    /// <summary>What is asked of a provider.</summary>
    /// <param name="ProviderId">Whose slots.</param>
    /// <param name="Within">Where a slot may start; stretches may touch and overlap.</param>
    public sealed record Wish(long ProviderId, IReadOnlyList<Interval> Within);

    /// <summary>The first free slot of each provider who has one.</summary>
    public static async Task<IReadOnlyDictionary<long, FreeSlot>> Find(
        Session session, Call call, IReadOnlyList<Wish> wishes)
    {
        var earliest = call.Settings<SchedulingSettings>().Earliest(call.Now);
        var open = wishes
            .Select(wish => new Wish(wish.ProviderId, Open(wish.Within, earliest)))
            .Where(wish => wish.Within.Count > 0)
            .ToDictionary(wish => wish.ProviderId, wish => wish.Within);
        var found = new Dictionary<long, FreeSlot>();
        if (open.Count == 0)
            return found;

        await Calendar.Each(session, open.Keys.ToList(), Around(open), (provider, calendar) =>
        {
            if (First(calendar, open[provider], call.Now, earliest) is { } slot)
                found[provider] = slot;
        });
        return found;
    }

    /// <summary>What is left of the stretches once the notice is kept, in order of their starts.</summary>
    static List<Interval> Open(IReadOnlyList<Interval> stretches, Instant earliest) => stretches
        .Select(stretch => stretch.Start < earliest ? stretch with { Start = earliest } : stretch)
        .Where(stretch => stretch.Start < stretch.End)
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

    // Stretches come in order of their starts, so what is free first in one of them is free before all that follow.
    static FreeSlot? First(Calendar calendar, IReadOnlyList<Interval> within, Instant now, Instant earliest)
    {
        foreach (var stretch in within)
            foreach (var slot in calendar.Slots(stretch, now, earliest))
                if (slot.State == SlotState.Free)
                    return new FreeSlot(slot.Id, slot.Stretch.Start, slot.Stretch.End);
        return null;
    }
}
