using Kalends.Platform.Calls;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Scheduling;

public abstract class CalendarTests
{
    readonly TestApp _app;

    protected CalendarTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task Several_ranges_are_offered_in_one_call_and_listed_in_order()
    {
        var provider = await _app.GivenAProvider();
        var day = _app.NextHour().AddDays(2);

        var offered = await _app.Admin.Post($"/v1/providers/{provider}/openings", new
        {
            ranges = new[] { Range(day.AddHours(3), 1), Range(day, 2) },
            slot_minutes = 30,
        });

        Assert.Equal([4, 2], offered.Is(201)["items"]!.AsArray().Select(opening => (int)opening!["slot_count"]!));
        var slots = (await _app.Admin.Get($"/v1/providers/{provider}/slots")).Is(200)["items"]!.AsArray();
        Assert.Equal(6, slots.Count);
        Assert.Equal(
            slots.OrderBy(slot => (string?)slot!["starts_at"], StringComparer.Ordinal).ToList(), slots.ToList());
    }

    [Fact]
    public async Task An_overlap_refuses_the_whole_offer()
    {
        var provider = await _app.GivenAProvider();
        await _app.GivenSlots(provider, inDays: 2);
        var day = _app.NextHour().AddDays(2);

        var refused = await _app.Admin.Post($"/v1/providers/{provider}/openings", new
        {
            ranges = new[] { Range(day.AddDays(1), 1), Range(day.AddHours(1), 2) },
        });

        refused.IsRefused(409, "opening_overlaps");
        Assert.Single((await _app.Admin.Get($"/v1/providers/{provider}/openings")).Is(200)["items"]!.AsArray());
    }

    [Fact]
    public async Task Openings_that_touch_do_not_overlap()
    {
        var provider = await _app.GivenAProvider();
        await _app.GivenSlots(provider, inDays: 2, hours: 1);

        var day = _app.NextHour().AddDays(2);
        var offer = new { ranges = new[] { Range(day.AddHours(-1), 1), Range(day.AddHours(1), 1) } };

        (await _app.Admin.Post($"/v1/providers/{provider}/openings", offer)).Is(201);
    }

    [Fact]
    public async Task A_past_stretch_is_taken_and_none_of_its_slots_is_bookable()
    {
        var provider = await _app.GivenAProvider();
        var slot = await _app.GivenSlots(provider, inDays: -30);
        var from = _app.NextHour().AddDays(-31).Text();

        var listed = (await _app.Admin.Get($"/v1/providers/{provider}/slots?from={from}")).Is(200);
        var all = (await _app.Admin.Get($"/v1/providers/{provider}/slots?from={from}&include=all")).Is(200);

        Assert.Empty(listed["items"]!.AsArray());
        Assert.All(all["items"]!.AsArray(), one => Assert.Equal("too_soon", (string?)one!["state"]));
        (await _app.Reserve(slot))
            .IsRefused(422, "too_soon");
    }

    [Fact]
    public async Task A_removed_opening_takes_its_free_slots_away_and_a_new_one_gets_new_ids()
    {
        var (provider, slot) = await _app.GivenFreeSlots();

        (await _app.Admin.Delete($"/v1/providers/{provider}/openings/{slot / 4096}")).Is(200);
        var again = await _app.GivenSlots(provider);

        Assert.NotEqual(slot, again);
        (await _app.Reserve(slot))
            .IsRefused(404, "not_found");
        (await _app.Admin.Delete($"/v1/providers/{provider}/openings/{slot / 4096}")).IsRefused(404, "not_found");
    }

    [Fact]
    public async Task Reservations_stand_in_the_way_of_removal_unless_they_are_cancelled_with_it()
    {
        var (provider, slot) = await _app.GivenFreeSlots();
        var hold = await _app.GivenAHold(slot);
        var path = $"/v1/providers/{provider}/openings/{slot / 4096}";

        var refused = (await _app.Admin.Delete(path)).IsRefused(409, "reservations_in_the_way");
        var removed = (await _app.Admin.Delete($"{path}?cancel_reservations=true")).Is(200);

        Assert.Equal(hold, (long)refused["reservations"]![0]!["id"]!);
        Assert.Equal(hold, (long)removed["cancelled"]![0]!["id"]!);
        Assert.Equal("cancelled", (string?)(await _app.Admin.Get($"/v1/reservations/{hold}"))["state"]);
    }

    [Fact]
    public async Task A_closed_stretch_takes_its_slots_away_until_it_is_opened_again()
    {
        var (provider, slot) = await _app.GivenFreeSlots();
        var day = _app.NextHour().AddDays(2);
        var (from, to) = (day.AddMinutes(20).Text(), day.AddMinutes(40).Text());
        var stretch = new { starts_at = from, ends_at = to, reason = "a leak" };

        var closed = (await _app.Admin.Post($"/v1/providers/{provider}/closures", stretch)).Is(201);
        var open = await SlotIds(provider);
        var refused = await _app.Reserve(slot + 1);
        (await _app.Admin.Delete($"/v1/providers/{provider}/closures/{closed["closure"]!["id"]}")).Is(200);

        Assert.Equal([slot, slot + 3, slot + 4, slot + 5, slot + 6, slot + 7], open);
        refused.IsRefused(409, "slot_closed");
        Assert.Equal(8, (await SlotIds(provider)).Count);
    }

