using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Scheduling;

/// <summary>Finds the first slots of a provider that can be reserved now, however far ahead they are.</summary>
static class SlotsAhead
{
    /// <summary>The length of the calendar that is read at once, from the next opening on.</summary>
    static readonly TimeSpan Step = TimeSpan.FromDays(366);

    public static Task<List<Slot>> Find(long providerId, int limit, Call call) => call.Read(async session =>
    {
        var (found, from) = (new List<Slot>(), call.Now);
        while (found.Count < limit && await FindOpening(session, providerId, from) is { } start)
        {
            var starts = await Starts.Load(session, call, providerId, new Interval(start, start + Step));
            found.AddRange(starts.Free().Take(limit - found.Count));
            from = starts.Window.End;
        }
        return found;
    });

    /// <summary>
    /// The start of the next opening, or <paramref name="from"/> if it is inside an opening; null after the last.
    /// </summary>
    static async Task<Instant?> FindOpening(Session session, long providerId, Instant from) =>
        await session.Number(FindNext, ("provider", providerId), ("from", from)) is { } starts
            ? Instants.FromMicros(Math.Max(starts, from.Micros))
            : null;

    // Openings of a provider do not overlap, so the order of their ends is that of their starts.
    static readonly Sql FindNext = new("""
        SELECT starts_at AS n
        FROM openings
        WHERE provider_id = @provider AND removed_at IS NULL AND ends_at > @from
        ORDER BY ends_at
        LIMIT 1
        """);
}
