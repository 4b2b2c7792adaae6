using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Tests.GraphQL;
using Kalends.Tests.Http;
using Kalends.Tests.Kit;
using Kalends.Tests.Reimbursements;

namespace Kalends.Tests.Scheduling;

/// <summary>Moving a reservation to another slot.</summary>
public abstract class ReschedulingTests
{
    readonly TestApp _app;

    protected ReschedulingTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task A_reservation_that_is_moved_stays_itself_and_frees_its_old_slot()
    {
        var (provider, slot) = await _app.GivenFreeSlots();
        var (client, _) = await _app.GivenAClientUser();
        var id = (await client.Post("/v1/reservations", new { slot_id = slot })).Is(201).Id;
        var before = (await client.Post($"/v1/reservations/{id}/confirm")).Is(200);
        _app.Clock.Advance(TimeSpan.FromMinutes(7));

        var moved = (await Move(client, id, slot + 3)).Is(200);

        foreach (var kept in (string[])["id", "client_id", "state", "created_at", "confirmed_at", "provider_id"])
            Assert.Equal($"{before[kept]}", $"{moved[kept]}");
        Assert.Equal((slot + 3, 1, 3), ((long)moved["slot_id"]!, (int)moved["sequence"]!, (int)moved["version"]!));
        Assert.Equal(TimeSpan.FromMinutes(45), Start(moved) - Start(before));
        Assert.Equal(moved.Text, (await client.Get($"/v1/reservations/{id}")).Text);
        (await _app.Reserve(slot)).Is(201);
        (await _app.Reserve(slot + 3)).IsRefused(409, "slot_taken");

        (await Move(_app.Admin, id, slot + 5)).Is(200);
        Assert.Equal([new(0, slot), new(1, slot + 3)], await Places(id));
        var told = (await _app.Admin.Get($"/v1/events?subject=reservation/{id}&kind=reservation.rescheduled"))
            .Is(200)["items"]!.AsArray();
        var data = told[1]!["data"]!;
        Assert.Equal(2, told.Count);
        Assert.Equal((id, slot + 3, provider, slot), ((long)data["id"]!, (long)data["slot_id"]!,
            (long)data["provider_id"]!, (long)data["from"]!["slot_id"]!));
        Assert.Equal(((string?)moved["starts_at"], (string?)before["ends_at"]), (
            (string?)data["to"]!["starts_at"], (string?)data["from"]!["ends_at"]));
    }

