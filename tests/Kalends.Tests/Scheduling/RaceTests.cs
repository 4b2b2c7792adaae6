using Kalends.Tests.Kit;
using static Kalends.Tests.Kit.Race;

namespace Kalends.Tests.Scheduling;

/// <summary>Two requests at once, in every pair that could hurt: the database must come out with one truth.</summary>
public abstract class RaceTests
{
    const int Callers = 64;

    readonly TestApp _app;

    protected RaceTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task Of_many_callers_on_one_slot_exactly_one_holds_it()
    {
        for (var round = 0; round < 5; round++)
        {
            var (_, slot) = await _app.GivenFreeSlots();
            var client = await _app.GivenAClient();

            var answers = await AtOnce(Callers, _ => _app.Reserve(slot, client));

            Assert.Single(answers, answer => answer.Status == 201);
            Assert.All(answers.Where(answer => answer.Status != 201), refused =>
            {
                refused.IsRefused(409, "slot_taken");
                Assert.Equal(3, refused["alternatives"]!.AsArray().Count);
            });
        }
    }

    [Fact]
    public async Task Of_many_callers_on_one_lapsed_hold_exactly_one_takes_it_over()
    {
        for (var round = 0; round < 5; round++)
        {
            var (_, slot) = await _app.GivenFreeSlots();
            var client = await _app.GivenAClient();
            var lapsed = await _app.GivenAHold(slot);
            _app.Clock.Advance(TimeSpan.FromMinutes(30));

            var answers = await AtOnce(Callers, _ => _app.Reserve(slot, client));

            Assert.Single(answers, answer => answer.Status == 201);
            Assert.All(answers.Where(answer => answer.Status != 201), refused => refused.IsRefused(409, "slot_taken"));
            Assert.Equal("expired", (string?)(await _app.Admin.Get($"/v1/reservations/{lapsed}"))["state"]);
        }
    }

    [Fact]
    public async Task Closing_against_reserving_never_leaves_a_live_reservation_in_closed_time()
    {
        for (var round = 0; round < 15; round++)
        {
            var (provider, slot) = await _app.GivenFreeSlots();
            var client = await _app.GivenAClient();
            var day = _app.NextHour().AddDays(2);
            var stretch = new { starts_at = day.Text(), ends_at = day.AddHours(2).Text() };

            var answers = await AtOnce(9, i => i == 4
                ? _app.Admin.Post($"/v1/providers/{provider}/closures", stretch)
                : _app.Reserve(slot + i % 8, client));

            var isClosed = answers[4].Status == 201;
            var live = answers.Where((answer, i) => i != 4 && answer.Status == 201).ToList();
            Assert.All(answers, answer => Assert.Contains(answer.Status, new[] { 201, 409 }));
            Assert.True(!isClosed || live.Count == 0, "The stretch was closed and a slot in it was held.");
            Assert.True(isClosed || live.Count > 0, "The stretch was not closed, although nothing stood in the way.");
        }
    }

    [Fact]
    public async Task Removing_an_opening_against_reserving_never_leaves_a_reservation_without_one()
    {
        for (var round = 0; round < 15; round++)
        {
            var (provider, slot) = await _app.GivenFreeSlots();
            var client = await _app.GivenAClient();

            var answers = await AtOnce(5, i => i == 2
                ? _app.Admin.Delete($"/v1/providers/{provider}/openings/{slot / 4096}")
                : _app.Reserve(slot + i, client));

            var isRemoved = answers[2].Status == 200;
            var held = answers.Count(answer => answer.Status == 201);
            Assert.All(answers, answer => Assert.Contains(answer.Status, new[] { 200, 201, 404, 409 }));
            Assert.True(isRemoved == (held == 0), $"removed: {isRemoved}, held: {held}");
        }
    }

