using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Kalends.Scheduling;
using Interval = NodaTime.Interval;

namespace Kalends.Tests.Scheduling;

/// <summary>The decisions of scheduling, as functions of values.</summary>
public sealed class DecisionTests
{
    static readonly Instant Now = Instant.FromUtc(2030, 1, 7, 8, 0);
    static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Theory]
    [InlineData("\"slot_minutes\": 15, \"slot_seconds\": 900", 900)]
    [InlineData("\"slot_minutes\": 1, \"slot_seconds\": 61, \"type\": \"one-off\"", 61)]
    public void An_opening_that_was_answered_is_read_back_with_its_exact_slots(string length, int seconds)
    {
        const string stretch = "\"starts_at\": \"2030-01-01T10:00:00Z\", \"ends_at\": \"2030-01-01T11:01:00Z\"";

        var read = JsonSerializer.Deserialize<Opening>(
            $"{{\"id\": 1, \"provider_id\": 2, {stretch}, {length}}}", Platform.Json.Options)!;

        Assert.Equal(TimeSpan.FromSeconds(seconds), read.SlotLength);
        var again = JsonSerializer.Serialize(read, Platform.Json.Options);
        Assert.Equal(read, JsonSerializer.Deserialize<Opening>(again, Platform.Json.Options));
    }

    [Fact]
    public void The_slots_of_a_calendar_agree_with_looking_at_each_one_alone() => Prop
        .ForAll(Gen.Zip(Calendars(), Gen.Zip(Rules(), Gen.Choose(-600, 600))).ToArbitrary(), one =>
        {
            var (calendar, (rules, minutes)) = one;
            var start = Now + TimeSpan.FromMinutes(minutes);
            var window = new Interval(start, start + Hour * 6);
            var naive = calendar.Openings.SelectMany(opening => Enumerable.Range(0, opening.SlotCount)
                .Select(index => Naive(calendar, opening, index, rules))).OfType<Slot>().ToList();

            var listed = calendar.Slots(window, rules).ToList();
            var touching = calendar.Touching(window, rules).ToList();

            Assert.Equal(naive.Where(slot => window.Contains(slot.StartsAt)), listed);
            Assert.DoesNotContain(touching, slot => slot.State == SlotState.Free && slot.StartsAt <= Now);
            if (rules.Fit == Fit.OneSlot)
                Assert.Equal(naive.Where(slot => window.Overlaps(new(slot.StartsAt, slot.EndsAt))), touching);
        })
        .Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Fact]
    public void A_slot_id_leads_back_to_its_opening_and_place() => Prop
        .ForAll(Gen.Zip(Gen.Choose(1, int.MaxValue), Gen.Choose(0, SlotId.PerOpening - 1)).ToArbitrary(),
            pair => SlotId.Split(SlotId.Of(pair.Item1, pair.Item2)) == (pair.Item1, pair.Item2))
        .QuickCheckThrowOnFailure();

    [Fact]
    public void What_is_left_of_an_opening_beside_a_cut_is_every_slot_that_the_cut_does_not_touch() => Prop
        .ForAll(Gen.Zip(Gen.Choose(0, 1000), Gen.Zip(Gen.Choose(-700, 700), Gen.Choose(1, 700))).ToArbitrary(), one =>
        {
            var (opening, (from, minutes)) = (OpeningAt(0, one.Item1), one.Item2);
            var start = opening.StartsAt + TimeSpan.FromMinutes(from);
            var cut = new Interval(start, start + TimeSpan.FromMinutes(minutes));

            var left = opening.Beside(cut).ToList();

            Assert.Equal(
                Slots(opening).Where(slot => !slot.Overlaps(cut)), left.SelectMany(Slots));
            Assert.InRange(left.Count, 0, 2);
            Assert.All(left, part => Assert.Equal(
                (0, opening.ProviderId, opening.SlotLength), (part.Id, part.ProviderId, part.SlotLength)));
        })
        .Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    static IEnumerable<Interval> Slots(Opening opening) =>
        Enumerable.Range(0, opening.SlotCount).Select(opening.SlotAt);

    static Slot? Naive(Calendar calendar, Opening opening, int index, StartRules rules)
    {
        var (slot, fit) = (opening.SlotAt(index), rules.Fit);
        var care = fit.Length is { } length ? new Interval(slot.Start, slot.Start + length) : slot;
        for (var at = care.Start; at < care.End; at += Five)
            if (!calendar.Openings.Any(one => one.StartsAt <= at && at + Five <= one.EndsAt))
                return null;

        var around = new Interval(care.Start - fit.Before, care.End + fit.After);
        var taken = calendar.Busy.FirstOrDefault(busy => busy.Stretch.Overlaps(around) && !busy.IsLapsed(Now));
        var state = taken is not null
            ? taken.State == ReservationState.Confirmed ? SlotState.Booked : SlotState.Held
            : calendar.Closures.Any(closure => closure.Overlaps(care)) ? SlotState.Closed
            : rules.Step > TimeSpan.Zero && (slot.Start - opening.StartsAt).ToTimeSpan().Ticks % rules.Step.Ticks != 0
                ? SlotState.OffStep
            : care.Start <= Now || care.Start < rules.Earliest ? SlotState.TooSoon
            : care.Start > rules.Latest ? SlotState.TooFar
            : SlotState.Free;
        return new Slot(
            SlotId.Of(opening.Id, index), care.Start.Micros, care.End.Micros, state, taken?.ReservationId);
    }

    static readonly TimeSpan Five = TimeSpan.FromMinutes(5);

    static Gen<StartRules> Rules() =>
        from hours in Gen.Choose(-8, 8)
        from furthest in Gen.Choose(1, 40)
        from step in Gen.Elements(0, 0, 10, 30)
        from length in Gen.Elements(0, 0, 5, 20, 60, 150)
        from before in Gen.Elements(0, 5, 60)
        from after in Gen.Elements(0, 10)
        let fit = length == 0
            ? Fit.OneSlot
            : new Fit(TimeSpan.FromMinutes(length), TimeSpan.FromMinutes(before), TimeSpan.FromMinutes(after))
        select new StartRules(
            Now, Now + Hour * hours, Now + Hour * furthest, TimeSpan.FromMinutes(step), fit, Booked: null);

    /// <summary>
    /// Openings and reservations that do not overlap among themselves, and closures that may; some openings adjoin.
    /// </summary>
    static Gen<Calendar> Calendars()
    {
        var number = Gen.Choose(0, 1000);
        return
            from openings in Gen.ArrayOf(number, 8)
            from closures in Gen.ArrayOf(number, 4)
            from busy in Gen.ArrayOf(number, 12)
            select new Calendar(
                Adjoining(openings),
                closures.Select(ClosureAt).OrderBy(closure => closure.Start).ToList(),
                busy.Select((n, i) => BusyAt(i, n)).ToList());
    }

    static List<Opening> Adjoining(IReadOnlyList<int> numbers)
    {
        var openings = new List<Opening>();
        foreach (var n in numbers)
        {
            var one = OpeningAt(openings.Count, n);
            var start = openings.Count == 0 ? one.StartsAt : openings[^1].EndsAt + (n % 5 < 3 ? TimeSpan.Zero : Hour);
            openings.Add(one with { StartsAt = start, EndsAt = start + one.Stretch.Length });
        }
        return openings;
    }

    static Opening OpeningAt(int i, int n)
    {
        var length = TimeSpan.FromMinutes(new[] { 5, 15, 45 }[n % 3]);
        var start = Now - Hour * 8 + Hour * 10 * i;
        return new Opening(i + 1, 1, start, start + length * (1 + n % 8), length);
    }

    static Interval ClosureAt(int n) =>
        new(Now - Hour * 10 + TimeSpan.FromMinutes(n * 3), Now - Hour * 10 + TimeSpan.FromMinutes(n * 3 + 1 + n % 90));

    static Busy BusyAt(int i, int n)
    {
        var start = Now - Hour * 8 + TimeSpan.FromMinutes(i * 240 + n % 120);
        var state = n % 2 == 0 ? ReservationState.Held : ReservationState.Confirmed;
        var stretch = new Interval(start, start + TimeSpan.FromMinutes(1 + n % 100));
        return new Busy(stretch, state, Now + Hour * (n % 3 - 1), i);
    }
}
