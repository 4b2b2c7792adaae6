using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Events;

/// <summary>The result of a search, and the place where it stopped if it did not reach the end.</summary>
/// <param name="Events">The events, in the requested order.</param>
/// <param name="StoppedAt">The number up to which it searched, if there may be more events behind it.</param>
/// <param name="IsFull">Whether it stopped because the result reached its limit in number or size.</param>
sealed record Finding(List<LoggedEvent> Events, long? StoppedAt, bool IsFull = false);

/// <summary>The limits of a search.</summary>
/// <param name="Events">Events to find.</param>
/// <param name="Bytes">Bytes of these events; the event that exceeds the limit is the last.</param>
/// <param name="Candidates">Candidates to examine.</param>
sealed record SearchLimits(int Events, long Bytes, int Candidates)
{
    public static SearchLimits Of(Call call, int events)
    {
        var settings = call.Settings<EventsSettings>();
        return new(events, settings.PageBytesMax, settings.CandidatesMax);
    }
}

/// <summary>Searches the log in its order, from either end, within limits.</summary>
/// <remarks>
/// One index drives the search (<see cref="DrivingIndex"/>): it yields candidates in the order of the log, in windows
/// that grow. The other words are looked up among a window's candidates, and the remaining events are read and checked.
/// The cost of a page depends on the number of candidates before its last event, and is bounded: a search that has
/// examined too many stops and reports its position.
/// </remarks>
sealed class EventSearch(Session session, Call call, EventLogFilter filter, bool ascending)
{
    const int WindowMax = 4096;
    const int WindowGrowth = 8;

    /// <summary>
    /// All matching events of a range, up to the limit; refused if too many events would have to be examined.
    /// </summary>
    public async Task<Finding> FindAll(long low, long high, int limit)
    {
        var finding = await Find(low, high, SearchLimits.Of(call, limit));
        return finding.IsFull || finding.StoppedAt is null
            ? finding
            : throw EventsErrors.SearchTooBroad.Refused();
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

    /// <summary>Keeps the candidates that also have all other words.</summary>
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
        FROM {{LoggedEvent.Rows}}
        WHERE e.seq {list candidates} AND {{EventLogFilter.Holds}}
        ORDER BY e.seq {{direction}}
        LIMIT @limit
        """);
}
