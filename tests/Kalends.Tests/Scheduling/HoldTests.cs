using Kalends.Platform.Calls;
using Kalends.Tests.GraphQL;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Scheduling;

public abstract class HoldTests
{
    readonly TestApp _app;

    protected HoldTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task A_client_holds_a_slot_and_confirms_it()
    {
        var (_, slot) = await _app.GivenFreeSlots();
        var (client, clientId) = await _app.GivenAClientUser();

        var held = (await client.Post("/v1/reservations", new { slot_id = slot })).Is(201);
        var confirmed = (await client.Post($"/v1/reservations/{held.Id}/confirm")).Is(200);

        Assert.Equal("held", (string?)held["state"]);
        Assert.Equal(clientId, (long)held["client_id"]!);
        var life = (DateTimeOffset)held["expires_at"]! - (DateTimeOffset)held["created_at"]!;
        Assert.Equal(TimeSpan.FromMinutes(30), life);
        Assert.Equal("confirmed", (string?)confirmed["state"]);
    }

    [Fact]
    public async Task A_slot_that_is_held_is_refused_with_the_next_free_ones()
    {
        var (_, slot) = await _app.GivenFreeSlots();
        await _app.GivenAHold(slot + 1);
        await _app.GivenAHold(slot);

        var refused = await _app.Reserve(slot);

        refused.IsRefused(409, "slot_taken");
        Assert.Equal([slot + 2, slot + 3, slot + 4], refused["alternatives"]!.AsArray().Select(s => (long)s!["id"]!));
    }

    [Fact]
    public async Task A_lapsed_hold_is_bookable_the_next_moment_and_becomes_expired()
    {
        var (provider, slot) = await _app.GivenFreeSlots();
        var lapsing = await _app.GivenAHold(slot);

        _app.Clock.Advance(TimeSpan.FromMinutes(30));
        var listed = await _app.Admin.Get($"/v1/providers/{provider}/slots");
        var seen = await _app.Admin.Get($"/v1/reservations/{lapsing}");
        var taken = await _app.GivenAHold(slot);

        Assert.Contains(slot, listed["items"]!.AsArray().Select(s => (long)s!["id"]!));
        Assert.Equal("expired", (string?)seen["state"]);
        Assert.NotEqual(lapsing, taken);
        (await _app.Admin.Post($"/v1/reservations/{lapsing}/confirm")).IsRefused(410, "hold_expired");
        Assert.Equal("expired", (string?)(await _app.Admin.Get($"/v1/reservations/{lapsing}"))["state"]);
    }

    [Fact]
    public async Task A_slot_is_held_only_until_the_notice_and_its_grace()
    {
        var provider = await _app.GivenAProvider();
        var slot = await _app.GivenSlots(provider, inDays: 1);
        var client = await _app.GivenAClient();

        _app.Clock.Advance(_app.NextHour() - _app.Clock.GetUtcNow() + TimeSpan.FromMinutes(5));
        var listed = await _app.Admin.Get($"/v1/providers/{provider}/slots");
        (await _app.Reserve(slot, client)).Is(201);
        Assert.DoesNotContain(slot, listed["items"]!.AsArray().Select(s => (long)s!["id"]!));

        _app.Clock.Advance(TimeSpan.FromMinutes(15) + TimeSpan.FromTicks(10));
        (await _app.Reserve(slot + 1, client))
            .IsRefused(422, "too_soon");
    }

    [Fact]
    public async Task A_client_has_at_most_three_holds()
    {
        var (client, _) = await _app.GivenAClientUser();
        var (_, slot) = await _app.GivenFreeSlots();
        for (var i = 0; i < 3; i++)
            (await client.Post("/v1/reservations", new { slot_id = slot + i })).Is(201);

        (await client.Post("/v1/reservations", new { slot_id = slot + 3 })).IsRefused(409, "too_many_holds");
        var again = (await client.Post("/v1/reservations", new { slot_id = slot + 2 })).IsRefused(409, "slot_taken");
        Assert.Equal("You have this slot already.", (string?)again["detail"]);
    }

