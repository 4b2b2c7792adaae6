using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Events;

/// <summary>What a search found, and where it stopped looking if it did not come to an end.</summary>
/// <param name="Events">The events, in the order that was asked for.</param>
/// <param name="StoppedAt">The number up to which it looked, where there may be more behind it.</param>
/// <param name="IsFull">Whether it stopped because it had found as many as fit, by number or by size.</param>
sealed record Finding(List<LoggedEvent> Events, long? StoppedAt, bool IsFull = false);

/// <summary>How much a search may look at and find.</summary>
/// <param name="Events">Events that it finds.</param>
/// <param name="Bytes">Bytes of these; the event that passes them is the last.</param>
/// <param name="Candidates">Events that it looks at.</param>
sealed record SearchLimits(int Events, long Bytes, int Candidates)
{
    public static SearchLimits Of(Call call, int events)
    {
        var settings = call.Settings<EventsSettings>();
        return new(events, settings.PageBytesMax, settings.CandidatesMax);
    }
}

/// <summary>Searches the log in its order, from either end, and looks at no more than it may.</summary>
/// <remarks>
/// One index drives the search (<see cref="DrivingIndex"/>): it gives candidates in the order of the log, in windows
/// that grow. The other words are looked up among a window's candidates, and the events that are left are read and
/// checked. So the cost of a page depends on how many candidates lie before its last event, and has a bound: a search
/// that has seen too many stops and says where.
/// </remarks>
sealed class EventSearch(Session session, Call call, EventLogFilter filter, bool ascending)
{
    const int WindowMax = 4096;
    const int WindowGrowth = 8;

    /// <summary>
    /// Everything of a stretch, as far as it fits; refused where that would take looking at too many events.
    /// </summary>
    public async Task<Finding> FindAll(long low, long high, int limit)
    {
        var finding = await Find(low, high, SearchLimits.Of(call, limit));
        return finding.IsFull || finding.StoppedAt is null
            ? finding
            : throw new Refused(Reason.Invalid, "search_too_broad",
                "Too many events would have to be looked at: narrow the search by time, or by a rarer word.");
    }

    /// <summary>Events with numbers from low to high, both included.</summary>
    public async Task<Finding> Find(long low, long high, SearchLimits limits)
    {
        var words = filter.WantedWords();
        var index = await DrivingIndex.Choose(session, call, filter, words);
        var (found, bytes, left) = (new List<LoggedEvent>(), 0L, limits.Candidates);
        foreach (var span in await EventBlocks.Spans(session, filter, new Span(low, high), ascending))
        {
            var (rest, window) = (span, limits.Events);
            while (true)
            {
                var candidates = await session.All(
                    index.Statement(ascending), row => row.Long("seq"), index.With(
                        ("low", rest.Low), ("high", rest.High), ("window", window)));
                found.AddRange(await Check(
                    await Narrow(candidates, index.OtherWords(words)), limits.Events - found.Count,
                    one => (bytes += one.Size) < limits.Bytes));
                left -= candidates.Count;
                if (found.Count == limits.Events || bytes >= limits.Bytes)
                    return new Finding(found, found[^1].Seq, IsFull: true);
                if (candidates.Count < window)
                    break;
                if (left <= 0)
                    return new Finding(found, candidates[^1]);
                rest = ascending ? rest with { Low = candidates[^1] + 1 } : rest with { High = candidates[^1] - 1 };
                window = Math.Min(Math.Min(window * WindowGrowth, WindowMax), left);
            }
        }
        return new Finding(found, null);
    }

    /// <summary>Keeps the candidates that have all other words too.</summary>
    async Task<List<long>> Narrow(List<long> candidates, IEnumerable<string> words)
    {
        foreach (var word in words)
            if (candidates.Count > 0)
                candidates = await session.All(
                    HaveWord, row => row.Long("seq"), ("word", word), ("candidates", candidates));
        return candidates;
    }

    async Task<List<LoggedEvent>> Check(
        List<long> candidates, int limit, Func<LoggedEvent, bool> wantsMore) => candidates.Count == 0
        ? []
        : await session.While(ascending ? CheckForward : CheckBackward, LoggedEvent.Read, wantsMore,
            filter.Values(call, ("candidates", candidates), ("limit", limit)));

    public static readonly Sql HaveWord = new("""
        SELECT seq
        FROM event_words
        WHERE word = @word AND seq {list candidates}
        """);

    public static readonly Sql CheckForward = Statement("ASC");

    public static readonly Sql CheckBackward = Statement("DESC");

    static Sql Statement(string direction) => new($$"""
        SELECT {{LoggedEvent.Columns}}
        FROM events e
        WHERE e.seq {list candidates} AND {{EventLogFilter.Holds}}
        ORDER BY e.seq {{direction}}
        LIMIT @limit
        """);
}