    [Fact]
    public async Task Confirm_against_cancel_has_one_outcome()
    {
        for (var round = 0; round < 15; round++)
        {
            var (_, slot) = await _app.GivenFreeSlots();
            var id = await _app.GivenAHold(slot);

            var answers = await AtOnce(
                8, i => _app.Admin.Post($"/v1/reservations/{id}/{(i % 2 == 0 ? "confirm" : "cancel")}"));

            Assert.All(answers, answer => Assert.Contains(answer.Status, new[] { 200, 409 }));
            Assert.True(answers.Where((_, i) => i % 2 == 0).Count(answer => answer.Status == 200) <= 1);
            Assert.Single(answers.Where((_, i) => i % 2 == 1), answer => answer.Status == 200);
            Assert.Equal("cancelled", (string?)(await _app.Admin.Get($"/v1/reservations/{id}"))["state"]);
        }
    }

    [Fact]
    public async Task Confirm_and_sweep_and_take_over_of_a_lapsed_hold_have_one_outcome()
    {
        for (var round = 0; round < 15; round++)
        {
            var (_, slot) = await _app.GivenFreeSlots();
            var client = await _app.GivenAClient();
            var id = await _app.GivenAHold(slot);
            _app.Clock.Advance(TimeSpan.FromMinutes(30));

            var answers = await AtOnce(9, i => (i % 3) switch
            {
                0 => _app.Admin.Post($"/v1/reservations/{id}/confirm"),
                1 => _app.Admin.Post("/v1/reservations/expire"),
                _ => _app.Reserve(slot, client),
            });

            Assert.All(answers.Where((_, i) => i % 3 == 0), answer => answer.IsRefused(410, "hold_expired"));
            Assert.All(answers.Where((_, i) => i % 3 == 1), answer => answer.Is(200));
            Assert.Single(answers.Where((_, i) => i % 3 == 2), answer => answer.Status == 201);
            Assert.Equal("expired", (string?)(await _app.Admin.Get($"/v1/reservations/{id}"))["state"]);
        }
    }

    [Fact]
    public async Task Equal_requests_with_one_key_hold_once_and_get_one_answer()
    {
        var (_, slot) = await _app.GivenFreeSlots();
        var client = await _app.GivenAClient();

        var answers = await AtOnce(Callers,
            _ => _app.Admin.Post("/v1/reservations", new { slot_id = slot, client_id = client }, key: $"hold-{slot}"));

        var granted = answers.Where(answer => answer.Status == 201).ToList();
        Assert.NotEmpty(granted);
        Assert.Single(granted.Select(answer => answer.Text).Distinct());
        Assert.Single(granted, answer => !answer.Headers.ContainsKey("Idempotent-Replayed"));
        Assert.All(answers.Where(answer => answer.Status != 201),
            refused => refused.IsRefused(409, "idempotency_in_progress"));
    }

    [Theory]
    [InlineData("confirm")]
    [InlineData("cancel")]
    public async Task Equal_requests_with_one_key_change_a_reservation_once(string verb)
    {
        var (_, slot) = await _app.GivenFreeSlots();
        var id = await _app.GivenAHold(slot);

        var answers = await AtOnce(
            Callers, _ => _app.Admin.Post($"/v1/reservations/{id}/{verb}", key: $"{verb}-{id}"));

        var granted = answers.Where(answer => answer.Status == 200).ToList();
        Assert.Single(granted.Select(answer => answer.Text).Distinct());
        Assert.Single(granted, answer => !answer.Headers.ContainsKey("Idempotent-Replayed"));
        Assert.All(answers.Where(answer => answer.Status != 200),
            refused => refused.IsRefused(409, "idempotency_in_progress"));
    }

    [Fact]
    public async Task A_client_who_clicks_everywhere_at_once_still_has_at_most_three_holds()
    {
        var (client, _) = await _app.GivenAClientUser();
        var (_, slot) = await _app.GivenFreeSlots();

        var answers = await AtOnce(8, i => client.Post("/v1/reservations", new { slot_id = slot + i }));

        Assert.Equal(3, answers.Count(answer => answer.Status == 201));
        Assert.All(answers.Where(answer => answer.Status != 201), refused => refused.IsRefused(409, "too_many_holds"));
    }

    [Fact]
    public async Task A_client_who_asks_two_providers_at_once_gets_one_of_them()
    {
        for (var round = 0; round < 10; round++)
        {
            var (client, _) = await _app.GivenAClientUser();
            var (_, one) = await _app.GivenFreeSlots();
            var (_, other) = await _app.GivenFreeSlots();

            var answers = await AtOnce(2, i => client.Post("/v1/reservations", new { slot_id = i == 0 ? one : other }));

            Assert.Single(answers, answer => answer.Status == 201);
            Assert.Single(answers, answer => answer.Status == 409 && answer.Code == "client_busy");
        }
    }

