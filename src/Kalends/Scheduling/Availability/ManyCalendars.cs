using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Scheduling.Availability;

/// <summary>
/// Finds the first starts of many providers: it goes from one start of slots to the next, and at each asks the openings
/// that have a slot there, in the order of their providers, until the page is full.
/// </summary>
sealed class ManyCalendars(Session session, Call call, SlotSearch search, Notices.Stage stage, Notices notices)
{
    /// <summary>The number of openings that are asked for a page, about.</summary>
    const int AskedMax = 400_000;
    const int CandidatesMax = 500;
    const int JudgedMax = 5000;
    const int SkippedMax = 200_000;

    readonly Candidates _candidates = new(session, call, search, stage, notices);
    readonly HashSet<long> _seen = [];

    /// <summary>Candidates that are judged once they are enough, or reach over a day, or no others are left.</summary>
    readonly List<Candidate> _waiting = [];
    bool _isFromBeginning;
    int _judged;

    /// <summary>
    /// Adds the next starts of the window, and answers where it stopped because it had done enough work.
    /// </summary>
    public async Task<Spot?> Find(List<FirstSlot> found, Spot? after, int most)
    {
        await _candidates.Begin();
        _isFromBeginning = after is null && found.Count == 0;
        var from = Instant.Max(stage.Window.Start, after?.Start ?? stage.Window.Start);
        var ticks = new Ticks(session, new Interval(from, stage.Window.End));
        var (asked, askedMax) = (0, Candidates.Sizes[^1]);
        for (var round = 0; asked < askedMax; round++)
        {
            var count = round == 0 ? 1 : Candidates.Sizes[Math.Min(round, Candidates.Sizes.Length - 1)];
            var some = await ticks.Next(count, _candidates.AreAsked, SkippedMax);
            if (some.Count == 0)
                break;
            if (await Ask(some, found, after, most) is { } stopped)
                return stopped;
            if (found.Count >= most)
                return null;
            asked += some.Count;
            if (round == 1 && await session.Number(CountActive) is { } active)
                askedMax = (int)Math.Clamp(AskedMax / Math.Max(1, active), Candidates.Sizes[1], 4096);
        }
        await Judge(found, most);
        if (found.Count >= most)
            return null;
        return await ticks.Peek() is { } next ? new Spot(next, 0) : null;
    }

    async Task<Spot?> Ask(List<Ticks.Tick> ticks, List<FirstSlot> found, Spot? after, int most)
    {
        var limit = most - found.Count - Waiting + 1;
        while (true)
        {
            var (candidates, end) = await _candidates.Find(ticks, after, limit);
            _waiting.AddRange(candidates.Where(one => !search.Once || !_seen.Contains(one.ProviderId)));
            if (end is null && found.Count + Waiting < most && MayWait)
                return null;
            await Judge(found, most);
            if (found.Count >= most || end is null)
                return null;
            after = end;
            if ((_judged += candidates.Count) > JudgedMax)
                return after;
            limit = Math.Min(limit * 2, CandidatesMax);
        }
    }

    /// <summary>The number of starts that those who wait may yield.</summary>
    int Waiting => search.Once ? _waiting.DistinctBy(one => one.ProviderId).Count() : _waiting.Count;

    // The calendars of all of them are read from the first to the last.
    bool MayWait => _waiting.Count == 0 || _waiting[^1].Start - _waiting[0].Start < Duration.FromDays(1);

    /// <summary>Adds the starts of the candidates whose calendars say that they are free.</summary>
    async Task Judge(List<FirstSlot> found, int most)
    {
        foreach (var slot in (await Free(_waiting)).Take(most - found.Count))
        {
            found.Add(slot);
            _seen.Add(slot.ProviderId);
        }
        _waiting.Clear();
    }

    async Task<List<FirstSlot>> Free(List<Candidate> candidates)
    {
        if (candidates.Count == 0)
            return [];
        var care = new Interval(
            candidates[0].Start, candidates.Max(one => one.Start + (search.Fit.Length ?? one.SlotLength)));
        // Who was found on an earlier page is known only from the calendar before.
        var isAfterPage = search.Once && !_isFromBeginning;
        var window = isAfterPage ? new Interval(search.Window.Start, care.End) : care;
        IReadOnlyList<long> ids = candidates.Select(one => one.ProviderId).Distinct().ToList();
        var asked = candidates.ToLookup(one => one.ProviderId);
        var ruling = CalendarRules.Ask(session, call, ids, window, search.Service);
        var calendars = isAfterPage
            ? await Calendar.LoadMany(session, ids, window, search.Service)
            : await Calendar.LoadManyFor(session, ids, care, search.Service);
        var rules = await ruling();
        var free = calendars.SelectMany(one => isAfterPage
            ? Firsts(one.Calendar, asked[one.ProviderId].ToList(), rules(one.ProviderId))
            : Those(one.Calendar, asked[one.ProviderId], rules(one.ProviderId)));
        return free.OrderBy(slot => slot.StartsAt).ThenBy(slot => slot.ProviderId).ToList();
    }

    IEnumerable<FirstSlot> Those(Calendar calendar, IEnumerable<Candidate> asked, StartRules rules)
    {
        var free =
            from one in asked
            from slot in search.Free(calendar, At(one.Start), rules, one.Zone)
            select FirstSlot.Of(one.ProviderId, slot);
        return search.Once ? free.Take(1) : free;
    }

    // A provider whose first start is an earlier one has been found there.
    IEnumerable<FirstSlot> Firsts(Calendar calendar, List<Candidate> asked, StartRules rules) => search
        .Free(calendar, new Interval(search.Window.Start, At(asked[^1].Start).End), rules, asked[0].Zone)
        .Take(1)
        .Where(slot => asked.Exists(one => one.Start == slot.StartsAt))
        .Select(slot => FirstSlot.Of(asked[0].ProviderId, slot));

    static Interval At(Instant start) => new(start, start + Instants.Moment);

    static readonly Sql CountActive = Whose.CountActive(20_001);
}
