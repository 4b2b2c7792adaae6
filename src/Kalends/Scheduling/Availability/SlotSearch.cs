using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Scheduling.Availability;

/// <summary>A search for the first starts that can be booked, in the calendars of any number of providers.</summary>
/// <remarks>
/// Statements find candidates, which the calendar then judges by the rules of each provider, so that a start is found
/// exactly if the provider's own list shows it.
/// </remarks>
/// <param name="Whose">The providers.</param>
/// <param name="Window">The time in which the starts lie.</param>
/// <param name="Service">The service that is to be booked; null for single slots.</param>
/// <param name="Times">The local times at which a start counts.</param>
/// <param name="Once">Whether only the first start of each provider counts.</param>
sealed record SlotSearch(Whose Whose, Interval Window, Service? Service, LocalTimes Times, bool Once = false)
{
    /// <summary>The calendars of so few providers are read; of more, only those that may be free.</summary>
    public int FewMax { get; init; } = 200;

    public Fit Fit => Service?.Fit ?? Fit.OneSlot;

    /// <summary>What a search found.</summary>
    /// <param name="Slots">The first starts, in order.</param>
    /// <param name="Stopped">
    /// Where the search stopped because it had done enough work; null if it came to its end.
    /// </param>
    public sealed record Found(List<FirstSlot> Slots, Spot? Stopped);

    /// <summary>Finds the first starts after a place.</summary>
    /// <param name="session">The session that reads.</param>
    /// <param name="call">The call, whose time and settings count.</param>
    /// <param name="after">The place; null for the beginning.</param>
    /// <param name="most">The greatest number of starts.</param>
    public async Task<Found> Find(Session session, Call call, Spot? after, int most)
    {
        var found = new List<FirstSlot>();
        var notices = await Notices.Find(session, call, Service);
        var stages = notices.Stages(Whose, Window).ToList();
        // Nobody is free before the first of them begins.
        var search = stages.Count == 0 ? this : this with { Window = new(stages[0].Window.Start, Window.End) };
        foreach (var stage in stages)
        {
            if (after is { } place && place.Start >= stage.Window.End)
                continue;
            var stopped = await stage.Whose.FindFew(session, FewMax) is { } few
                ? await new FewCalendars(session, call, search, few).Find(found, stage.Window, after, most)
                : await new ManyCalendars(session, call, search, stage, notices).Find(found, after, most);
            if (stopped is not null || found.Count >= most)
                return new Found(found, stopped);
        }
        return new Found(found, null);
    }

    /// <summary>The free starts of a provider in a window, in order, that count at their local times.</summary>
    public IEnumerable<Slot> Free(Calendar calendar, Interval window, StartRules rules, DateTimeZone zone) =>
        calendar.Free(window, rules).Where(slot => Times.Has(slot.StartsAt, zone));
}
