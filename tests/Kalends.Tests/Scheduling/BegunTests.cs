using Kalends.Platform.Calls;
using Kalends.Tests.GraphQL;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Scheduling;

/// <summary>What has begun is over for clients, and whoever keeps the calendar says what came of it.</summary>
public abstract class BegunTests
{
    readonly TestApp _app;

    protected BegunTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(60)]
    public async Task A_client_cannot_cancel_what_has_begun_and_staff_can(int minutesLater)
    {
        var (client, reservation, _) = await GivenAVisit();
        PassStart(TimeSpan.FromMinutes(minutesLater));

        var refused = await client.Post($"/v1/reservations/{reservation}/cancel");
        var graph = await client.Ask(
            $"mutation {{ cancelReservation(input: {{reservationId: {reservation}}}) {{ clientMutationId }} }}");

        refused.IsRefused(409, "already_begun");
        Assert.Equal(("confirmed", "[]"), ((string?)refused["state"], refused["allowed"]!.ToJsonString()));
        Assert.Equal("already_begun", graph.Refusal());
        Assert.Equal("confirmed", (string?)graph["errors"]![0]!["extensions"]!["state"]);
        Assert.Equal("confirmed", await StateOf(reservation));
        (await _app.Admin.Post($"/v1/reservations/{reservation}/cancel")).Is(200);
    }

    [Fact]
    public async Task Staff_cannot_cancel_what_is_completed()
    {
        var (_, reservation, _) = await GivenAVisit();
        PassStart();
        (await _app.Admin.Post($"/v1/reservations/{reservation}/complete", new { })).Is(200);

        var refused = (await _app.Admin.Post($"/v1/reservations/{reservation}/cancel")).IsRefused(409, "already_over");

        Assert.Equal(("completed", "[]"), ((string?)refused["state"], refused["allowed"]!.ToJsonString()));
    }

    [Fact]
    public async Task A_refused_change_names_the_state_and_what_the_caller_may_do_from_it()
    {
        var (client, reservation, _) = await GivenAVisit();
        var path = $"/v1/reservations/{reservation}";
        async Task<string> Allowed(Visitor visitor) => string.Join(
            ' ', (await visitor.Post($"{path}/confirm")).IsRefused(409, "already_confirmed")["allowed"]!.AsArray());

        Assert.Equal(("cancel reschedule", "cancel reschedule"), (await Allowed(client), await Allowed(_app.Admin)));
        PassStart();
        Assert.Equal(("", "cancel arrive complete no_show"), (await Allowed(client), await Allowed(_app.Admin)));
        var accountant = await _app.As(Roles.Accountant);
        (await _app.Admin.Post($"{path}/no-show")).Is(200);
        _app.Clock.Advance(TimeSpan.FromDays(1));
        var late = (await accountant.Post($"{path}/complete", new { })).IsRefused(409, "no_show_stands");
        Assert.Equal(("no_show", "[]"), ((string?)late["state"], late["allowed"]!.ToJsonString()));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Closing_the_day_and_removing_the_opening_leave_what_has_begun_alone(bool removes)
    {
        var (_, begun, slot) = await GivenAVisit();
        var provider = (long)(await _app.Admin.Get($"/v1/reservations/{begun}"))["provider_id"]!;
        PassStart();
        var later = (await _app.Reserve(slot + 7)).Is(201).Id;

        var refused = await Clear(cancel: false);
        refused.IsRefused(409, "reservations_in_the_way");
        var cleared = await Clear(cancel: true);

        Assert.Equal([later], refused["reservations"]!.AsArray().Select(one => (long)one!["id"]!));
        Assert.Equal([later], cleared.Is(removes ? 200 : 201)["cancelled"]!.AsArray().Select(one => (long)one!["id"]!));
        Assert.Equal("confirmed", await StateOf(begun));
        (await _app.Admin.Post($"/v1/reservations/{begun}/complete", new { })).Is(200);

        Task<Answer> Clear(bool cancel)
        {
            var now = _app.Clock.GetUtcNow();
            return removes
                ? _app.Admin.Delete(
                    $"/v1/providers/{provider}/openings/{slot / 4096}{(cancel ? "?cancel_reservations=true" : "")}")
                : _app.Admin.Post($"/v1/providers/{provider}/closures", new
                {
                    starts_at = now.AddHours(-12).Text(),
                    ends_at = now.AddDays(3).Text(),
                    cancel_reservations = cancel,
                });
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_has_begun_does_not_stand_in_the_way_of_clearing(bool removes)
    {
        var (_, begun, slot) = await GivenAVisit();
        var provider = (long)(await _app.Admin.Get($"/v1/reservations/{begun}"))["provider_id"]!;
        PassStart();
        var now = _app.Clock.GetUtcNow();

        var cleared = removes
            ? await _app.Admin.Delete($"/v1/providers/{provider}/openings/{slot / 4096}")
            : await _app.Admin.Post($"/v1/providers/{provider}/closures", new
            {
                starts_at = now.AddHours(-1).Text(),
                ends_at = now.AddHours(1).Text(),
            });

        Assert.Empty(cleared.Is(removes ? 200 : 201)["cancelled"]!.AsArray());
        Assert.Equal("confirmed", await StateOf(begun));
    }

    [Fact]
    public async Task A_provider_is_deleted_in_the_middle_of_a_visit_that_can_then_be_completed()
    {
        var (_, begun, _) = await GivenAVisit();
        var provider = (long)(await _app.Admin.Get($"/v1/reservations/{begun}"))["provider_id"]!;
        PassStart();

        (await _app.Admin.Delete($"/v1/providers/{provider}")).Is(200);

        Assert.Equal("confirmed", await StateOf(begun));
        (await _app.Admin.Post($"/v1/reservations/{begun}/complete", new { })).Is(200);
    }

    [Fact]
    public async Task A_no_show_is_taken_back_within_a_day()
    {
        var (client, reservation, _) = await GivenAVisit();
        var path = $"/v1/reservations/{reservation}";
        (await _app.Admin.Post($"{path}/reinstate")).IsRefused(409, "not_missed");
        PassStart();
        (await _app.Admin.Post($"{path}/no-show")).Is(200);

        (await client.Post($"{path}/reinstate")).IsRefused(403, "forbidden");
        _app.Clock.Advance(TimeSpan.FromDays(1) - TimeSpan.FromTicks(10));
        var back = (await _app.Admin.Post($"{path}/reinstate")).Is(200);

        Assert.Equal("confirmed", (string?)back["state"]);
        Assert.Null(back["ended_at"]);
        Assert.NotNull(back["confirmed_at"]);
        (await _app.Admin.Post($"{path}/complete", new { })).Is(200);
    }

    [Fact]
    public async Task A_no_show_stands_after_a_day()
    {
        var (_, reservation, _) = await GivenAVisit();
        var path = $"/v1/reservations/{reservation}";
        PassStart();
        (await _app.Admin.Post($"{path}/no-show")).Is(200);
        _app.Clock.Advance(TimeSpan.FromDays(1));

        (await _app.Admin.Post($"{path}/reinstate")).IsRefused(409, "no_show_stands");
        (await _app.Admin.Post($"{path}/complete", new { })).IsRefused(409, "no_show_stands");
        Assert.Equal("no_show", await StateOf(reservation));
    }

    [Fact]
    public async Task A_mistaken_no_show_is_completed_in_one_step_over_GraphQL_too()
    {
        var (_, one, slot) = await GivenAVisit();
        var other = await _app.GivenABooking(slot + 1);
        PassStart(TimeSpan.FromHours(5));
        foreach (var missed in (long[])[one, other])
            (await _app.Admin.Post($"/v1/reservations/{missed}/no-show")).Is(200);

        (await _app.Admin.Post($"/v1/reservations/{one}/complete", new { })).Is(200);
        var both = (await _app.Admin.Ask($$"""
            mutation {
              reinstateReservation(input: {reservationId: {{other}}}) { reservation { state endedAt } }
              completeReservation(input: {reservationId: {{other}}}) { reservationId careEvent { careEventId } }
            }
            """)).Data();

        Assert.Equal(
            """{"state":"CONFIRMED","endedAt":null}""", both["reinstateReservation"]!["reservation"]!.ToJsonString());
        Assert.Equal($$"""{"reservationId":"{{other}}","careEvent":null}""",
            both["completeReservation"]!.ToJsonString());
        Assert.Equal(("completed", "completed"), (await StateOf(one), await StateOf(other)));
    }

    [Fact]
    public async Task A_no_show_whose_time_was_taken_since_is_neither_taken_back_nor_completed()
    {
        await using var changed = await _app.Restart("--Kalends:Scheduling:NoticeMinutes=0");
        var provider = await _app.GivenAProvider();
        var slot = await _app.GivenSlots(provider, inDays: 0.25, hours: 2, slotMinutes: 60);
        var missed = await _app.GivenABooking(slot);
        _app.Clock.Advance(_app.NextHour().AddHours(6) - _app.Clock.GetUtcNow());
        (await _app.Admin.Post($"/v1/reservations/{missed}/no-show")).Is(200);
        (await _app.Admin.Delete($"/v1/providers/{provider}/openings/{slot / 4096}")).Is(200);
        var half = await GivenHalfAnHour(provider);
        var taker = await _app.GivenABooking(half);

        foreach (var verb in (string[])["reinstate", "complete"])
        {
            var refused = await _app.Admin.Post($"/v1/reservations/{missed}/{verb}", new { });
            refused.IsRefused(409, "slot_taken");
            Assert.Equal(taker, (long)refused["reservation"]!["id"]!);
        }
        (await _app.Admin.Post($"/v1/reservations/{taker}/cancel")).Is(200);
        (await _app.Admin.Post($"/v1/reservations/{missed}/reinstate")).Is(200);
    }

    [Fact]
    public async Task A_lapsed_hold_does_not_keep_a_no_show_from_being_taken_back()
    {
        await using var changed = await _app.Restart(
            "--Kalends:Scheduling:NoticeMinutes=0", "--Kalends:Scheduling:HoldMinutes=1");
        var provider = await _app.GivenAProvider();
        var slot = await _app.GivenSlots(provider, inDays: 0.25, hours: 2, slotMinutes: 60);
        var missed = await _app.GivenABooking(slot);
        _app.Clock.Advance(_app.NextHour().AddHours(6) - _app.Clock.GetUtcNow());
        (await _app.Admin.Post($"/v1/reservations/{missed}/no-show")).Is(200);
        (await _app.Admin.Delete($"/v1/providers/{provider}/openings/{slot / 4096}")).Is(200);
        var lapsing = await _app.GivenAHold(await GivenHalfAnHour(provider));
        _app.Clock.Advance(TimeSpan.FromMinutes(1));

        (await _app.Admin.Post($"/v1/reservations/{missed}/reinstate")).Is(200);

        Assert.Equal(("confirmed", "expired"), (await StateOf(missed), await StateOf(lapsing)));
    }

    [Fact]
    public async Task A_no_show_is_not_taken_back_over_what_the_client_has_at_that_time_unless_staff_say_so()
    {
        await using var changed = await _app.Restart("--Kalends:Scheduling:NoticeMinutes=0");
        var client = await _app.GivenAClient();
        var slot = await _app.GivenSlots(await _app.GivenAProvider(), inDays: 0.25, hours: 2, slotMinutes: 60);
        var other = await _app.GivenAProvider();
        var missed = (await _app.Reserve(slot, client)).Is(201).Id;
        (await _app.Admin.Post($"/v1/reservations/{missed}/confirm")).Is(200);
        _app.Clock.Advance(_app.NextHour().AddHours(6) - _app.Clock.GetUtcNow());
        (await _app.Admin.Post($"/v1/reservations/{missed}/no-show")).Is(200);
        var held = (await _app.Reserve(await GivenHalfAnHour(other), client)).Is(201).Id;

        var refused = await _app.Admin.Post($"/v1/reservations/{missed}/reinstate", new { });

        Assert.Equal(held, (long)refused.IsRefused(409, "client_busy")["reservation"]!["id"]!);
        (await _app.Admin.Post($"/v1/reservations/{missed}/reinstate", new { overlap = true })).Is(200);
    }

    [Fact]
    public async Task Only_who_keeps_the_calendar_takes_a_no_show_back()
    {
        var owner = await _app.As(Roles.Provider);
        var slot = await _app.GivenSlots(await _app.GivenAProvider(owner));
        var reservation = await _app.GivenABooking(slot);
        PassStart();
        (await owner.Post($"/v1/reservations/{reservation}/no-show")).Is(200);

        (await (await _app.As(Roles.Provider)).Post($"/v1/reservations/{reservation}/reinstate"))
            .IsRefused(404, "not_found");
        (await owner.Post($"/v1/reservations/{reservation}/reinstate")).Is(200);
    }

    /// <summary>A slot of the second half of the hour that has just begun.</summary>
    async Task<long> GivenHalfAnHour(long provider)
    {
        var starts = _app.Clock.GetUtcNow().AddMinutes(30);
        var offered = await _app.Admin.Post($"/v1/providers/{provider}/openings", new
        {
            ranges = new[] { new { starts_at = starts.Text(), ends_at = starts.AddMinutes(30).Text() } },
            slot_minutes = 30,
        });
        return (long)offered.Is(201)["items"]![0]!["first_slot_id"]!;
    }

    /// <summary>A client's confirmed reservation of the first of many slots, the day after tomorrow.</summary>
    async Task<(Visitor Client, long Reservation, long Slot)> GivenAVisit()
    {
        var (client, _) = await _app.GivenAClientUser();
        var slot = await _app.GivenSlots(await _app.GivenAProvider(), inDays: 2, hours: 48, slotMinutes: 240);
        var reservation = (await client.Post("/v1/reservations", new { slot_id = slot })).Is(201).Id;
        (await client.Post($"/v1/reservations/{reservation}/confirm")).Is(200);
        return (client, reservation, slot);
    }

    /// <summary>Until the first slot has begun, so long ago.</summary>
    void PassStart(TimeSpan? ago = null) => _app.Clock.Advance(
        _app.NextHour().AddDays(2) - _app.Clock.GetUtcNow() + (ago ?? TimeSpan.FromMinutes(5)));

    async Task<string?> StateOf(long reservation) =>
        (string?)(await _app.Admin.Get($"/v1/reservations/{reservation}")).Is(200)["state"];
}

public sealed class BegunTestsOnSqlite(SqliteApp app) : BegunTests(app), IClassFixture<SqliteApp>;

public sealed class BegunTestsOnPostgres(PostgresApp app) : BegunTests(app), IClassFixture<PostgresApp>;
