using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Providers.Public;

namespace Kalends.Scheduling.Openings;

/// <summary>
/// Offers one or several periods of a provider's time, all of them or none; they replace existing openings whose slots
/// in them are all closed.
/// </summary>
static class OfferOpenings
{
    /// <param name="ProviderId">The id of the provider.</param>
    /// <param name="Ranges">The periods, at most 100, none of which overlaps another.</param>
    /// <param name="SlotMinutes">The length of a slot, 5 to 480 minutes.</param>
    /// <param name="Replace">
    /// Whether existing openings in these periods are cut; otherwise the request is refused because of them, and
    /// reservations stay as they are in any case.
    /// </param>
    public sealed record Input(
        [Id] long ProviderId,
        [Count(1, 100)] IReadOnlyList<Range> Ranges,
        [Number(5, 480)] int SlotMinutes = 15,
        bool Replace = false);

    /// <param name="StartsAt">The start, on a multiple of five minutes.</param>
    /// <param name="EndsAt">
    /// The end, after the start by a multiple of the slot's length, at most 42 days and 4,096 slots.
    /// </param>
    public sealed record Range(Instant StartsAt, Instant EndsAt);

    /// <param name="Items">The openings, in the order of their starts.</param>
    /// <param name="Replaced">The openings that were cut for the new ones, and are no longer offered.</param>
    /// <param name="Remaining">The parts of those openings outside the new ones, each as an opening of its own.</param>
    public sealed record Offered(
        IReadOnlyList<Opening> Items, IReadOnlyList<Opening> Replaced, IReadOnlyList<Opening> Remaining);

    /// <summary>The form in which a map of routes lets its callers write a period.</summary>
    /// <param name="Grid">The length of time that both ends are multiples of.</param>
    /// <param name="Start">The name of the start.</param>
    /// <param name="End">The name of the end.</param>
    /// <param name="InList">Whether the periods are in a list; otherwise the body is the only period.</param>
    public sealed record Writing(TimeSpan Grid, string Start, string End, bool InList)
    {
        public string PointerTo(int range, string member) => InList ? $"/ranges/{range}/{member}" : $"/{member}";
    }

    static readonly Writing Own = new(TimeSpan.FromMinutes(5), "starts_at", "ends_at", InList: true);
    static readonly Interval Years = new(Instant.FromUtc(1970, 1, 1, 0, 0), Instant.FromUtc(2200, 1, 1, 0, 0));

    public static Task<Answer<Offered>> Run(Input input, Call call) => Run(input, Own, call);

    /// <summary>The same with the grid and the names of the original service.</summary>
    public static Task<Answer<Offered>> Run(Input input, Writing writing, Call call)
    {
        Check(input, writing);
        return call.Write(session => Store(session, input, call));
    }

    static void Check(Input input, Writing writing)
    {
        var errors = new ValidationErrors();
        for (var i = 0; i < input.Ranges.Count; i++)
            Check(input.Ranges[i], input.SlotMinutes, writing, errors, i);
        CheckOverlaps(input.Ranges, writing, errors);
        errors.ThrowIfAny();
    }

    static void CheckOverlaps(IReadOnlyList<Range> ranges, Writing writing, ValidationErrors errors)
    {
        var inOrder = Enumerable.Range(0, ranges.Count).OrderBy(i => ranges[i].StartsAt).ToList();
        foreach (var (one, next) in inOrder.Zip(inOrder.Skip(1)))
            if (ranges[next].StartsAt < ranges[one].EndsAt)
                errors.Add(
                    writing.PointerTo(next, writing.Start), SchedulingErrors.Overlaps,
                    "The ranges must not overlap each other.");
    }

    static void Check(Range range, int slotMinutes, Writing writing, ValidationErrors errors, int index)
    {
        var (start, end) = (writing.PointerTo(index, writing.Start), writing.PointerTo(index, writing.End));
        if (!Years.Contains(range.StartsAt) || !Years.Contains(range.EndsAt))
            errors.Add(start, FaultCode.OutOfRange, "An opening lies between the years 1970 and 2199.");
        else if (range.EndsAt <= range.StartsAt)
            errors.Add(end, FaultCode.EndBeforeStart, $"{writing.End} must be after {writing.Start}.");
        else if (!range.StartsAt.IsOn(writing.Grid) || !range.EndsAt.IsOn(writing.Grid))
            errors.Add(start, FaultCode.OffGrid,
                $"{writing.Start} and {writing.End} must be multiples of {writing.Grid.TotalMinutes} minutes.");
        else if (range.EndsAt.Since(range.StartsAt).Ticks % TimeSpan.FromMinutes(slotMinutes).Ticks != 0)
            errors.Add(end, SchedulingErrors.NotAMultiple, $"The length must be a multiple of {slotMinutes} minutes.");
        else if (range.EndsAt.Since(range.StartsAt) > Opening.LengthMax)
            errors.Add(end, FaultCode.TooLong, $"An opening lasts at most {Opening.LengthMax.TotalDays} days.");
        else if (range.EndsAt.Since(range.StartsAt).TotalMinutes / slotMinutes > SlotId.PerOpening)
            errors.Add(end, SchedulingErrors.TooManySlots, $"An opening has at most {SlotId.PerOpening} slots.");
    }

    static async Task<Offered> Store(Session session, Input input, Call call)
    {
        Calendars.Hold(session, input.ProviderId);
        await Provider.CheckAuthority(session, call, input.ProviderId);
        var (offered, replaced, remaining) = (new List<Opening>(), new List<Opening>(), new List<Opening>());
        var length = TimeSpan.FromMinutes(input.SlotMinutes);
        foreach (var range in input.Ranges.OrderBy(range => range.StartsAt))
        {
            var wanted = new Opening(0, input.ProviderId, range.StartsAt, range.EndsAt, length);
            var outcome = await OpeningStore.Offer(session, call, wanted, input.Replace);
            if (outcome.IsNew)
                await ProviderLog.Append(session, call, outcome.Opening.Event("offered"));
            offered.Add(outcome.Opening);
            replaced.AddRange(outcome.Replaced);
            remaining.AddRange(outcome.Remaining);
        }

        // A later range may have cut what an earlier range left over.
        return new Offered(offered, replaced.Except(remaining).ToList(), remaining.Except(replaced).ToList());
    }
}
