using Kalends.Platform.Storage;
using Kalends.Scheduling;
using Kalends.Tests.Kit;
using static Kalends.Tests.Kit.Race;

namespace Kalends.Tests.Scheduling;

/// <summary>Moves at the same moment as each other and as everything else that changes a calendar.</summary>
public abstract class ReschedulingRaceTests
{
    readonly TestApp _app;

    protected ReschedulingRaceTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task Of_many_who_move_to_one_slot_or_reserve_it_exactly_one_has_it()
    {
        for (var round = 0; round < 3; round++)
        {
            var wanted = await _app.GivenSlots(await _app.GivenAProvider(), inDays: 3);
            var client = await _app.GivenAClient();
            var ids = new List<long>();
            for (var i = 0; i < 32; i++)
                ids.Add(i % 8 == 0
                    ? await _app.GivenAHold((await _app.GivenFreeSlots()).SlotId)
                    : await _app.GivenAHold(await SlotOf(ids[i / 8 * 8]) + i % 8));

            var answers = await AtOnce(64, i => i % 2 == 0 ? Move(ids[i / 2], wanted) : _app.Reserve(wanted, client));

            Assert.Single(answers, answer => answer.Status is 200 or 201);
            Assert.All(answers.Where(answer => answer.Status is not (200 or 201)), refused =>
            {
                refused.IsRefused(409, "slot_taken");
                Assert.Equal(3, refused["alternatives"]!.AsArray().Count);
            });
            await AssertNothingOverlaps();
        }
    }

    [Fact]
    public async Task Reservations_that_want_each_others_slots_never_overlap_and_none_waits_for_the_other()
    {
        for (var round = 0; round < 10; round++)
        {
            var (_, slot) = await _app.GivenFreeSlots();
            var (_, other) = await _app.GivenFreeSlots();
            var (one, two) = (await _app.GivenABooking(slot), await _app.GivenABooking(other));

            // Both slots are taken, the next ones are free: each move is from the calendar that the other leads to.
            var swap = await AtOnce(2, i => i == 0 ? Move(one, other) : Move(two, slot));
            var pass = await AtOnce(4, i => i % 2 == 0 ? Move(one, other + 1 + i) : Move(two, slot + 1 + i));

            Assert.All(swap, answer => answer.IsRefused(409, "slot_taken"));
            Assert.All(pass, answer => answer.Is(200));
            await AssertNothingOverlaps();
        }
    }

    [Fact]
    public async Task Who_moves_into_a_slot_that_another_leaves_has_it_only_once_it_is_left()
    {
        for (var round = 0; round < 10; round++)
        {
            var (_, slot) = await _app.GivenFreeSlots();
            var (one, two) = (await _app.GivenABooking(slot), await _app.GivenABooking(slot + 1));

            var answers = await AtOnce(2, i => i == 0 ? Move(one, slot + 1) : Move(two, slot + 2));

            answers[1].Is(200);
            Assert.Equal(answers[0].IsOneOf(200, 409) == 200 ? slot + 1 : slot, await SlotOf(one));
            await AssertNothingOverlaps();
        }
    }

    [Fact]
    public async Task One_reservation_that_is_moved_to_many_places_at_once_is_at_one_of_them()
    {
        for (var round = 0; round < 5; round++)
        {
            var slots = new List<long>();
            for (var i = 0; i < 4; i++)
                slots.Add((await _app.GivenFreeSlots()).SlotId);
            var id = await _app.GivenABooking(slots[0]);

            var answers = await AtOnce(16, i => Move(id, slots[i % 4] + i / 4));

            Assert.All(answers, answer => answer.Is(200));
            var last = await _app.Admin.Get($"/v1/reservations/{id}");
            // A move to where it is already does not count.
            Assert.InRange((long)last["sequence"]!, 15, 16);
            Assert.Equal((long)last["sequence"]! + 2, (long)last["version"]!);
            Assert.Contains(answers, answer => answer.Text == last.Text);
            await AssertNothingOverlaps();
        }
    }

    [Fact]
    public async Task Of_moves_that_insist_on_one_version_one_is_made()
    {
        for (var round = 0; round < 10; round++)
        {
            var (_, slot) = await _app.GivenFreeSlots();
            var id = await _app.GivenABooking(slot);
            var tag = (await _app.Admin.Get($"/v1/reservations/{id}")).Headers["ETag"];

            var answers = await AtOnce(8, i => i == 3
                ? _app.Admin.Post($"/v1/reservations/{id}/cancel", ifMatch: tag)
                : Move(id, slot + 1 + i % 7, tag));

            var won = Assert.Single(answers, answer => answer.Status == 200);
            Assert.All(answers.Where(one => one != won), lost => lost.IsRefused(412, "precondition_failed"));
            Assert.Equal(won.Text, (await _app.Admin.Get($"/v1/reservations/{id}")).Text);
        }
    }

