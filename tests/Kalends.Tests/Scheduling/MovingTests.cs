using System.Data.Common;
using FsCheck;
using FsCheck.Fluent;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Tests.GraphQL;
using Kalends.Tests.Kit;
using static Kalends.Tests.Kit.Race;

namespace Kalends.Tests.Scheduling;

/// <summary>What becomes of reservations when their provider goes from one organisation to another.</summary>
public abstract class MovingTests
{
    readonly TestApp _app;

    protected MovingTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task What_lies_ahead_goes_along_and_what_has_begun_stays_where_it_did()
    {
        var (before, after) = (await GivenAHouse(), await GivenAHouse());
        var provider = await GivenAProvider(before.Id);
        var slot = await _app.GivenSlots(provider);
        var (lapsed, expired) = (await _app.GivenAHold(slot), await _app.GivenAHold(slot + 1));
        _app.Clock.Advance(TimeSpan.FromMinutes(31));
        var takenOver = await _app.GivenABooking(slot + 1);
        (await _app.Admin.Post($"/v1/reservations/{takenOver}/cancel")).Is(200);
        var took = await _app.GivenABooking(slot + 2);
        var (missed, cancelled) = (await _app.GivenABooking(slot + 3), await _app.GivenABooking(slot + 4));
        (await _app.Admin.Post($"/v1/reservations/{cancelled}/cancel")).Is(200);
        var unended = await _app.GivenABooking(slot + 5);
        _app.Clock.Advance(TimeSpan.FromDays(3));
        (await _app.Admin.Post($"/v1/reservations/{missed}/no-show")).Is(200);
        (await _app.Admin.Post($"/v1/reservations/{took}/no-show")).Is(200);
        var next = await _app.GivenSlots(provider);
        var (held, confirmed) = (await _app.GivenAHold(next), await _app.GivenABooking(next + 1));

        await Move(provider, after.Id);

        long[] stays = [lapsed, expired, takenOver, took, missed, cancelled, unended];
        long[] goes = [held, confirmed];
        Assert.Equal(stays.Order(), (await Seen(before.Manager)).Order());
        Assert.Equal(goes.Order(), (await Seen(after.Manager)).Order());
        Assert.Equal(stays.Order(), (await Seen(before.Manager, $"&provider_id={provider}")).Order());
        Assert.Equal(goes.Order(), (await Seen(after.Manager, $"&provider_id={provider}")).Order());
        foreach (var (id, sees, not) in stays.Select(id => (id, before, after))
            .Concat(goes.Select(id => (id, after, before))))
        {
            Assert.Equal(sees.Id, (long)(await sees.Manager.Get($"/v1/reservations/{id}")).Is(200)["organisation_id"]!);
            (await not.Manager.Get($"/v1/reservations/{id}")).IsRefused(404, "not_found");
            (await not.Manager.Post($"/v1/reservations/{id}/cancel")).IsRefused(404, "not_found");
        }
        var shown = (await after.Manager.Ask("{ reservations { edges { node { reservationId organisationId } } } }"))
            .Data()["reservations"]!["edges"]!.AsArray().Select(edge => (string?)edge!["node"]!["reservationId"]);
        Assert.Equal(goes.Order().Select(id => $"{id}").Order(), shown.Order());
        (await before.Manager.Post($"/v1/reservations/{unended}/no-show")).Is(200);
        (await after.Manager.Post($"/v1/reservations/{held}/confirm")).Is(200);
    }

    [Fact]
    public async Task A_reservation_that_is_taken_back_to_life_stays_where_it_was_missed()
    {
        var (before, after) = (await GivenAHouse(), await GivenAHouse());
        var provider = await GivenAProvider(before.Id);
        var missed = await _app.GivenABooking(await _app.GivenSlots(provider));
        _app.Clock.Advance(TimeSpan.FromDays(3));
        (await before.Manager.Post($"/v1/reservations/{missed}/no-show")).Is(200);
        await Move(provider, after.Id);

        (await before.Manager.Post($"/v1/reservations/{missed}/reinstate")).Is(200);

        Assert.Equal([missed], await Seen(before.Manager));
        Assert.Empty(await Seen(after.Manager));
    }

