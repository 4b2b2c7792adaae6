using System.Text.Json.Nodes;
using Kalends.Tests.Kit;
using static Kalends.Tests.Kit.Race;

namespace Kalends.Tests.Scheduling;

/// <summary>New openings where others stand: reservations stay, and closed time is in nobody's way.</summary>
public abstract class CuttingTests
{
    readonly TestApp _app;

    protected CuttingTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task The_length_of_slots_changes_around_a_booking()
    {
        var (provider, first, nine) = await GivenADay();
        var booking = await _app.GivenABooking(first + 1);

        var offered = (await Offer(provider, nine, hours: 4, slotMinutes: 30, replace: true)).Is(201);

        var slot = (long)offered["items"]![0]!["first_slot_id"]!;
        Assert.Equal([first / 4096], Ids(offered["replaced"]!));
        var rest = Assert.Single(offered["remaining"]!.AsArray())!;
        Assert.Equal((nine.AddHours(4).Text(), nine.AddHours(8).Text(), 16),
            ((string?)rest["starts_at"], (string?)rest["ends_at"], (int)rest["slot_count"]!));
        var kept = (await _app.Admin.Get($"/v1/reservations/{booking}")).Is(200);
        Assert.Equal(("confirmed", first + 1), ((string?)kept["state"], (long)kept["slot_id"]!));
        var all = await Slots(provider, "&include=all");
        Assert.Equal(("booked", booking), ((string?)all[0]!["state"], (long)all[0]!["reservation_id"]!));
        Assert.Equal(7 + 16, (await Slots(provider)).Count);
        (await _app.Reserve(first + 5)).IsRefused(404, "not_found");
        (await _app.Reserve(slot)).IsRefused(409, "slot_taken");
        (await _app.Reserve(slot + 1)).Is(201);

        // The booking's time goes to the new slots when it is given back.
        (await _app.Admin.Post($"/v1/reservations/{booking}/cancel")).Is(200);
        (await _app.Reserve(slot)).Is(201);
    }

    [Fact]
    public async Task Closed_time_is_offered_anew_and_free_once_it_is_opened_again()
    {
        var (provider, first, nine) = await GivenADay();
        var booking = await _app.GivenABooking(first);
        var closed = await Close(provider, nine.AddHours(4), hours: 4);

        var offered = (await Offer(provider, nine.AddHours(4), hours: 2, slotMinutes: 30)).Is(201);

        Assert.Equal([first / 4096], Ids(offered["replaced"]!));
        Assert.Equal(2, offered["remaining"]!.AsArray().Count);
        Assert.Equal(15, (await Slots(provider)).Count);
        (await _app.Admin.Delete($"/v1/providers/{provider}/closures/{closed}")).Is(200);
        var slots = await Slots(provider);
        Assert.Equal(15 + 4 + 8, slots.Count);
        Assert.Contains((long)offered["items"]![0]!["first_slot_id"]!, slots.Select(slot => (long)slot!["id"]!));
        Assert.Equal("confirmed", (string?)(await _app.Admin.Get($"/v1/reservations/{booking}"))["state"]);
    }

    [Fact]
    public async Task Time_that_is_closed_in_part_is_refused_and_what_stands_there_is_named()
    {
        var (provider, first, nine) = await GivenADay();
        await Close(provider, nine.AddHours(1), hours: 3);

        var refused = (await Offer(provider, nine, hours: 2, slotMinutes: 30)).IsRefused(409, "opening_overlaps");
        var odd = await Offer(provider, nine.AddMinutes(55), hours: 1, slotMinutes: 30);

        Assert.Equal([first / 4096], Ids(refused["openings"]!));
        Assert.Equal(nine.Text(), (string?)refused["range"]!["starts_at"]);
        odd.IsRefused(409, "opening_overlaps");
        (await Offer(provider, nine.AddHours(2), hours: 1, slotMinutes: 30)).Is(201);
    }