    [Fact]
    public async Task Cancelling_against_moving_ends_cancelled_and_frees_both_slots()
    {
        for (var round = 0; round < 15; round++)
        {
            var (_, slot) = await _app.GivenFreeSlots();
            var (_, other) = await _app.GivenFreeSlots();
            var id = await _app.GivenABooking(slot);

            var answers = await AtOnce(4, i => i == 2
                ? _app.Admin.Post($"/v1/reservations/{id}/cancel")
                : Move(id, other + i));

            answers[2].Is(200);
            Assert.All(answers.Where(answer => answer.Status != 200), late => late.IsRefused(409, "already_cancelled"));
            Assert.Equal("cancelled", (string?)(await _app.Admin.Get($"/v1/reservations/{id}"))["state"]);
            var client = await _app.GivenAClient();
            foreach (var free in (long[])[slot, other, other + 1, other + 3])
                (await _app.Reserve(free, free == slot ? await _app.GivenAClient() : client)).Is(201);
        }
    }

    [Fact]
    public async Task Closing_against_moving_never_leaves_a_live_reservation_in_closed_time()
    {
        for (var round = 0; round < 15; round++)
        {
            var (_, slot) = await _app.GivenFreeSlots();
            var (provider, wanted) = await _app.GivenFreeSlots();
            var (one, two) = (await _app.GivenABooking(slot), await _app.GivenABooking(slot + 1));
            var day = _app.NextHour().AddDays(2);

            var answers = await AtOnce(3, i => i == 1
                ? _app.Admin.Post($"/v1/providers/{provider}/closures", new
                {
                    starts_at = day.Text(),
                    ends_at = day.AddHours(2).Text(),
                })
                : Move(i == 0 ? one : two, wanted + i));

            var moved = answers.Where((_, i) => i != 1).Count(answer => answer.IsOneOf(200, 409) == 200);
            Assert.Equal(answers[1].IsOneOf(201, 409) == 201, moved == 0);
        }
    }

    [Fact]
    public async Task A_client_who_moves_two_reservations_to_one_time_moves_one()
    {
        for (var round = 0; round < 10; round++)
        {
            var (client, clientId) = await _app.GivenAClientUser();
            var (_, slot) = await _app.GivenFreeSlots();
            var (_, other) = await _app.GivenFreeSlots();
            var (one, two) = (
                await _app.GivenABooking(slot, clientId), await _app.GivenABooking(other + 1, clientId));

            var answers = await AtOnce(2, i => client.Post(
                $"/v1/reservations/{(i == 0 ? one : two)}/reschedule",
                new { slot_id = i == 0 ? slot + 5 : other + 5 }));

            Assert.Single(answers, answer => answer.Status == 200);
            Assert.Single(answers, answer => answer.Status == 409 && answer.Code == "client_busy");
        }
    }

    Task<Answer> Move(long id, long slot, string? ifMatch = null) => _app.Admin.Post(
        $"/v1/reservations/{id}/reschedule", new { slot_id = slot }, ifMatch: ifMatch);

    async Task<long> SlotOf(long id) => (long)(await _app.Admin.Get($"/v1/reservations/{id}")).Is(200)["slot_id"]!;

    async Task AssertNothingOverlaps() => Assert.Equal(0, await _app.Db.Read(
        async session => await session.Number(Overlapping), CancellationToken.None));

    static readonly Sql Overlapping = new($"""
        SELECT COUNT(*) AS n
        FROM reservations a
        JOIN reservations b ON b.provider_id = a.provider_id AND b.id > a.id
        WHERE {Reservation.Live("a.")} AND {Reservation.Live("b.")}
          AND a.busy_from < b.busy_to AND b.busy_from < a.busy_to
        """);
}

public sealed class ReschedulingRaceTestsOnSqlite(SqliteApp app)
    : ReschedulingRaceTests(app), IClassFixture<SqliteApp>;

public sealed class ReschedulingRaceTestsOnPostgres(PostgresApp app)
    : ReschedulingRaceTests(app), IClassFixture<PostgresApp>;