    [Fact]
    public async Task What_took_the_time_of_a_no_show_is_named_to_those_alone_who_may_see_it()
    {
        await using var changed = await _app.Restart("--Kalends:Scheduling:NoticeMinutes=0");
        var (before, after) = (await GivenAHouse(), await GivenAHouse());
        var provider = await GivenAProvider(before.Id);
        var starts = _app.NextHour().AddHours(3);
        var missed = await _app.GivenABooking(await Offer(starts, minutes: 60));
        _app.Clock.Advance(starts - _app.Clock.GetUtcNow());
        (await before.Manager.Post($"/v1/reservations/{missed}/no-show")).Is(200);
        await Move(provider, after.Id);
        var taker = await _app.GivenABooking(await Offer(starts.AddMinutes(30), minutes: 30));

        foreach (var verb in (string[])["reinstate", "complete"])
        {
            var untold = await before.Manager.Post($"/v1/reservations/{missed}/{verb}", new { });
            untold.IsRefused(409, "slot_taken");
            Assert.Null(untold["reservation"]);
            var told = await _app.Admin.Post($"/v1/reservations/{missed}/{verb}", new { });
            told.IsRefused(409, "slot_taken");
            Assert.Equal(taker, (long)told["reservation"]!["id"]!);
        }

        async Task<long> Offer(DateTimeOffset from, int minutes) =>
            (long)(await _app.Admin.Post($"/v1/providers/{provider}/openings", new
            {
                ranges = new[] { new { starts_at = from.Text(), ends_at = from.AddMinutes(minutes).Text() } },
                slot_minutes = minutes,
                replace = true,
            })).Is(201)["items"]![0]!["first_slot_id"]!;
    }

    [Fact]
    public async Task A_hold_that_had_lapsed_is_written_off_by_the_organisation_that_had_it()
    {
        var (before, after) = (await GivenAHouse(), await GivenAHouse());
        var provider = await GivenAProvider(before.Id);
        var lapsed = await _app.GivenAHold(await _app.GivenSlots(provider));
        _app.Clock.Advance(TimeSpan.FromMinutes(31));
        await Move(provider, after.Id);

        Assert.Empty((await after.Manager.Post("/v1/reservations/expire")).Is(200)["items"]!.AsArray());
        Assert.Equal(lapsed, (long)Assert.Single(
            (await before.Manager.Post("/v1/reservations/expire")).Is(200)["items"]!.AsArray())!["id"]!);
        Assert.Single((await before.Manager.Get("/v1/events?kind=reservation.expired")).Is(200)["items"]!.AsArray());
        Assert.Empty((await after.Manager.Get("/v1/events?kind=reservation.expired")).Is(200)["items"]!.AsArray());
    }

    [Fact]
    public async Task Nobody_else_sees_what_a_provider_left_behind_who_has_no_organisation_any_more()
    {
        var (before, stranger) = (await GivenAHouse(), await GivenAHouse());
        var owner = await _app.As(Roles.Provider);
        var provider = await GivenAProvider(before.Id, owner);
        var slot = await _app.GivenSlots(provider);
        var (cancelled, booked) = (await _app.GivenABooking(slot), await _app.GivenABooking(slot + 1));
        (await owner.Post($"/v1/reservations/{cancelled}/cancel")).Is(200);
        (await before.Manager.Patch($"/v1/providers/{provider}", """{"organisation_id":null}""")).Is(200);

        Assert.Equal([cancelled], await Seen(before.Manager));
        Assert.Equal([cancelled, booked], (await Seen(owner)).Order());
        Assert.Empty(await Seen(stranger.Manager));
    }

    [Fact]
    public async Task The_database_keeps_what_is_over_where_it_ended()
    {
        var house = await GivenAHouse();
        var over = await _app.GivenABooking(await _app.GivenSlots(await GivenAProvider(house.Id)));
        (await _app.Admin.Post($"/v1/reservations/{over}/cancel")).Is(200);

        await Assert.ThrowsAnyAsync<DbException>(
            () => _app.Repair($"UPDATE reservations SET organisation_id = NULL WHERE id = {over}"));

        Assert.Equal([over], await Seen(house.Manager));
    }

    [Fact]
    public async Task Moving_against_reserving_leaves_no_live_reservation_behind()
    {
        var (before, after) = (await GivenAHouse(), await GivenAHouse());
        for (var round = 0; round < 10; round++)
        {
            var provider = await GivenAProvider(before.Id);
            var slot = await _app.GivenSlots(provider);
            var (client, booked) = (await _app.GivenAClient(), await _app.GivenAHold(slot + 7));

            var answers = await AtOnce(9, i => i switch
            {
                4 => _app.Admin.Patch($"/v1/providers/{provider}", new { organisation_id = after.Id }),
                5 => _app.Admin.Post($"/v1/reservations/{booked}/confirm"),
                6 => _app.Admin.Post($"/v1/reservations/{booked}/cancel"),
                _ => _app.Reserve(slot + i % 7, client),
            });

            Assert.All(answers, answer => Assert.Contains(answer.Status, new[] { 200, 201, 409 }));
            Assert.Empty(await _app.Db.Read(async session =>
                await session.All(FindLeftBehind, row => row.Long("id"), ("provider", provider)),
                CancellationToken.None));
        }
    }