    [Fact]
    public async Task The_very_same_opening_is_a_conflict_and_replaced_by_itself_it_stays()
    {
        var (provider, first, nine) = await GivenADay();
        await Close(provider, nine, hours: 8);

        (await Offer(provider, nine, hours: 8, slotMinutes: 15)).IsRefused(409, "opening_overlaps");
        var same = (await Offer(provider, nine, hours: 8, slotMinutes: 15, replace: true)).Is(201);

        Assert.Equal([first / 4096], Ids(same["items"]!));
        Assert.Empty(same["replaced"]!.AsArray());
        Assert.Equal(["opening.offered"], await EventKinds(provider, "opening"));
    }

    [Fact]
    public async Task Slots_that_the_cut_goes_through_are_gone_and_the_others_stay()
    {
        var provider = await _app.GivenAProvider();
        var nine = _app.NextHour().AddDays(2);
        (await Offer(provider, nine, hours: 4, slotMinutes: 40)).Is(201);

        // 9:00 to 13:00 by 40 minutes; the slots from 10:20 to 12:20 are touched.
        var offered = (await Offer(provider, nine.AddMinutes(90), hours: 1.5, slotMinutes: 30, replace: true)).Is(201);

        var left = offered["remaining"]!.AsArray().Select(one => ((string?)one!["starts_at"], (string?)one["ends_at"]));
        Assert.Equal(
            [
                (nine.Text(), nine.AddMinutes(80).Text()),
                (nine.AddMinutes(200).Text(), nine.AddMinutes(240).Text()),
            ], left);
        Assert.Equal(2 + 3 + 1, (await Slots(provider)).Count);
    }

    [Fact]
    public async Task Several_ranges_replace_in_one_call_and_tell_what_is_left_in_the_end()
    {
        var (provider, first, nine) = await GivenADay();

        var offered = (await _app.Admin.Post($"/v1/providers/{provider}/openings", new
        {
            ranges = new[] { Range(nine.AddHours(5), 1), Range(nine.AddHours(1), 1) },
            slot_minutes = 20,
            replace = true,
        })).Is(201);

        Assert.Equal([first / 4096], Ids(offered["replaced"]!));
        Assert.Equal([(0, 1), (2, 5), (6, 8)], offered["remaining"]!.AsArray().Select(
            one => (Hour(one!["starts_at"]!), Hour(one["ends_at"]!))));
        var standing = (await _app.Admin.Get($"/v1/providers/{provider}/openings")).Is(200)["items"]!.AsArray();
        Assert.Equal(
            Ids(offered["items"]!).Concat(Ids(offered["remaining"]!)).Order(), Ids(standing).Order());

        int Hour(JsonNode at) => (int)((DateTimeOffset)at - nine).TotalHours;
    }

    [Fact]
    public async Task Ranges_of_one_offer_do_not_overlap_each_other()
    {
        var provider = await _app.GivenAProvider();
        var nine = _app.NextHour().AddDays(2);

        var refused = await _app.Admin.Post($"/v1/providers/{provider}/openings", new
        {
            ranges = new[] { Range(nine.AddHours(1), 2), Range(nine.AddHours(3), 1), Range(nine, 2) },
            replace = true,
        });

        Assert.Equal(["/ranges/0/starts_at overlaps"], refused.IsRefused(422, "invalid_input").Errors);
    }

    [Fact]
    public async Task An_appointment_takes_its_time_out_of_what_is_offered()
    {
        var (provider, first, nine) = await GivenADay();
        object Wish(bool replace) => new
        {
            provider_id = provider,
            starts_at = nine.AddMinutes(65).Text(),
            duration_seconds = 50 * 60,
            type = "consultation",
            replace,
        };

        (await _app.Admin.Post("/v1/appointments", Wish(false))).IsRefused(409, "opening_overlaps");
        var appointment = (await _app.Admin.Post("/v1/appointments", Wish(true))).Is(201);
        var again = (await _app.Admin.Post("/v1/appointments", Wish(false))).Is(201);

        Assert.Equal(appointment.Id, again.Id);
        Assert.Equal("free", (string?)appointment["status"]);
        (await _app.Reserve((long)appointment["slot_id"]!)).Is(201);
        Assert.Equal(4 + 24, (await Slots(provider)).Count);
        (await _app.Reserve(first)).IsRefused(404, "not_found");
    }

