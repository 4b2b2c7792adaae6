using Kalends.Platform.Calls;

namespace Kalends.Scheduling.Slots;

/// <summary>Finds the first slots of a provider that can be reserved now, however far ahead they are.</summary>
static class SlotsAhead
{
    /// <summary>The length of the calendar that is read at once, from the next opening on.</summary>
    static readonly TimeSpan Step = TimeSpan.FromDays(366);

    public static Task<List<Slot>> Find(long providerId, int limit, Call call) => call.Read(async session =>
    {
        var (found, from) = (new List<Slot>(), call.Now);
        while (found.Count < limit && await NextOpening.Find(session, [providerId], from) is { } start)
        {
            var starts = await Starts.Load(session, call, providerId, new Interval(start, start + Step));
            found.AddRange(starts.Free().Take(limit - found.Count));
            from = starts.Window.End;
        }
        return found;
    });
}