    [Fact]
    public async Task In_any_history_live_reservations_are_with_their_provider_and_others_where_they_ended()
    {
        long?[] houses = [null, (await GivenAHouse()).Id, (await GivenAHouse()).Id];
        var steps = Gen.Zip(Gen.Choose(0, 9), Gen.Choose(0, 9999)).Select(pair => new Step(pair.Item1, pair.Item2));
        var histories = Gen.ArrayOf(steps, 30).ToArbitrary();
        var runs = int.Parse(Environment.GetEnvironmentVariable("KALENDS_HISTORIES") ?? "10");

        Prop.ForAll(histories, history => new Wanderer(_app, houses).Live(history).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(runs).WithReplay(20_300_107, 1));
    }

    /// <param name="Kind">What is done.</param>
    /// <param name="Choice">With which of the things there are.</param>
    public sealed record Step(int Kind, int Choice);

    sealed class Wanderer(TestApp app, long?[] houses)
    {
        readonly List<long> _reservations = [];
        readonly Dictionary<long, long?> _ended = [];
        long _provider;
        long _slot;
        int _taken;

        public async Task Live(Step[] history)
        {
            _provider = await app.GivenAProvider();
            _slot = await app.GivenSlots(_provider, inDays: 4, hours: 8);
            foreach (var step in history)
            {
                await Do(step);
                await Check();
            }
        }

        async Task Do(Step step)
        {
            switch (step.Kind)
            {
                case 0 or 1 or 2:
                    _reservations.Add(await app.GivenAHold(_slot + _taken++));
                    break;
                case 3 or 4 when _reservations.Count > 0:
                    var id = _reservations[step.Choice % _reservations.Count];
                    var answer = await app.Admin.Post(
                        $"/v1/reservations/{id}/{(step.Choice % 2 == 0 ? "confirm" : "cancel")}");
                    Assert.Contains(answer.Status, new[] { 200, 409, 410 });
                    break;
                case 5:
                    app.Clock.Advance(TimeSpan.FromMinutes(step.Choice % 40));
                    break;
                case 6:
                    (await app.Admin.Post("/v1/reservations/expire")).Is(200);
                    break;
                default:
                    (await app.Admin.Patch($"/v1/providers/{_provider}", $$"""
                        {"organisation_id":{{houses[step.Choice % houses.Length]?.ToString() ?? "null"}}}
                        """)).Is(200);
                    break;
            }
        }

        async Task Check()
        {
            var current = (long?)(await app.Admin.Get($"/v1/providers/{_provider}")).Is(200)["organisation_id"];
            var all = (await app.Admin.Get($"/v1/reservations?provider_id={_provider}&limit=100")).Is(200)["items"]!;
            foreach (var one in all.AsArray())
            {
                var (id, organisation) = ((long)one!["id"]!, (long?)one["organisation_id"]);
                var isLive = (string?)one["state"] is "held" or "confirmed";
                if (!isLive)
                    _ended.TryAdd(id, organisation);
                Assert.Equal(isLive ? current : _ended[id], organisation);
            }
        }
    }

    async Task<(long Id, Visitor Manager)> GivenAHouse()
    {
        var id = (await _app.Admin.Post("/v1/organisations", new { name = Guid.NewGuid() })).Is(201).Id;
        return (id, await _app.As(Roles.Manager, id));
    }

    async Task<long> GivenAProvider(long organisation, Visitor? owner = null) => (await _app.Admin.Post(
        "/v1/providers", new
        {
            first_name = "Ada",
            owner_user_id = (owner ?? _app.Admin).UserId,
            organisation_id = organisation,
        })).Is(201).Id;

    async Task Move(long provider, long organisation) =>
        (await _app.Admin.Patch($"/v1/providers/{provider}", new { organisation_id = organisation })).Is(200);

    static async Task<List<long>> Seen(Visitor visitor, string filter = "") =>
        (await visitor.Get($"/v1/reservations?limit=100{filter}")).Is(200)["items"]!.AsArray()
        .Select(item => (long)item!["id"]!).ToList();

    static readonly Sql FindLeftBehind = new("""
        SELECT r.id
        FROM reservations r
        JOIN providers p ON p.id = r.provider_id
        WHERE p.id = @provider AND r.state IN ('held', 'confirmed')
          AND COALESCE(r.organisation_id, 0) <> COALESCE(p.organisation_id, 0)
        """);
}

public sealed class MovingTestsOnSqlite(SqliteApp app) : MovingTests(app), IClassFixture<SqliteApp>;

public sealed class MovingTestsOnPostgres(PostgresApp app) : MovingTests(app), IClassFixture<PostgresApp>;