    [Fact]
    public async Task An_appointment_that_is_reserved_is_not_replaced_and_is_named()
    {
        var (provider, _, nine) = await GivenADay();
        var appointment = (await _app.Admin.Post("/v1/appointments", new
        {
            provider_id = provider,
            starts_at = nine.AddHours(1).Text(),
            duration_seconds = 3600,
            type = "consultation",
            replace = true,
        })).Is(201);
        var held = (await _app.Reserve((long)appointment["slot_id"]!)).Is(201).Id;

        var refused = await _app.Admin.Post($"/v1/providers/{provider}/openings", Wish());

        Assert.Equal([appointment.Id], Ids(refused.IsRefused(409, "opening_overlaps")["openings"]!));
        (await _app.Admin.Get($"/v1/appointments/{appointment.Id}")).Is(200);
        (await _app.Admin.Post($"/v1/reservations/{held}/cancel")).Is(200);
        (await _app.Admin.Post($"/v1/providers/{provider}/openings", Wish())).Is(201);

        object Wish() => new
        {
            ranges = new[] { new { starts_at = nine.Text(), ends_at = nine.AddHours(3).Text() } },
            slot_minutes = 30,
            replace = true,
        };
    }

    [Fact]
    public async Task Only_who_keeps_the_calendar_replaces_what_is_offered_there()
    {
        var (provider, _, nine) = await GivenADay();
        var stranger = await _app.As(Platform.Calls.Roles.Provider);

        (await stranger.Post($"/v1/providers/{provider}/openings", new
        {
            ranges = new[] { Range(nine, 1) },
            replace = true,
        })).IsRefused(403, "forbidden");
        Assert.Equal(32, (await Slots(provider)).Count);
    }

    [Fact]
    public async Task What_is_cut_and_what_is_left_stands_in_the_log()
    {
        var (provider, _, nine) = await GivenADay();

        (await Offer(provider, nine.AddHours(1), hours: 1, slotMinutes: 30, replace: true)).Is(201);

        Assert.Equal(
            ["opening.offered", "opening.offered", "opening.offered", "opening.offered", "opening.removed"],
            await EventKinds(provider, "opening"));
    }

    [Fact]
    public async Task An_opening_replaces_a_bounded_number_of_others()
    {
        var provider = await _app.GivenAProvider();
        var nine = _app.NextHour().AddDays(2);
        await _app.Repair($"""
            INSERT INTO openings (provider_id, starts_at, ends_at, slot_micros, type, created_at)
            WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 500)
            SELECT {provider}, {Micros(nine)} + i * CAST(5000000 AS BIGINT),
                   {Micros(nine)} + (i + 1) * CAST(5000000 AS BIGINT), 5000000, 'one-off', 0
            FROM n
            """);

        (await Offer(provider, nine, hours: 1, slotMinutes: 30, replace: true)).IsRefused(409, "too_many_openings");
        (await Offer(provider, nine, hours: 0.5, slotMinutes: 30, replace: true)).Is(201);

        static long Micros(DateTimeOffset at) => at.ToUnixTimeMilliseconds() * 1000;
    }

