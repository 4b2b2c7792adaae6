using Kalends.Platform;
using Kalends.Scheduling.Hours;
using NodaTime.Text;

namespace Kalends.Tests.Scheduling.Hours;

/// <summary>The start or the end of hours moves between its neighbours, on its day, ahead of now.</summary>
public sealed class HoursEdgeTests
{
    static readonly DateOnly Monday = new(2030, 1, 7);

    static readonly Instant Night = At("2030-01-07T00:00:00Z");

    [Theory]
    [InlineData("Start", "09:00", "00:00", "11:30")]
    [InlineData("End", "12:00", "09:30", "13:00")]
    [InlineData("Start", "13:00", "12:00", "16:30")]
    [InlineData("End", "17:00", "13:30", "24:00")]
    public void It_moves_between_its_neighbours_and_the_ends_of_the_day(
        string side, string at, string earliest, string latest)
    {
        var edge = Find(Weekly(30, "09:00-12:00", "13:00-17:00"), side, OnMonday(at), Night - Duration.FromHours(1))!;

        Assert.Equal((OnMonday(earliest), OnMonday(latest), 30), (edge.Earliest, edge.Latest, edge.StepMinutes));
    }

    [Fact]
    public void It_stays_ahead_of_now()
    {
        var hours = Weekly(30, "09:00-12:00");
        var now = OnMonday("10:10");

        Assert.Null(Find(hours, "Start", OnMonday("09:00"), now));
        Assert.Equal(now, Find(hours, "End", OnMonday("12:00"), now)!.Earliest);
    }

    [Fact]
    public void It_is_found_only_where_hours_start_or_end()
    {
        var hours = Weekly(30, "09:00-12:00");

        Assert.Null(Find(hours, "Start", OnMonday("12:00"), Night));
        Assert.Null(Find(hours, "End", OnMonday("11:30"), Night));
        Assert.Null(Find(hours, "Start", OnMonday("09:00") + Duration.FromDays(1), Night));
        Assert.Null(Find(hours, "Start", Instants.Latest, Night));
    }

    [Fact]
    public void A_day_whose_rules_differ_cannot_be_an_exception()
    {
        var hours = Weekly(30, "09:00-12:00");
        hours = hours with { Rules = [.. hours.Rules, new([1], [new("13:00", "17:00")], SlotMinutes: 20)] };

        Assert.Null(Find(hours, "End", OnMonday("17:00"), Night));
        Assert.NotNull(Find(hours with { Rules = [hours.Rules[0]] }, "End", OnMonday("12:00"), Night));
    }

    [Fact]
    public void What_it_leaves_has_whole_slots_and_starts_on_the_grid()
    {
        var hours = Weekly(7, "09:00-11:20");
        var (start, end) = (
            Find(hours, "Start", OnMonday("09:00"), Night)!, Find(hours, "End", OnMonday("11:20"), Night)!);

        Assert.Equal((35, 7), (start.StepMinutes, end.StepMinutes));
        Assert.Equal([new("08:25", "11:20")], Moved(start, "08:25").Stretches);
        Assert.Equal([new("09:00", "11:27")], Moved(end, "11:27").Stretches);
        Assert.Throws<Refused>(() => Moved(start, "08:53"));
        Assert.Throws<Refused>(() => Moved(end, "11:25"));
        Assert.Throws<Refused>(() => end.MovedTo(OnMonday("11:27") + Duration.FromSeconds(1), DateTimeZone.Utc, "at"));
    }

    [Fact]
    public void The_rest_of_the_day_stays()
    {
        var day = new HoursException(
            Monday, [new("14:00", "24:00"), new("09:00", "12:00")], "Fair", ServiceIds: [3], SlotMinutes: 60);
        var hours = Weekly(30, "08:00-10:00") with { Exceptions = [day] };

        var moved = Moved(Find(hours, "End", Night + Duration.FromDays(1), Night)!, "22:00");

        Assert.Equal(day with { Stretches = moved.Stretches }, moved);
        Assert.Equal([new("14:00", "22:00"), new("09:00", "12:00")], moved.Stretches);
        Assert.Throws<Refused>(() => Moved(Find(hours, "Start", OnMonday("14:00"), Night)!, "11:00"));
    }

    [Fact]
    public void It_lies_where_the_clocks_of_its_zone_say()
    {
        // At two o'clock on this Sunday the clocks go forward.
        var hours = new WorkingHours(
            1, "Europe/Vienna", [new([7], [new("02:30", "06:00")], SlotMinutes: 30)], [], null, 1);
        var now = At("2030-03-30T12:00:00Z");

        var start = Find(hours, "Start", At("2030-03-31T01:00:00Z"), now)!;
        var end = Find(hours, "End", At("2030-03-31T04:00:00Z"), now)!;

        Assert.Equal(At("2030-03-30T23:00:00Z"), start.Earliest);
        Assert.Equal(At("2030-03-31T22:00:00Z"), end.Latest);
        Assert.Equal(
            [new("02:30", "07:30")],
            end.MovedTo(At("2030-03-31T05:30:00Z"), DateTimeZoneProviders.Tzdb["Europe/Vienna"], "at").Stretches);
    }

    [Fact]
    public void It_leaves_a_slot_also_where_the_clocks_skip_an_hour()
    {
        var zone = DateTimeZoneProviders.Tzdb["Europe/Berlin"];
        var hours = new WorkingHours(
            1, "Europe/Berlin", [new([7], [new("02:00", "05:00")], SlotMinutes: 30)], [], null, 1);

        var end = Find(hours, "End", At("2027-03-28T03:00:00Z"), At("2027-03-27T12:00:00Z"))!;

        Assert.Throws<Refused>(() => end.MovedTo(At("2027-03-28T01:00:00Z"), zone, "at"));
        Assert.Equal([new("02:00", "03:30")], end.MovedTo(At("2027-03-28T01:30:00Z"), zone, "at").Stretches);
    }

    [Fact]
    public void A_break_that_was_closed_is_gone_unless_slots_would_start_elsewhere()
    {
        var half = Find(Weekly(30, "09:00-12:00", "13:00-17:00"), "End", OnMonday("12:00"), Night)!;
        var same = Find(Weekly(40, "09:00-12:20", "13:00-17:00"), "Start", OnMonday("13:00"), Night)!;
        var others = Find(Weekly(40, "09:00-12:10", "12:50-17:00"), "Start", OnMonday("12:50"), Night)!;

        Assert.Equal([new("09:00", "17:00")], Moved(half, "13:00").Stretches);
        Assert.Equal([new("09:00", "17:00")], Moved(same, "12:20").Stretches);
        Assert.Equal([new("09:00", "12:10"), new("12:10", "17:00")], Moved(others, "12:10").Stretches);
    }

    static WorkingHours Weekly(int slotMinutes, params string[] stretches) => new(
        1, "UTC",
        [new([1], [.. stretches.Select(one => new HoursStretch(one[..5], one[6..]))], SlotMinutes: slotMinutes)],
        [], null, 1);

    static HoursEdge? Find(WorkingHours hours, string side, Instant at, Instant now) =>
        HoursEdge.Find(hours, Enum.Parse<EdgeSide>(side), at, now);

    static HoursException Moved(HoursEdge edge, string to) => edge.MovedTo(OnMonday(to), DateTimeZone.Utc, "at");

    static Instant OnMonday(string time) => Night + Duration.FromMinutes(
        int.Parse(time[..2]) * 60 + int.Parse(time[3..]));

    static Instant At(string text) => InstantPattern.General.Parse(text).Value;
}
