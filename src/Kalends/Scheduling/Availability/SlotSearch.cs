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
    /// <summary>
    /// The calendars of so few providers are read; of more, only those that may be free. To find these takes about as
    /// long as reading thirty calendars, and longer where little is free.
    /// </summary>
    public int FewMax { get; init; } = 50;

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
    public async Task<Found> Find(Session session, Call call, Spot? after, int most) =>
        await (await Begin(session, call)).Find(after, most);

    /// <summary>Begins a search that goes on from place to place.</summary>
    public async Task<Begun> Begin(Session session, Call call)
    {
        var notices = Notices.Ask(session, call, Service);
        var few = await FindFew(session);
        return new(this, session, call, await notices(), few);
    }

    /// <summary>
    /// The providers, if they are few, or some more and a small part of all: most openings that may be free are then
    /// those of others.
    /// </summary>
    async ValueTask<List<Whose.Found>?> FindFew(Session session) =>
        await Whose.FindFew(session, Whose.Among is null ? FewMax : FewMax * 4) is { } found
            && (found.Count <= FewMax || await session.Number(CountActive) > found.Count * 4)
            ? found
            : null;

    static readonly Sql CountActive = Availability.Whose.CountActive(1000);

    /// <summary>A search that has been begun; what does not depend on the place is read once.</summary>
    public sealed class Begun(
        SlotSearch search, Session session, Call call, Notices notices, List<Whose.Found>? searched)
    {
        readonly List<Notices.Stage> _stages = [.. notices.Stages(search.Whose, search.Window)];
        readonly Dictionary<Whose, List<Whose.Found>?> _few = new() { [search.Whose] = searched };

        /// <summary>Finds the first starts after a place, or from the beginning.</summary>
        public async Task<Found> Find(Spot? after, int most)
        {
            var found = new List<FirstSlot>();
            // Nobody is free before the first stage begins.
            var begun = _stages.Count == 0
                ? search
                : search with { Window = new(_stages[0].Window.Start, search.Window.End) };
            foreach (var stage in _stages)
            {
                if (after is { } place && place.Start >= stage.Window.End)
                    continue;
                var stopped = await Few(stage.Whose) is { } few
                    ? await new FewCalendars(session, call, begun, few).Find(found, stage.Window, after, most)
                    : await new ManyCalendars(session, call, begun, stage, notices).Find(found, after, most);
                if (stopped is not null || found.Count >= most)
                    return new Found(found, stopped);
            }
            return new Found(found, null);
        }

        async ValueTask<List<Whose.Found>?> Few(Whose whose)
        {
            if (!_few.TryGetValue(whose, out var few))
                _few[whose] = few = await whose.FindFew(session, search.FewMax);
            return few;
        }
    }

    /// <summary>The free starts of a provider in a window, in order, that count at their local times.</summary>
    public IEnumerable<Slot> Free(Calendar calendar, Interval window, StartRules rules, DateTimeZone zone) =>
        calendar.Free(window, rules).Where(slot => Times.Has(slot.StartsAt, zone));
}