    [Fact]
    public async Task Replacing_against_reserving_leaves_nothing_that_overlaps_and_lists_that_tell_the_truth()
    {
        for (var round = 0; round < 10; round++)
        {
            var (provider, first, nine) = await GivenADay();

            var answers = await AtOnce(12, i => i % 4 == 0
                ? Offer(provider, nine.AddMinutes(i * 5), hours: 2, slotMinutes: 20, replace: true)
                : _app.Reserve(first + i));

            Assert.All(answers.Where((_, i) => i % 4 == 0), answer => answer.Is(201));
            foreach (var held in answers.Where((_, i) => i % 4 != 0).Where(answer => answer.IsOneOf(201, 404) == 201))
                Assert.Equal("held", (string?)(await _app.Admin.Get($"/v1/reservations/{held.Id}"))["state"]);
            await CheckOpenings(provider);
            foreach (var slot in await Slots(provider))
                (await _app.Reserve((long)slot!["id"]!)).Is(201);
        }
    }

    [Fact]
    public async Task Openings_that_are_replaced_closed_removed_and_offered_at_once_never_overlap()
    {
        for (var round = 0; round < 10; round++)
        {
            var (provider, first, nine) = await GivenADay();

            var answers = await AtOnce(12, i => (i % 4) switch
            {
                0 => Offer(provider, nine.AddHours(i % 3), hours: 3, slotMinutes: 30, replace: true),
                1 => _app.Admin.Delete($"/v1/providers/{provider}/openings/{first / 4096}"),
                2 => Offer(provider, nine.AddHours(i % 5), hours: 2, slotMinutes: 60),
                _ => _app.Admin.Post($"/v1/providers/{provider}/closures", Range(nine.AddHours(i % 6), 3)),
            });

            Assert.All(answers, answer => Assert.Contains(answer.Status, new[] { 200, 201, 404, 409 }));
            Assert.All(answers.Where((_, i) => i % 4 == 0), answer => answer.Is(201));
            await CheckOpenings(provider);
        }
    }

    async Task CheckOpenings(long provider)
    {
        var answer = (await _app.Admin.Get($"/v1/providers/{provider}/openings?limit=100")).Is(200);
        var standing = answer["items"]!.AsArray();
        foreach (var (one, next) in standing.Zip(standing.Skip(1)))
            Assert.True((DateTimeOffset)one!["ends_at"]! <= (DateTimeOffset)next!["starts_at"]!, answer.Text);
    }

    /// <summary>Eight hours of quarters, the day after tomorrow.</summary>
    async Task<(long Provider, long FirstSlot, DateTimeOffset Start)> GivenADay()
    {
        var provider = await _app.GivenAProvider();
        return (provider, await _app.GivenSlots(provider, inDays: 2, hours: 8), _app.NextHour().AddDays(2));
    }

    Task<Answer> Offer(
        long provider, DateTimeOffset start, double hours, int slotMinutes, bool replace = false) =>
        _app.Admin.Post($"/v1/providers/{provider}/openings", new
        {
            ranges = new[] { Range(start, hours) },
            slot_minutes = slotMinutes,
            replace,
        });

    async Task<long> Close(long provider, DateTimeOffset start, double hours) =>
        (long)(await _app.Admin.Post($"/v1/providers/{provider}/closures", Range(start, hours))).Is(201)
            ["closure"]!["id"]!;

    async Task<JsonArray> Slots(long provider, string query = "") =>
        (await _app.Admin.Get($"/v1/providers/{provider}/slots?limit=100{query}")).Is(200)["items"]!.AsArray();

    async Task<List<string>> EventKinds(long provider, string prefix) =>
        (await _app.Admin.Get($"/v1/events?provider_id={provider}")).Is(200)["items"]!.AsArray()
            .Select(one => (string)one!["kind"]!)
            .Where(kind => kind.StartsWith(prefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal).ToList();

    static List<long> Ids(JsonNode items) => items.AsArray().Select(one => (long)one!["id"]!).ToList();

    static object Range(DateTimeOffset start, double hours) =>
        new { starts_at = start.Text(), ends_at = start.AddHours(hours).Text() };
}

public sealed class CuttingTestsOnSqlite(SqliteApp app) : CuttingTests(app), IClassFixture<SqliteApp>;

public sealed class CuttingTestsOnPostgres(PostgresApp app) : CuttingTests(app), IClassFixture<PostgresApp>;
