using Kalends.Events.Public;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Platform.Time;

namespace Kalends.Scheduling;

/// <summary>Offers one or several stretches of a provider's time, all of them or none.</summary>
static class OfferOpenings
{
    /// <param name="ProviderId">Whose time.</param>
    /// <param name="Ranges">The stretches, at most 100.</param>
    /// <param name="SlotMinutes">The length of a slot, 5 to 480 minutes.</param>
    public sealed record Input(
        [Id] long ProviderId,
        [Count(1, 100)] IReadOnlyList<Range> Ranges,
        [Number(5, 480)] int SlotMinutes = 15);

    /// <param name="StartsAt">On a multiple of five minutes.</param>
    /// <param name="EndsAt">
    /// After the start, by a multiple of the slot's length, at most 42 days and 4,096 slots.
    /// </param>
    public sealed record Range(Instant StartsAt, Instant EndsAt);

    /// <param name="Items">The openings, in the order of their starts.</param>
    public sealed record Offered(IReadOnlyList<Opening> Items);

    static readonly TimeSpan Grid = TimeSpan.FromMinutes(5);
    static readonly Interval Years = new(Instant.Of(1970, 1, 1), Instant.Of(2200, 1, 1));

    public static Task<Offered> Run(Input input, Call call) => Run(input, Grid, call);

    /// <summary>The same on a coarser grid, as the original service has it.</summary>
    public static Task<Offered> Run(Input input, TimeSpan grid, Call call)
    {
        Check(input, grid);
        return call.Write(session => Store(session, input, call));
    }

    static void Check(Input input, TimeSpan grid)
    {
        var faults = new Faults();
        for (var i = 0; i < input.Ranges.Count; i++)
            Check(input.Ranges[i], input.SlotMinutes, grid, faults, $"/ranges/{i}");
        faults.ThrowIfAny();
    }

    static void Check(Range range, int slotMinutes, TimeSpan grid, Faults faults, string at)
    {
        if (!Years.Contains(range.StartsAt) || !Years.Contains(range.EndsAt))
            faults.Add($"{at}/starts_at", "out_of_range", "An opening lies between the years 1970 and 2199.");
        else if (range.EndsAt <= range.StartsAt)
            faults.Add($"{at}/ends_at", "end_before_start", "ends_at must be after starts_at.");
        else if (!range.StartsAt.IsOn(grid) || !range.EndsAt.IsOn(grid))
            faults.Add($"{at}/starts_at", "off_grid",
                $"starts_at and ends_at must be multiples of {grid.TotalMinutes} minutes.");
        else if ((range.EndsAt - range.StartsAt).Ticks % TimeSpan.FromMinutes(slotMinutes).Ticks != 0)
            faults.Add($"{at}/ends_at", "not_a_multiple", $"The length must be a multiple of {slotMinutes} minutes.");
        else if (range.EndsAt - range.StartsAt > Opening.LengthMax)
            faults.Add($"{at}/ends_at", "too_long", $"An opening lasts at most {Opening.LengthMax.TotalDays} days.");
        else if ((range.EndsAt - range.StartsAt).TotalMinutes / slotMinutes > SlotId.PerOpening)
            faults.Add($"{at}/ends_at", "too_many_slots", $"An opening has at most {SlotId.PerOpening} slots.");
    }

    static async Task<Offered> Store(Session session, Input input, Call call)
    {
        await Provider.CheckAuthority(session, call, input.ProviderId);
        var offered = new List<Opening>();
        // In the order of their starts, so that two equal calls wait for each other instead of deadlocking.
        foreach (var range in input.Ranges.OrderBy(range => range.StartsAt))
        {
            var length = TimeSpan.FromMinutes(input.SlotMinutes);
            var id = await session.Number(Insert, ("provider", input.ProviderId), ("starts", range.StartsAt),
                ("ends", range.EndsAt), ("length", length), ("now", call.Now)) ?? throw Overlaps(range);
            var opening = new Opening(id, input.ProviderId, range.StartsAt, range.EndsAt, length);
            offered.Add(opening);
            await EventLog.Append(session, call, opening.Event("offered"));
        }
        return new Offered(offered);
    }

    static Refused Overlaps(Range range) => new Refused(
        Reason.Conflict, "opening_overlaps", "The provider already has an opening in this stretch.")
        .With("range", range);

    static readonly Sql Insert = new("""
        INSERT INTO openings (provider_id, starts_at, ends_at, slot_micros, created_at)
        VALUES (@provider, @starts, @ends, @length, @now)
        ON CONFLICT DO NOTHING
        RETURNING id AS n
        """);
}