    [Fact]
    public async Task A_client_moves_to_another_provider_at_a_time_that_overlaps_the_old_one()
    {
        var (client, _) = await _app.GivenAClientUser();
        var (one, other) = (await _app.GivenAProvider(), await _app.GivenAProvider());
        var id = (await client.Post("/v1/reservations", new { slot_id = await _app.GivenSlots(one, 5, 1, 60) }))
            .Is(201).Id;
        (await client.Post($"/v1/reservations/{id}/confirm")).Is(200);
        var wanted = await _app.GivenSlots(other, 5, 2, 40) + 1;

        var moved = (await Move(client, id, wanted)).Is(200);

        Assert.Equal((id, other, "confirmed"), (moved.Id, (long)moved["provider_id"]!, (string?)moved["state"]));
        var left = Assert.Single((await _app.Admin.Get($"/v1/events?provider_id={one}&kind=reservation.left"))
            .Is(200)["items"]!.AsArray())!;
        Assert.Equal(one, (long)left["data"]!["provider_id"]!);
        Assert.DoesNotContain($"{wanted}", left.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reservation_moves_to_a_slot_that_contains_its_own_time()
    {
        var (provider, slot) = await _app.GivenFreeSlots();
        var id = await _app.GivenABooking(slot + 1);
        var starts = _app.NextHour().AddDays(2);
        var hour = (long)(await _app.Admin.Post($"/v1/providers/{provider}/openings", new
        {
            ranges = new[] { new { starts_at = starts.Text(), ends_at = starts.AddHours(2).Text() } },
            slot_minutes = 60,
            replace = true,
        })).Is(201)["items"]![0]!["first_slot_id"]!;

        (await _app.Reserve(hour)).IsRefused(409, "slot_taken");
        var moved = (await Move(_app.Admin, id, hour)).Is(200);

        Assert.Equal(TimeSpan.FromHours(1), (DateTimeOffset)moved["ends_at"]! - Start(moved));
        (await _app.Reserve(hour + 1)).Is(201);
    }

    [Fact]
    public async Task What_cannot_be_reserved_cannot_be_moved_to_and_the_reservation_stays_where_it_is()
    {
        var (provider, slot) = await _app.GivenFreeSlots();
        var (client, clientId) = await _app.GivenAClientUser();
        var id = await _app.GivenABooking(slot, clientId);
        var (_, elsewhere) = await _app.GivenFreeSlots();
        await _app.GivenABooking(elsewhere + 4, clientId);
        await _app.GivenABooking(slot + 1);
        var day = _app.NextHour().AddDays(2);
        (await _app.Admin.Post($"/v1/providers/{provider}/closures", new
        {
            starts_at = day.AddMinutes(45).Text(),
            ends_at = day.AddMinutes(60).Text(),
        })).Is(201);
        var removed = await _app.GivenSlots(provider, inDays: 4);
        (await _app.Admin.Delete($"/v1/providers/{provider}/openings/{removed / 4096}")).Is(200);
        var before = (await client.Get($"/v1/reservations/{id}")).Text;

        var taken = (await Move(client, id, slot + 1)).IsRefused(409, "slot_taken");
        (await Move(client, id, slot + 3)).IsRefused(409, "slot_closed");
        (await Move(client, id, slot + 4)).IsRefused(409, "client_busy");
        (await Move(client, id, slot + 8)).IsRefused(404, "not_found");
        (await Move(client, id, removed)).IsRefused(404, "not_found");
        (await Move(client, id, 4096 * 99_999_999L)).IsRefused(404, "not_found");

        Assert.Equal([slot + 2, slot + 4, slot + 5], taken["alternatives"]!.AsArray().Select(s => (long)s!["id"]!));
        Assert.Null(taken["reservation"]);
        Assert.Equal(before, (await client.Get($"/v1/reservations/{id}")).Text);
        Assert.Empty(await Places(id));
        (await client.Post($"/v1/reservations/{id}/reschedule", new { slot_id = slot + 4, overlap = true }))
            .IsRefused(403, "forbidden");
        (await _app.Admin.Post($"/v1/reservations/{id}/reschedule", new { slot_id = slot + 4, overlap = true }))
            .Is(200);
    }

    [Fact]
    public async Task What_is_listed_can_be_moved_to_and_what_is_not_cannot()
    {
        var random = new Random(32);
        (long ProviderId, long SlotId)[] calendars = [await _app.GivenFreeSlots(), await _app.GivenFreeSlots()];
        var (starts, place) = (_app.NextHour().AddDays(2), calendars[0].SlotId);
        var id = await _app.GivenABooking(place);
        var outcomes = new HashSet<int>();
        for (var step = 0; step < 120; step++)
        {
            var (provider, first) = calendars[random.Next(2)];
            var index = random.Next(8);
            switch (random.Next(12))
            {
                case < 4:
                    (await _app.Reserve(first + index)).IsOneOf(201, 409);
                    break;
                case < 6:
                    _app.Clock.Advance(TimeSpan.FromMinutes(10));
                    break;
                case 6 when step % 3 == 0:
                    (await _app.Admin.Post($"/v1/providers/{provider}/closures", new
                    {
                        starts_at = starts.AddMinutes(15 * index).Text(),
                        ends_at = starts.AddMinutes(15 * index + 5).Text(),
                    })).IsOneOf(201, 409);
                    break;
                default:
                    var isListed = (await Listed(provider)).Contains(first + index);
                    var moved = (await Move(_app.Admin, id, first + index)).IsOneOf(200, 409);
                    Assert.Equal(isListed || place == first + index, moved == 200);
                    place = moved == 200 ? first + index : place;
                    Assert.DoesNotContain(place, (await Listed(calendars[0].ProviderId)).Concat(
                        await Listed(calendars[1].ProviderId)));
                    outcomes.Add(moved);
                    break;
            }
        }
        Assert.Equal([200, 409], outcomes.Order());

        async Task<IEnumerable<long>> Listed(long provider) =>
            (await _app.Admin.Get($"/v1/providers/{provider}/slots")).Is(200)["items"]!.AsArray()
            .Select(slot => (long)slot!["id"]!);
    }

    [Fact]
    public async Task Staff_override_the_notice_with_a_reason_that_the_log_keeps_and_never_the_past()
    {
        var provider = await _app.GivenAProvider();
        var (client, clientId) = await _app.GivenAClientUser();
        var id = await _app.GivenABooking(await _app.GivenSlots(provider), clientId);
        var begun = await _app.GivenSlots(provider, inDays: 1, hours: 4);
        var late = begun + 12;
        _app.Clock.Advance(_app.NextHour().AddDays(1).AddMinutes(20) - _app.Clock.GetUtcNow());

        (await Move(_app.Admin, id, late)).IsRefused(422, "too_soon");
        (await Move(client, id, late, "please")).IsRefused(403, "forbidden");
        (await Move(_app.Admin, id, begun, "the client is here")).IsRefused(422, "too_soon");
        (await Move(_app.Admin, id, late, "the client is here")).Is(200);

        var told = Assert.Single((await _app.Admin.Get(
            $"/v1/events?subject=reservation/{id}&kind=reservation.rescheduled")).Is(200)["items"]!.AsArray())!;
        Assert.Equal("the client is here", (string?)told["data"]!["override"]);
    }

    [Fact]
    public async Task A_hold_that_is_moved_ends_as_before_and_at_its_new_start_at_most()
    {
        await using var changed = await _app.Restart("--Kalends:Scheduling:NoticeMinutes=0");
        var slot = await _app.GivenSlots(await _app.GivenAProvider(), inDays: 1, hours: 4);
        var starts = _app.NextHour().AddDays(1);
        var (client, _) = await _app.GivenAClientUser();
        _app.Clock.Advance(starts.AddMinutes(-5) - _app.Clock.GetUtcNow());
        var held = (await client.Post("/v1/reservations", new { slot_id = slot + 8 })).Is(201);
        _app.Clock.Advance(TimeSpan.FromMinutes(1));

        var later = (await Move(client, held.Id, slot + 10)).Is(200);
        var sooner = (await Move(client, held.Id, slot + 1)).Is(200);

        Assert.Equal(("held", $"{held["expires_at"]}"), ((string?)later["state"], $"{later["expires_at"]}"));
        Assert.Equal((starts.AddMinutes(15), 2), (
            (DateTimeOffset)sooner["expires_at"]!, (int)sooner["sequence"]!));
        _app.Clock.Advance(starts.AddMinutes(15) - _app.Clock.GetUtcNow());
        (await Move(client, held.Id, slot + 12)).IsRefused(410, "hold_expired");
    }

    [Fact]
    public async Task A_client_with_all_the_holds_they_may_have_can_still_move_one()
    {
        var (client, _) = await _app.GivenAClientUser();
        var (_, slot) = await _app.GivenFreeSlots();
        var ids = new List<long>();
        for (var i = 0; i < 3; i++)
            ids.Add((await client.Post("/v1/reservations", new { slot_id = slot + i })).Is(201).Id);

        (await Move(client, ids[0], slot + 5)).Is(200);
    }

    [Fact]
    public async Task A_lapsed_hold_in_the_way_is_released()
    {
        var (_, slot) = await _app.GivenFreeSlots();
        var id = await _app.GivenABooking(slot);
        var lapsing = await _app.GivenAHold(slot + 1);
        _app.Clock.Advance(TimeSpan.FromMinutes(30));

        (await Move(_app.Admin, id, slot + 1)).Is(200);

        Assert.Equal("expired", (string?)(await _app.Admin.Get($"/v1/reservations/{lapsing}"))["state"]);
        Assert.Single((await _app.Admin.Get($"/v1/events?subject=reservation/{lapsing}&kind=reservation.expired"))
            .Is(200)["items"]!.AsArray());
    }

    [Fact]
    public async Task A_client_moves_until_the_notice_and_staff_until_the_start()
    {
        await using var changed = await _app.Restart(
            "--Kalends:Scheduling:MoveNoticeMinutes=120", "--Kalends:Scheduling:NoticeMinutes=0");
        var (_, slot) = await _app.GivenFreeSlots();
        var (client, clientId) = await _app.GivenAClientUser();
        var id = await _app.GivenABooking(slot, clientId);
        var starts = Start(await client.Get($"/v1/reservations/{id}"));
        _app.Clock.Advance(starts.AddMinutes(-120) - _app.Clock.GetUtcNow());

        // On the very minute it is in time.
        (await Move(client, id, slot + 1)).Is(200);
        (await Move(client, id, slot)).Is(200);
        _app.Clock.Advance(TimeSpan.FromTicks(10));
        (await Move(client, id, slot + 1)).IsRefused(422, "too_late_to_move");
        (await Move(_app.Admin, id, slot + 1)).Is(200);
        (await Move(_app.Admin, id, slot)).Is(200);
        _app.Clock.Advance(starts - _app.Clock.GetUtcNow());
        (await Move(_app.Admin, id, slot + 2)).IsRefused(409, "already_begun");
    }

    [Fact]
    public async Task A_service_is_moved_with_its_length_and_its_buffers_to_providers_who_offer_it()
    {
        var (provider, slot) = await _app.GivenFreeSlots();
        var (_, elsewhere) = await _app.GivenFreeSlots();
        var service = await GivenAService(provider);
        var id = (await _app.Admin.Post("/v1/reservations", new
        {
            slot_id = slot + 1,
            client_id = await _app.GivenAClient(),
            service_id = service,
        })).Is(201).Id;

        // The new time and its buffers overlap the old ones.
        var moved = (await Move(_app.Admin, id, slot + 3)).Is(200);

        Assert.Equal((service, TimeSpan.FromMinutes(30)), (
            (long)moved["service_id"]!, (DateTimeOffset)moved["ends_at"]! - Start(moved)));
        Assert.Equal(["/slot_id unknown_service"],
            (await Move(_app.Admin, id, elsewhere)).IsRefused(422, "invalid_input").Errors);
        (await Move(_app.Admin, id, slot + 7)).IsRefused(409, "service_does_not_fit");
        await _app.GivenAHold(slot + 1);
        (await _app.Reserve(slot + 2)).IsRefused(409, "slot_taken");
        (await _app.Reserve(slot + 5)).IsRefused(409, "slot_taken");
        (await _app.Reserve(slot + 6)).Is(201);
    }

    [Fact]
    public async Task A_service_that_is_withdrawn_or_not_active_holds_its_reservations_where_they_are()
    {
        var (provider, slot) = await _app.GivenFreeSlots();
        var service = await Offering.GivenAService(_app, provider, minutes: 30);
        var id = (await _app.Book(slot, service)).Is(201).Id;
        var offer = $"/v1/services/{service}/providers/{provider}";

        (await _app.Admin.Delete(offer)).Is(200);
        var withdrawn = (await Move(_app.Admin, id, slot + 2)).IsRefused(422, "invalid_input");
        Assert.Equal(["/slot_id unknown_service"], withdrawn.Errors);
        Assert.Equal("The provider of this slot does not offer the service of this reservation.",
            (string?)withdrawn["errors"]![0]!["message"]);
        (await _app.Admin.Put(offer)).Is(200);
        (await _app.Admin.Patch($"/v1/services/{service}", new { active = false })).Is(200);
        Assert.Equal(["/slot_id service_inactive"],
            (await Move(_app.Admin, id, slot + 2)).IsRefused(422, "invalid_input").Errors);
        Assert.Equal(slot, (long)(await _app.Admin.Get($"/v1/reservations/{id}"))["slot_id"]!);

        (await _app.Admin.Patch($"/v1/services/{service}", new { active = true })).Is(200);
        (await Move(_app.Admin, id, slot + 2)).Is(200);
    }

    [Fact]
    public async Task The_policy_of_the_new_slot_limits_its_day_and_a_move_within_the_day_takes_no_more_of_it()
    {
        var (provider, slot) = await _app.GivenFreeSlots();
        var (client, clientId) = await _app.GivenAClientUser();
        await _app.Repair($"""
            INSERT INTO policies (level, subject_id, day_max, client_max, updated_at)
            VALUES ('provider', {provider}, 1, 1, 0)
            """);
        var id = await _app.GivenABooking(slot, clientId);
        var (_, elsewhere) = await _app.GivenFreeSlots();
        var other = await _app.GivenABooking(elsewhere);

        (await Move(client, id, slot + 1)).Is(200);
        (await Move(_app.Admin, other, slot + 4)).IsRefused(409, "limit_reached");
        (await Move(_app.Admin, other, slot + 4, "an emergency")).Is(200);
    }

    [Fact]
    public async Task The_policy_of_the_old_slot_says_how_late_it_is_to_leave_it()
    {
        var (provider, slot) = await _app.GivenFreeSlots();
        var (_, elsewhere) = await _app.GivenFreeSlots();
        var (client, clientId) = await _app.GivenAClientUser();
        await _app.Repair($"""
            INSERT INTO policies (level, subject_id, move_notice_minutes, updated_at)
            VALUES ('provider', {provider}, 10080, 0)
            """);
        var (fixedHere, free) = (
            await _app.GivenABooking(slot, clientId), await _app.GivenABooking(elsewhere + 2, clientId));

        (await Move(client, fixedHere, elsewhere + 4)).IsRefused(422, "too_late_to_move");
        (await Move(client, free, slot + 4)).Is(200);
        (await Move(client, free, slot + 5)).IsRefused(422, "too_late_to_move");
    }

    [Fact]
    public async Task A_move_to_where_it_is_changes_nothing()
    {
        var (_, slot) = await _app.GivenFreeSlots();
        var id = await _app.GivenABooking(slot);
        var moved = (await Move(_app.Admin, id, slot + 1)).Is(200);

        Assert.Equal(moved.Text, (await Move(_app.Admin, id, slot + 1)).Is(200).Text);
        Assert.Single(await Places(id));
    }

    [Fact]
    public async Task Keepers_move_within_the_calendars_they_keep_and_the_organisation_goes_along()
    {
        var (here, there) = (await _app.GivenAnOrganisation(), await _app.GivenAnOrganisation());
        var owner = await _app.As(Roles.Provider);
        var (one, colleague, stranger) = (await _app.GivenACaregiver(here.Id, owner),
            await _app.GivenACaregiver(here.Id), await _app.GivenACaregiver(there.Id));
        var id = await _app.GivenABooking(await _app.GivenSlots(one));
        var (near, far) = (await _app.GivenSlots(colleague), await _app.GivenSlots(stranger));

        (await Move(owner, id, near)).IsRefused(403, "forbidden");
        (await Move(here.Manager, id, far)).IsRefused(403, "forbidden");
        (await Move(there.Manager, id, far)).IsRefused(404, "not_found");
        (await Move(await _app.As(Roles.Client), id, far)).IsRefused(404, "not_found");
        // The manager sees the reservation, and its client in nothing else.
        Assert.Equal(here.Id, (long)(await Move(here.Manager, id, near)).Is(200)["organisation_id"]!);
        (await owner.Get($"/v1/reservations/{id}")).IsRefused(404, "not_found");
        Assert.Equal(there.Id, (long)(await Move(_app.Admin, id, far)).Is(200)["organisation_id"]!);
        (await here.Manager.Get($"/v1/reservations/{id}")).IsRefused(404, "not_found");
        (await there.Manager.Get($"/v1/reservations/{id}")).Is(200);
    }

    [Fact]
    public async Task A_repeated_request_gets_the_first_answer()
    {
        var (_, slot) = await _app.GivenFreeSlots();
        var id = await _app.GivenABooking(slot);
        var path = $"/v1/reservations/{id}/reschedule";
        var key = Guid.NewGuid().ToString();

        var first = (await _app.Admin.Post(path, new { slot_id = slot + 1 }, key)).Is(200);
        (await Move(_app.Admin, id, slot + 2)).Is(200);
        var again = (await _app.Admin.Post(path, new { slot_id = slot + 1 }, key)).Is(200);

        Assert.Equal((first.Text, "true"), (again.Text, again.Headers["Idempotent-Replayed"]));
        Assert.Equal(slot + 2, (long)(await _app.Admin.Get($"/v1/reservations/{id}"))["slot_id"]!);
        (await _app.Admin.Post(path, new { slot_id = slot + 3 }, key)).IsRefused(422, "idempotency_key_reused");
    }

    [Fact]
    public async Task It_is_moved_over_GraphQL_too()
    {
        var (_, slot) = await _app.GivenFreeSlots();
        var id = await _app.GivenABooking(slot);
        Task<Answer> Ask(long to, string rest = "") => _app.Admin.Ask(
            $"mutation {{ rescheduleReservation(input: {{reservationId: {id}, slotId: {to}{rest}}}) " +
            "{ reservation { slotId sequence version } } }");

        var moved = (await Ask(slot + 1)).Data()["rescheduleReservation"]!["reservation"]!;

        Assert.Equal(($"{slot + 1}", 1), ((string?)moved["slotId"], (int)moved["sequence"]!));
        Assert.Equal("precondition_failed", (await Ask(slot + 2, ", ifMatch: \"\\\"1-confirmed\\\"\"")).Refusal());
        (await Ask(slot + 2, $", ifMatch: {System.Text.Json.JsonSerializer.Serialize((string?)moved["version"])}"))
            .Data();
        await _app.GivenABooking(slot + 3);
        Assert.Equal("slot_taken", (await Ask(slot + 3)).Refusal());
    }

    [Theory]
    [InlineData("{}", "/slot_id required")]
    [InlineData("""{"slot_id":null}""", "/slot_id null")]
    [InlineData("""{"slot_id":0}""", "/slot_id out_of_range")]
    [InlineData("""{"slot_id":-1}""", "/slot_id out_of_range")]
    [InlineData("""{"slot_id":9007199254740992}""", "/slot_id out_of_range")]
    [InlineData("""{"slot_id":"1"}""", "/slot_id type")]
    [InlineData("""{"slot_id":1.5}""", "/slot_id type")]
    [InlineData("""{"slot_id":1,"overlap":"yes"}""", "/overlap type")]
    [InlineData("""{"slot_id":1,"override":""}""", "/override too_short")]
    [InlineData("""{"slot_id":1,"override":"  "}""", "/override too_short")]
    [InlineData("""{"slot_id":1,"override":true}""", "/override type")]
    [InlineData("""{"slot_id":1,"override":"a\u0000"}""", "/override control_characters")]
    [InlineData("""{"slot_id":1,"when":1}""", "/when unknown_field")]
    [InlineData("[]", " type")]
    public async Task Bad_input_is_named(string body, string faults)
    {
        var (_, slot) = await _app.GivenFreeSlots();
        var path = $"/v1/reservations/{await _app.GivenAHold(slot)}/reschedule";

        Assert.Equal([faults], (await _app.Admin.Post(path, body)).IsRefused(422, "invalid_input").Errors);
    }

    [Fact]
    public async Task Bad_ids_and_long_reasons_are_named()
    {
        foreach (var id in (string[])["0", "-1", "x", "1.5", "9007199254740992"])
            (await _app.Admin.Post($"/v1/reservations/{id}/reschedule", new { slot_id = 1 })).IsCleanRefusal();
        (await _app.Admin.Post("/v1/reservations/99999999/reschedule", new { slot_id = 1 }))
            .IsRefused(404, "not_found");
        var body = new { slot_id = 1, @override = new string('a', 501) };
        Assert.Equal(["/override too_long"], (await _app.Admin.Post("/v1/reservations/1/reschedule", body))
            .IsRefused(422, "invalid_input").Errors);
    }

    static Task<Answer> Move(Visitor visitor, long id, long slot, string? reason = null) => visitor.Post(
        $"/v1/reservations/{id}/reschedule",
        reason is null ? new { slot_id = slot } : new { slot_id = slot, @override = reason });

    static DateTimeOffset Start(Answer reservation) => (DateTimeOffset)reservation["starts_at"]!;

    /// <summary>Where a reservation was before each of its moves.</summary>
    async Task<IReadOnlyList<Place>> Places(long id) => await _app.Db.Read(
        async session => await session.All(
            FindPlaces, row => new Place(row.Long("sequence"), row.Long("slot")), ("id", id)),
        CancellationToken.None);

    /// <summary>A service of half an hour with a quarter before and after it.</summary>
    async Task<long> GivenAService(long provider)
    {
        await _app.Repair($"""
            INSERT INTO services
                (provider_id, name, duration_minutes, buffer_before_minutes, buffer_after_minutes, mode, questions,
                 created_at, updated_at)
            VALUES ({provider}, 'Talk', 30, 15, 15, 'video', '[]', 0, 0)
            """);
        await _app.Repair($"""
            INSERT INTO service_providers (service_id, provider_id)
            SELECT id, provider_id FROM services WHERE provider_id = {provider}
            """);
        return await _app.Db.Read(
            async session => await session.Number(FindService, ("provider", provider)), CancellationToken.None) ?? 0;
    }

    static readonly Sql FindService = new("SELECT id AS n FROM services WHERE provider_id = @provider");

    sealed record Place(long Sequence, long SlotId);

    static readonly Sql FindPlaces = new("""
        SELECT sequence, opening_id * 4096 + slot_index AS slot
        FROM reservation_moves
        WHERE reservation_id = @id
        ORDER BY sequence
        """);
}

public sealed class ReschedulingTestsOnSqlite(SqliteApp app) : ReschedulingTests(app), IClassFixture<SqliteApp>;

public sealed class ReschedulingTestsOnPostgres(PostgresApp app)
    : ReschedulingTests(app), IClassFixture<PostgresApp>;