    [Fact]
    public async Task Closing_lists_or_cancels_what_lies_inside()
    {
        var (provider, slot) = await _app.GivenFreeSlots();
        var inside = await _app.GivenAHold(slot);
        var outside = await _app.GivenAHold(slot + 4);
        var day = _app.NextHour().AddDays(2);

        var refused = await _app.Admin.Post(
            $"/v1/providers/{provider}/closures", new { starts_at = day.Text(), ends_at = day.AddHours(1).Text() });
        var closed = await _app.Admin.Post($"/v1/providers/{provider}/closures",
            new { starts_at = day.Text(), ends_at = day.AddHours(1).Text(), cancel_reservations = true });

        refused.IsRefused(409, "reservations_in_the_way");
        Assert.Equal([inside], closed.Is(201)["cancelled"]!.AsArray().Select(one => (long)one!["id"]!));
        Assert.Equal("held", (string?)(await _app.Admin.Get($"/v1/reservations/{outside}"))["state"]);
    }

    [Fact]
    public async Task The_keeper_of_a_calendar_sees_all_slots_with_their_states()
    {
        var owner = await _app.As(Roles.Provider);
        var provider = await _app.GivenAProvider(owner);
        var slot = await _app.GivenSlots(provider);
        var held = await _app.GivenAHold(slot);
        var booked = await _app.GivenAHold(slot + 1);
        (await _app.Admin.Post($"/v1/reservations/{booked}/confirm")).Is(200);
        var path = $"/v1/providers/{provider}/slots?include=all";

        var all = (await owner.Get(path)).Is(200)["items"]!.AsArray();

        Assert.Equal(["held", "booked", "free"], all.Take(3).Select(one => (string?)one!["state"]));
        Assert.Equal([held, booked], all.Take(2).Select(one => (long)one!["reservation_id"]!));
        (await (await _app.As(Roles.Provider)).Get(path)).IsRefused(403, "forbidden");
        (await (await _app.As(Roles.Client)).Get(path)).IsRefused(403, "forbidden");
    }

    [Fact]
    public async Task Pages_of_slots_hold_each_slot_once()
    {
        var provider = await _app.GivenAProvider();
        var first = await _app.GivenSlots(provider, inDays: 2);
        await _app.GivenSlots(provider, inDays: 4);

        var seen = new List<long>();
        var next = (string?)"";
        while (next is not null)
        {
            var page = (await _app.Admin.Get($"/v1/providers/{provider}/slots?limit=3&cursor={next}")).Is(200);
            seen.AddRange(page["items"]!.AsArray().Select(slot => (long)slot!["id"]!));
            next = (string?)page["next"];
        }

        Assert.Equal(16, seen.Count);
        Assert.Equal(16, seen.Distinct().Count());
        Assert.Equal(first, seen[0]);
    }

    [Fact]
    public async Task Reservations_are_listed_by_state_and_time()
    {
        var (provider, slot) = await _app.GivenFreeSlots();
        var lapsed = await _app.GivenAHold(slot + 2);
        _app.Clock.Advance(TimeSpan.FromMinutes(30));
        var confirmed = await _app.GivenAHold(slot);
        (await _app.Admin.Post($"/v1/reservations/{confirmed}/confirm")).Is(200);
        var held = await _app.GivenAHold(slot + 1);

        Task<List<long>> Listed(string query) => Ids($"/v1/reservations?provider_id={provider}{query}");

        Assert.Equal([confirmed, held, lapsed], await Listed(""));
        Assert.Equal([held], await Listed("&state=held"));
        Assert.Equal([lapsed], await Listed("&state=expired"));
        Assert.Equal([confirmed], await Listed("&state=confirmed"));
        var starts = (string?)(await _app.Admin.Get($"/v1/reservations/{held}"))["starts_at"];
        Assert.Equal([held, lapsed], await Listed($"&from={starts}"));
        Assert.Equal([confirmed], await Listed($"&to={starts}"));
    }

    [Fact]
    public async Task Expiring_answers_what_it_released_and_only_once()
    {
        var (_, slot) = await _app.GivenFreeSlots();
        var lapsed = await _app.GivenAHold(slot);
        _app.Clock.Advance(TimeSpan.FromMinutes(30));

        var first = (await _app.Admin.Post("/v1/reservations/expire")).Is(200)["items"]!.AsArray();
        var second = (await _app.Admin.Post("/v1/reservations/expire")).Is(200)["items"]!.AsArray();

        Assert.Contains(lapsed, first.Select(one => (long)one!["id"]!));
        Assert.Empty(second);
    }

    async Task<List<long>> SlotIds(long provider) => await Ids($"/v1/providers/{provider}/slots");

    async Task<List<long>> Ids(string path) =>
        (await _app.Admin.Get(path)).Is(200)["items"]!.AsArray().Select(one => (long)one!["id"]!).ToList();

    static object Range(DateTimeOffset start, int hours) =>
        new { starts_at = start.Text(), ends_at = start.AddHours(hours).Text() };
}

public sealed class CalendarTestsOnSqlite(SqliteApp app) : CalendarTests(app), IClassFixture<SqliteApp>;

public sealed class CalendarTestsOnPostgres(PostgresApp app) : CalendarTests(app), IClassFixture<PostgresApp>;