    [Fact]
    public async Task A_client_is_at_one_place_at_a_time_whoever_books()
    {
        var (client, clientId) = await _app.GivenAClientUser();
        var (_, one) = await _app.GivenFreeSlots();
        var (_, other) = await _app.GivenFreeSlots();
        var held = (await client.Post("/v1/reservations", new { slot_id = one })).Is(201);
        var wish = new { slot_id = other, client_id = clientId };

        foreach (var refused in (Answer[])[
            await client.Post("/v1/reservations", wish), await _app.Admin.Post("/v1/reservations", wish)])
        {
            refused.IsRefused(409, "client_busy");
            Assert.Equal((held.Id, (string?)held["starts_at"], (string?)held["ends_at"]), (
                (long)refused["reservation"]!["id"]!, (string?)refused["reservation"]!["starts_at"],
                (string?)refused["reservation"]!["ends_at"]));
        }
        (await _app.Reserve(other + 1, clientId)).Is(201);
    }

    [Fact]
    public async Task Staff_book_a_client_twice_where_they_say_so_and_a_client_cannot()
    {
        var (client, clientId) = await _app.GivenAClientUser();
        var (_, one) = await _app.GivenFreeSlots();
        var (_, other) = await _app.GivenFreeSlots();
        var (_, third) = await _app.GivenFreeSlots();
        (await client.Post("/v1/reservations", new { slot_id = one })).Is(201);

        (await client.Post("/v1/reservations", new { slot_id = other, overlap = true })).IsRefused(403, "forbidden");
        (await _app.Admin.Post(
            "/v1/reservations", new { slot_id = other, client_id = clientId, overlap = true })).Is(201);
        var graph = await _app.Admin.Ask(
            $"mutation {{ reserveSlot(input: {{slotId: {third}, clientId: {clientId}}}) {{ clientMutationId }} }}");
        Assert.Equal("client_busy", graph.Refusal());
        Assert.NotNull(graph["errors"]![0]!["extensions"]!["reservation"]!["id"]);
        Assert.Equal("HELD", (string?)(await _app.Admin.Ask(
            $"mutation {{ reserveSlot(input: {{slotId: {third}, clientId: {clientId}, overlap: true}}) " +
            "{ reservation { state } } }"))
            .Data()["reserveSlot"]!["reservation"]!["state"]);
    }

