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
        .ForAll(Gen.Zip(Calendars(), Gen.Zip(Gen.Choose(-8, 8), Gen.Choose(-600, 600))).ToArbitrary(), one =>
        {
            var (calendar, earliest) = (one.Item1, Now + Hour * one.Item2.Item1);
            var start = Now + TimeSpan.FromMinutes(one.Item2.Item2);
            var window = new Interval(start, start + Hour * 6);
            var naive = calendar.Openings.SelectMany(opening => Enumerable.Range(0, opening.SlotCount)
                .Select(index => Naive(calendar, opening, index, earliest))).ToList();

            var (listed, touching) = (
                calendar.Slots(window, Now, earliest).ToList(), calendar.Touching(window, Now, earliest).ToList());

            Assert.Equal(naive.Where(slot => window.Contains(slot.Stretch.Start)), listed);
            Assert.Equal(naive.Where(slot => window.Overlaps(slot.Stretch)), touching);
            Assert.DoesNotContain(touching, slot => slot.State == SlotState.Free && slot.Stretch.Start <= Now);
        })
        .Check(Config.QuickThrowOnFailure.WithMaxTest(500));

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

    static Slot Naive(Calendar calendar, Opening opening, int index, Instant earliest)
    {
        var stretch = opening.SlotAt(index);
        var taken = calendar.Busy.FirstOrDefault(busy => busy.Stretch.Overlaps(stretch) && !busy.IsLapsed(Now));
        var state = taken is not null
            ? taken.State == ReservationState.Confirmed ? SlotState.Booked : SlotState.Held
            : calendar.Closures.Any(closure => closure.Overlaps(stretch)) ? SlotState.Closed
            : stretch.Start <= Now || stretch.Start < earliest ? SlotState.TooSoon
            : SlotState.Free;
        return new Slot(SlotId.Of(opening.Id, index), stretch, state, taken?.ReservationId);
    }

    /// <summary>Openings and reservations that do not overlap among themselves, and closures that may.</summary>
    static Gen<Calendar> Calendars()
    {
        var number = Gen.Choose(0, 1000);
        return
            from openings in Gen.ArrayOf(number, 5)
            from closures in Gen.ArrayOf(number, 4)
            from busy in Gen.ArrayOf(number, 12)
            select new Calendar(
                openings.Select((n, i) => OpeningAt(i, n)).ToList(),
                closures.Select(ClosureAt).OrderBy(closure => closure.Start).ToList(),
                busy.Select((n, i) => BusyAt(i, n)).ToList());
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
