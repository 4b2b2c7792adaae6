using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Scheduling.Slots;

namespace Kalends.Scheduling.Availability;

/// <summary>
/// Finds the first starts of few providers by reading their calendars, one stretch of time after the other.
/// </summary>
sealed class FewCalendars(Session session, Call call, SlotSearch search, IReadOnlyList<Whose.Found> providers)
{
    /// <summary>The number of days of all providers that are read at once.</summary>
    const int DaysMax = 6000;
    const int StretchMax = 366;

    /// <summary>The number of stretches that are read for a page.</summary>
    const int RoundsMax = 16;

    readonly List<long> _ids = [.. providers.Select(one => one.Id)];
    readonly Dictionary<long, DateTimeZone> _zones = providers.ToDictionary(one => one.Id, one => one.Zone);
    readonly HashSet<long> _seen = [];

    /// <summary>
    /// Adds the next starts of a window, and answers where it stopped because it had done enough work.
    /// </summary>
    public async Task<Spot?> Find(List<FirstSlot> found, Interval window, Spot? after, int most)
    {
        if (_ids.Count == 0)
            return null;
        // The first start of a provider is known only to who reads their calendar from the beginning.
        var from = search.Once ? search.Window.Start : Instant.Max(window.Start, after?.Start ?? window.Start);
        var days = Math.Clamp(50 / _ids.Count, 1, 7);
        for (var round = 0; from < window.End; round++)
        {
            if (round == RoundsMax)
                return new Spot(from, 0);
            if (await NextOpening.Find(session, _ids, from) is not { } next || next >= window.End)
                return null;
            from = next;
            var until = Instant.Min(from + Duration.FromDays(days), window.End);
            var some = await Within(new Interval(from, until), most);
            found.AddRange(some.Where(slot =>
                slot.StartsAt >= window.Start && after?.IsBefore(slot) != false).Take(most - found.Count));
            if (found.Count >= most)
                return null;
            from = until;
            days = Math.Min(days * 2, Math.Clamp(DaysMax / _ids.Count, 1, StretchMax));
        }
        return null;
    }

    async Task<IEnumerable<FirstSlot>> Within(Interval stretch, int most)
    {
        var some = new List<FirstSlot>();
        var rules = await CalendarRules.Of(session, call, _ids, stretch, search.Service);
        foreach (var (provider, calendar) in await Calendar.LoadMany(session, _ids, stretch, search.Service))
        {
            if (search.Once && _seen.Contains(provider))
                continue;
            var free = search.Free(calendar, stretch, rules(provider), _zones[provider]);
            foreach (var slot in free.Take(search.Once ? 1 : SlotId.PerOpening))
            {
                some.Add(FirstSlot.Of(provider, slot));
                _seen.Add(provider);
            }
        }
        return some.OrderBy(slot => slot.StartsAt).ThenBy(slot => slot.ProviderId);
    }
}