    [Fact]
    public async Task What_keeps_a_client_is_named_to_those_only_who_may_see_it()
    {
        var (elsewhere, here) = (await _app.As(Roles.Provider), await _app.As(Roles.Provider));
        var slot = await _app.GivenSlots(await _app.GivenAProvider(here));
        var other = await _app.GivenSlots(await _app.GivenAProvider(elsewhere));
        var client = (await here.Post("/v1/clients", new { first_name = "Emmy" })).Is(201).Id;
        var held = (await _app.Reserve(other, client)).Is(201).Id;
        var wish = new { slot_id = slot, client_id = client };

        var hidden = (await here.Post("/v1/reservations", wish)).IsRefused(409, "client_busy");
        var shown = (await _app.Admin.Post("/v1/reservations", wish)).IsRefused(409, "client_busy");

        Assert.DoesNotContain("reservation\"", hidden.Text, StringComparison.Ordinal);
        Assert.Equal(held, (long)shown["reservation"]!["id"]!);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_callers_own_slot_is_called_their_own(bool confirms)
    {
        var (_, slot) = await _app.GivenFreeSlots();
        var (client, clientId) = await _app.GivenAClientUser();
        var (stranger, _) = await _app.GivenAClientUser();
        var held = (await client.Post("/v1/reservations", new { slot_id = slot })).Is(201);
        if (confirms)
            (await client.Post($"/v1/reservations/{held.Id}/confirm")).Is(200);

        var own = (await client.Post("/v1/reservations", new { slot_id = slot })).IsRefused(409, "slot_taken");
        var staff = (await _app.Reserve(slot, clientId)).IsRefused(409, "slot_taken");
        var other = (await stranger.Post("/v1/reservations", new { slot_id = slot })).IsRefused(409, "slot_taken");

        Assert.Equal("You have this slot already.", (string?)own["detail"]);
        Assert.Equal("This client has this slot already.", (string?)staff["detail"]);
        Assert.Equal("Somebody else has this slot.", (string?)other["detail"]);
        Assert.Equal((held.Id, (string?)held["expires_at"], confirms ? "confirmed" : "held"), (
            (long)own["reservation"]!["id"]!, (string?)own["reservation"]!["expires_at"],
            (string?)own["reservation"]!["state"]));
        Assert.Null(other["reservation"]);
    }

    [Fact]
    public async Task A_lapsed_hold_keeps_a_client_from_nothing()
    {
        var client = await _app.GivenAClient();
        var (_, one) = await _app.GivenFreeSlots();
        var (_, other) = await _app.GivenFreeSlots();
        (await _app.Reserve(one, client)).Is(201);
        _app.Clock.Advance(TimeSpan.FromMinutes(30));

        (await _app.Reserve(other, client)).Is(201);
    }

    [Fact]
    public async Task An_unknown_slot_is_not_found()
    {
        var (_, slot) = await _app.GivenFreeSlots();
        var client = await _app.GivenAClient();

        (await _app.Reserve(slot + 8, client)).IsRefused(404, "not_found");
        (await _app.Reserve(1, client)).IsRefused(404, "not_found");
        (await _app.Reserve(slot, 999_999)).IsRefused(404, "not_found");
    }

    [Fact]
    public async Task A_client_holds_for_nobody_else()
    {
        var (_, slot) = await _app.GivenFreeSlots();
        var (client, _) = await _app.GivenAClientUser();

        (await client.Post("/v1/reservations", new { slot_id = slot, client_id = await _app.GivenAClient() }))
            .IsRefused(404, "not_found");
    }

    [Fact]
    public async Task A_provider_keeps_their_own_calendar_and_no_other()
    {
        var owner = await _app.As(Roles.Provider);
        var own = await _app.GivenSlots(await _app.GivenAProvider(owner));
        var (_, foreign) = await _app.GivenFreeSlots();
        var client = (await owner.Post("/v1/clients", new { first_name = "Emmy", last_name = "Noether" })).Is(201).Id;

        (await owner.Post("/v1/reservations", new { slot_id = own, client_id = client })).Is(201);
        (await owner.Post("/v1/reservations", new { slot_id = foreign, client_id = client }))
            .IsRefused(403, "forbidden");
    }

    [Fact]
    public async Task Nobody_books_for_a_client_whom_they_may_not_see()
    {
        var owner = await _app.As(Roles.Provider);
        var slot = await _app.GivenSlots(await _app.GivenAProvider(owner));
        var stranger = await _app.GivenAClient();
        var body = new { slot_id = slot, client_id = stranger };

        (await owner.Post("/v1/reservations", body)).IsRefused(404, "not_found");
        (await owner.Get($"/v1/clients/{stranger}")).IsRefused(404, "not_found");
        var known = await _app.Reserve(slot + 1, stranger);
        (await owner.Post("/v1/reservations", body)).Is(201);
        Assert.Equal("held", (string?)known.Is(201)["state"]);
    }

    [Fact]
    public async Task An_accountant_holds_nothing()
    {
        var (_, slot) = await _app.GivenFreeSlots();
        var accountant = await _app.As(Roles.Accountant);

        (await accountant.Post("/v1/reservations", new { slot_id = slot, client_id = 1 })).IsRefused(403, "forbidden");
    }

    [Fact]
    public async Task A_reservation_is_confirmed_once_and_cancelled_once()
    {
        var (_, slot) = await _app.GivenFreeSlots();
        var id = await _app.GivenAHold(slot);
        (await _app.Admin.Post($"/v1/reservations/{id}/confirm")).Is(200);

        (await _app.Admin.Post($"/v1/reservations/{id}/confirm")).IsRefused(409, "already_confirmed");
        var cancelled = (await _app.Admin.Post($"/v1/reservations/{id}/cancel", new { reason = "rain" })).Is(200);
        Assert.Equal("rain", (string?)cancelled["cancel_reason"]);
        (await _app.Admin.Post($"/v1/reservations/{id}/cancel")).IsRefused(409, "already_cancelled");
        (await _app.Admin.Post($"/v1/reservations/{id}/confirm")).IsRefused(409, "already_cancelled");
        await _app.GivenAHold(slot);
    }

    [Fact]
    public async Task Another_clients_reservation_is_not_there()
    {
        var (_, slot) = await _app.GivenFreeSlots();
        var id = await _app.GivenAHold(slot);
        var (stranger, _) = await _app.GivenAClientUser();

        (await stranger.Get($"/v1/reservations/{id}")).IsRefused(404, "not_found");
        (await stranger.Post($"/v1/reservations/{id}/confirm")).IsRefused(404, "not_found");
        (await stranger.Post($"/v1/reservations/{id}/cancel")).IsRefused(404, "not_found");
        Assert.Empty((await stranger.Get("/v1/reservations")).Is(200)["items"]!.AsArray());
    }
}

public sealed class HoldTestsOnSqlite(SqliteApp app) : HoldTests(app), IClassFixture<SqliteApp>;

public sealed class HoldTestsOnPostgres(PostgresApp app) : HoldTests(app), IClassFixture<PostgresApp>;