    [Fact]
    public async Task Of_admins_who_book_a_client_at_many_places_at_once_one_does()
    {
        for (var round = 0; round < 5; round++)
        {
            var client = await _app.GivenAClient();
            var slots = new List<long>();
            for (var i = 0; i < 8; i++)
                slots.Add((await _app.GivenFreeSlots()).SlotId);

            var answers = await AtOnce(slots.Count, i => _app.Reserve(slots[i], client));

            var held = Assert.Single(answers, answer => answer.Status == 201).Id;
            Assert.All(answers.Where(answer => answer.Status != 201), refused => Assert.Equal(
                held, (long)refused.IsRefused(409, "client_busy")["reservation"]!["id"]!));
        }
    }

    [Fact]
    public async Task Taking_a_no_show_back_against_reserving_its_time_has_one_outcome()
    {
        await using var changed = await _app.Restart("--Kalends:Scheduling:NoticeMinutes=0");
        for (var round = 0; round < 8; round++)
        {
            var provider = await _app.GivenAProvider();
            var starts = _app.NextHour().AddHours(3);
            var missed = await _app.GivenAHold(await Offer(provider, starts, minutes: 60));
            (await _app.Admin.Post($"/v1/reservations/{missed}/confirm")).Is(200);
            _app.Clock.Advance(starts - _app.Clock.GetUtcNow());
            (await _app.Admin.Post($"/v1/reservations/{missed}/no-show")).Is(200);
            var opening = (await _app.Admin.Get($"/v1/providers/{provider}/openings"))["items"]![0]!["id"];
            (await _app.Admin.Delete($"/v1/providers/{provider}/openings/{opening}")).Is(200);
            var slot = await Offer(provider, starts.AddMinutes(30), minutes: 30);

            var answers = await AtOnce(9, i => (i % 3) switch
            {
                0 => _app.Admin.Post($"/v1/reservations/{missed}/reinstate"),
                1 => _app.Admin.Post($"/v1/reservations/{missed}/complete"),
                _ => _app.Reserve(slot),
            });

            var isReserved = answers.Where((_, i) => i % 3 == 2).Count(answer => answer.IsOneOf(201, 409) == 201) == 1;
            var isBack = answers.Where((_, i) => i % 3 != 2).Any(answer => answer.IsOneOf(200, 409) == 200);
            var state = (string?)(await _app.Admin.Get($"/v1/reservations/{missed}"))["state"];
            // What is completed frees its time again, so that both may come true one after the other.
            Assert.True(isBack ? state is "confirmed" or "completed" : state == "no_show" && isReserved, state);
            Assert.False(state == "confirmed" && isReserved, "Two live reservations are at one time.");
        }

        async Task<long> Offer(long provider, DateTimeOffset starts, int minutes) =>
            (long)(await _app.Admin.Post($"/v1/providers/{provider}/openings", new
            {
                ranges = new[] { new { starts_at = starts.Text(), ends_at = starts.AddMinutes(minutes).Text() } },
                slot_minutes = minutes,
            })).Is(201)["items"]![0]!["first_slot_id"]!;
    }

    [Fact]
    public async Task Of_equal_offers_at_once_one_stands()
    {
        var provider = await _app.GivenAProvider();
        var day = _app.NextHour().AddDays(3);
        var offer = new { ranges = new[] { new { starts_at = day.Text(), ends_at = day.AddHours(1).Text() } } };

        var answers = await AtOnce(32, _ => _app.Admin.Post($"/v1/providers/{provider}/openings", offer));

        Assert.Single(answers, answer => answer.Status == 201);
        Assert.All(answers.Where(answer => answer.Status != 201),
            refused => refused.IsRefused(409, "opening_overlaps"));
    }
}

public sealed class RaceTestsOnSqlite(SqliteApp app) : RaceTests(app), IClassFixture<SqliteApp>;

public sealed class RaceTestsOnPostgres(PostgresApp app) : RaceTests(app), IClassFixture<PostgresApp>;
