using System.Text.Json.Nodes;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Scheduling.Hours;
using Kalends.Tests.Kit;
using static Kalends.Tests.Kit.Race;

namespace Kalends.Tests.Scheduling.Hours;

/// <summary>Working hours become openings, around what people offer, remove and reserve.</summary>
public abstract class WorkingHoursTests
{
    static readonly int[] EveryDay = [1, 2, 3, 4, 5, 6, 7];

    readonly TestApp _app;

    protected WorkingHoursTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task Hours_become_openings_for_the_whole_window()
    {
        var provider = await _app.GivenAProvider();

        var put = (await Put(provider, Daily("09:00-12:00", "13:00-17:00"))).Is(200);

        var openings = await Openings(provider);
        Assert.Equal(100, openings.Count);
        Assert.Equal(Days(1).AddHours(9).Text(), (string?)openings[2]!["starts_at"]);
        Assert.Equal(Days(1).AddHours(17).Text(), (string?)openings[3]!["ends_at"]);
        Assert.Equal(("UTC", $"{Days(1):yyyy-MM-dd}T09:00:00", 6), ((string?)openings[2]!["hours"]!["time_zone"],
            (string?)openings[2]!["hours"]!["local_start"], (int)openings[2]!["slot_count"]!));
        Assert.Empty(openings[2]!["hours"]!["service_ids"]!.AsArray());
        // The last day of the window is there, and the day after it is not.
        Assert.Equal(2, await CountOn(provider, Days(180)));
        Assert.Equal(0, await CountOn(provider, Days(181)));
        Assert.Empty(put["conflicts"]!.AsArray());
        Assert.Equal(("UTC", 1, $"{Days(181):yyyy-MM-dd}"), ((string?)put["working_hours"]!["time_zone"],
            (int)put["working_hours"]!["version"]!, (string?)put["working_hours"]!["expanded_until"]));
        var read = (await _app.Admin.Get(Path(provider))).Is(200);
        Assert.Equal(put["working_hours"]!.ToJsonString(), read.Body.ToJsonString());
        Assert.Equal(put.Headers["ETag"], read.Headers["ETag"]);
        (await _app.Reserve((long)openings[2]!["first_slot_id"]!)).Is(201);
    }

    [Fact]
    public async Task Hours_follow_their_zone_over_a_change_of_the_clocks()
    {
        var provider = await _app.GivenAProvider();
        (await Put(provider, Hours("Europe/London", Rule(EveryDay, "09:00-10:00")))).Is(200);

        var all = (await _app.Admin.Get(
            $"/v1/providers/{provider}/slots?from=2030-03-30T00:00:00Z&to=2030-04-01T00:00:00Z")).Is(200);

        Assert.Equal(["2030-03-30T09:00:00Z", "2030-03-30T09:30:00Z", "2030-03-31T08:00:00Z", "2030-03-31T08:30:00Z"],
            all["items"]!.AsArray().Select(slot => (string?)slot!["starts_at"]));
    }

    [Fact]
    public async Task Nobody_has_entered_hours_at_first_and_the_first_version_can_be_required()
    {
        var provider = await _app.GivenAProvider();

        var empty = (await _app.Admin.Get(Path(provider))).Is(200);
        Assert.Equal((0, 0, "UTC"),
            ((int)empty["version"]!, empty["rules"]!.AsArray().Count, (string?)empty["time_zone"]));
        var first = (await _app.Admin.Put(Path(provider), Daily("09:00-10:00").Body, empty.Headers["ETag"])).Is(200);
        (await _app.Admin.Put(Path(provider), Daily("09:00-10:00").Body, empty.Headers["ETag"]))
            .IsRefused(412, "precondition_failed");
        (await _app.Admin.Put(Path(provider), Daily("10:00-11:00").Body, first.Headers["ETag"])).Is(200);
        Assert.Equal(2, (int)(await _app.Admin.Get(Path(provider)))["version"]!);
    }

    [Fact]
    public async Task Expanding_twice_changes_nothing()
    {
        var provider = await _app.GivenAProvider();
        (await Put(provider, Daily("09:00-12:00", "20:00-24:00"))).Is(200);
        var before = await Openings(provider);

        await ExpandHours.Run(_app.OwnCall());
        (await Put(provider, Daily("09:00-12:00", "20:00-24:00"))).Is(200);

        Assert.Equal(before.ToJsonString(), (await Openings(provider)).ToJsonString());
        var told = await Events(provider, "working_hours");
        Assert.Equal(["working_hours.changed", "working_hours.changed"], told.Select(one => (string?)one!["kind"]));
        Assert.Equal([0, 362], told.Select(one => (int)one!["data"]!["offered"]!).Order());
    }

    [Fact]
    public async Task The_window_moves_on_with_the_days_and_what_stands_stays()
    {
        var provider = await _app.GivenAProvider();
        (await Put(provider, Daily("09:00-12:00"))).Is(200);
        var known = Ids(await Openings(provider));
        var end = Days(181);
        Assert.Equal(0, await CountOn(provider, end));

        _app.Clock.Advance(TimeSpan.FromDays(3));
        await ExpandHours.Run(_app.OwnCall());

        Assert.Equal(1, await CountOn(provider, end));
        Assert.Superset(known.Skip(5).Take(80).ToHashSet(), Ids(await Openings(provider)).ToHashSet());
        Assert.Equal("working_hours.expanded", (string?)(await Events(provider, "working_hours"))[0]!["kind"]);
    }

    [Fact]
    public async Task What_people_offered_is_cut_around()
    {
        var provider = await _app.GivenAProvider();
        var nine = Days(3).AddHours(9);
        var own = (await Offer(provider, nine.AddMinutes(70), nine.AddMinutes(120), 10)).Is(201);

        (await Put(provider, Daily("09:00-12:00"))).Is(200);

        // The slots of half an hour that the own opening touches are not offered.
        Assert.Equal(
            [
                (nine.Text(), nine.AddMinutes(60).Text()), (nine.AddMinutes(70).Text(), nine.AddMinutes(120).Text()),
                (nine.AddMinutes(120).Text(), nine.AddMinutes(180).Text()),
            ], await On(provider, nine));
        (await Put(provider, Hours("UTC"))).Is(200);
        Assert.Equal(Ids(own["items"]!), Ids(await Openings(provider)));
    }

    [Fact]
    public async Task What_a_person_removed_is_never_brought_back()
    {
        var provider = await _app.GivenAProvider();
        (await Put(provider, Daily("09:00-12:00", "13:00-15:00"))).Is(200);
        var nine = Days(3).AddHours(9);
        var gone = (await Openings(provider)).First(one => (string?)one!["starts_at"] == nine.Text())!;

        (await _app.Admin.Delete($"/v1/providers/{provider}/openings/{gone["id"]}")).Is(200);
        await ExpandAnew(provider);
        Assert.Equal([(nine.AddHours(4).Text(), nine.AddHours(6).Text())], await On(provider, nine));

        // Wider hours offer the time around it only.
        (await Put(provider, Daily("08:00-15:00"))).Is(200);
        Assert.Equal(
            [(nine.AddHours(-1).Text(), nine.Text()), (nine.AddHours(3).Text(), nine.AddHours(6).Text())],
            await On(provider, nine));
        (await Offer(provider, nine, nine.AddHours(1), 30)).Is(201);
    }

    [Fact]
    public async Task What_a_person_offered_over_the_hours_and_removed_stays_removed()
    {
        var provider = await _app.GivenAProvider();
        var nine = Days(3).AddHours(9);
        var early = (await Offer(provider, nine, nine.AddHours(1), 30)).Is(201)["items"]![0]!["id"];
        (await _app.Admin.Delete($"/v1/providers/{provider}/openings/{early}")).Is(200);
        (await Put(provider, Daily("09:00-12:00"))).Is(200);
        Assert.Equal([(nine.Text(), nine.AddHours(3).Text())], await On(provider, nine));

        var over = (await Offer(provider, nine, nine.AddHours(1), 20, replace: true)).Is(201)["items"]![0]!["id"];
        (await _app.Admin.Delete($"/v1/providers/{provider}/openings/{over}")).Is(200);
        await ExpandAnew(provider);

        Assert.Equal([(nine.AddHours(1).Text(), nine.AddHours(3).Text())], await On(provider, nine));
    }

    [Fact]
    public async Task The_rest_of_an_opening_that_was_cut_stays_one_of_the_hours()
    {
        var provider = await _app.GivenAProvider();
        (await Put(provider, Daily("09:00-12:00"))).Is(200);
        var nine = Days(3).AddHours(9);

        var cut = (await Offer(provider, nine.AddHours(1), nine.AddHours(2), 20, replace: true)).Is(201);
        var before = await Openings(provider);
        await ExpandAnew(provider);

        Assert.Equal([$"{nine:yyyy-MM-dd}T09:00:00", $"{nine:yyyy-MM-dd}T11:00:00"],
            cut["remaining"]!.AsArray().Select(one => (string?)one!["hours"]!["local_start"]));
        Assert.Equal(before.ToJsonString(), (await Openings(provider)).ToJsonString());
        (await Put(provider, Hours("UTC"))).Is(200);
        Assert.Equal(Ids(cut["items"]!), Ids(await Openings(provider)));
    }

    [Fact]
    public async Task Editing_keeps_reservations_and_tells_which_no_longer_fit()
    {
        var provider = await _app.GivenAProvider();
        (await Put(provider, Daily("09:00-12:00"))).Is(200);
        var openings = await Openings(provider);
        var (late, early) = (await Hold(openings[3]!, 5), await Hold(openings[3]!, 0));
        var next = await Hold(openings[4]!, 4);

        var put = (await Put(provider, Daily("09:00-11:00"))).Is(200);

        Assert.Equal([late, next], Ids(put["conflicts"]!));
        Assert.Equal("held", (string?)(await _app.Admin.Get($"/v1/reservations/{late}"))["state"]);
        var first = (await _app.Admin.Get($"/v1/providers/{provider}/conflicts?limit=1")).Is(200);
        Assert.Equal([late], Ids(first["items"]!));
        var second = await _app.Admin.Get($"/v1/providers/{provider}/conflicts?cursor={first["next"]}");
        Assert.Equal([next], Ids(second.Is(200)["items"]!));
        // Adjoining openings cover a reservation that lies over their border, and a cancelled one is in nobody's way.
        (await Put(provider, Daily("09:00-11:15", "11:15-12:00") with { Slot = 15 })).Is(200);
        (await _app.Admin.Post($"/v1/reservations/{late}/cancel")).Is(200);
        Assert.Empty((await _app.Admin.Get($"/v1/providers/{provider}/conflicts")).Is(200)["items"]!.AsArray());
        (await Put(provider, Daily("09:00-11:15", "11:30-12:00") with { Slot = 15 })).Is(200);
        Assert.Equal([next], Ids((await _app.Admin.Get($"/v1/providers/{provider}/conflicts"))["items"]!));
        Assert.Equal("held", (string?)(await _app.Admin.Get($"/v1/reservations/{early}"))["state"]);
    }

    [Fact]
    public async Task Hours_for_some_services_admit_no_reservation_of_another_kind()
    {
        var provider = await _app.GivenAProvider();
        var service = await GivenAService(provider);
        (await Put(provider, Daily("09:00-12:00"))).Is(200);
        var hold = await Hold((await Openings(provider))[3]!, 0);

        var put = (await Put(provider, Daily("09:00-12:00") with { Services = [service] })).Is(200);

        var opening = (await Openings(provider))[3]!;
        Assert.Equal([service], opening["hours"]!["service_ids"]!.AsArray().Select(id => (long)id!));
        Assert.Equal([hold], Ids(put["conflicts"]!));
        Assert.Equal(1, await Number(new Sql("SELECT services_only AS n FROM openings WHERE id = @id"),
            ("id", (long)opening["id"]!)));
        // Services are told apart, so the same hours for all services are other openings.
        (await Put(provider, Daily("09:00-12:00"))).Is(200);
        Assert.Empty((await Openings(provider))[3]!["hours"]!["service_ids"]!.AsArray());
        (await Put(provider, Daily("09:00-12:00") with { Services = [service, 999_999] }))
            .IsRefused(422, "invalid_input").Has("/rules/0/service_ids/1 unknown_service");
    }

    [Fact]
    public async Task Editing_hours_against_reserving_never_loses_a_reservation_from_sight()
    {
        for (var round = 0; round < 4; round++)
        {
            var provider = await _app.GivenAProvider();
            (await Put(provider, Daily("00:00-24:00") with { Slot = 15 })).Is(200);
            var slot = (long)(await Openings(provider))[3]!["first_slot_id"]!;
            var clients = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => _app.GivenAClient()));

            var answers = await AtOnce(64, i => i % 16 == 7
                ? Put(provider, i > 32 ? Hours("UTC") : Daily("00:00-12:00") with { Slot = 15 })
                : _app.Reserve(slot + i, clients[i]));

            Assert.All(answers.Where((_, i) => i % 16 == 7), put => put.Is(200));
            Assert.All(answers.Where((_, i) => i % 16 != 7), one => Assert.Contains(one.Status, new[] { 201, 404 }));
            (await Put(provider, Hours("UTC"))).Is(200);
            var held = answers.Where(one => one.Status == 201).Select(one => one.Id).ToHashSet();
            var conflicts = (await _app.Admin.Get($"/v1/providers/{provider}/conflicts?limit=100")).Is(200);
            Assert.Equal(held, Ids(conflicts["items"]!).ToHashSet());
        }
    }

    [Fact]
    public async Task Changes_of_the_same_version_at_once_have_one_winner()
    {
        var provider = await _app.GivenAProvider();
        var tag = (await _app.Admin.Get(Path(provider))).Headers["ETag"];

        var answers = await AtOnce(8, i => _app.Admin.Put(Path(provider), Daily($"0{i}:00-0{i + 1}:00").Body, tag));

        var winner = Assert.Single(answers, answer => answer.Status == 200);
        Assert.All(answers.Where(answer => answer != winner), lost => lost.IsRefused(412, "precondition_failed"));
        var openings = await Openings(provider);
        Assert.Single(openings.Select(one => ((string?)one!["starts_at"])![11..]).Distinct());
        Assert.Equal($"{openings[3]!["starts_at"]}"[11..16],
            (string?)winner["working_hours"]!["rules"]![0]!["stretches"]![0]!["from"]);
    }

    [Fact]
    public async Task Only_who_keeps_the_calendar_sees_and_changes_its_hours()
    {
        var owner = await _app.As(Roles.Provider);
        var provider = await _app.GivenAProvider(owner);
        (await owner.Put(Path(provider), Daily("09:00-10:00").Body)).Is(200);

        foreach (var other in (Visitor[])[await _app.As(Roles.Provider), await _app.As(Roles.Client)])
        {
            (await other.Put(Path(provider), Daily("09:00-10:00").Body)).IsRefused(403, "forbidden");
            (await other.Get(Path(provider))).IsRefused(403, "forbidden");
            (await other.Get($"/v1/providers/{provider}/conflicts")).IsRefused(403, "forbidden");
        }
        (await _app.Nobody.Get(Path(provider))).IsRefused(401, "token_missing");
        (await _app.Admin.Get(Path(999_999))).IsRefused(404, "not_found");
        (await Put(999_999, Daily("09:00-10:00"))).IsRefused(404, "not_found");
    }

    [Fact]
    public async Task A_deleted_provider_has_no_hours()
    {
        var provider = await _app.GivenAProvider();
        (await Put(provider, Daily("09:00-10:00"))).Is(200);

        (await _app.Admin.Delete($"/v1/providers/{provider}")).Is(200);
        _app.Clock.Advance(TimeSpan.FromDays(2));
        await ExpandHours.Run(_app.OwnCall());

        Assert.Equal(0, await Number(new Sql(
            "SELECT COUNT(*) AS n FROM openings WHERE provider_id = @id AND removed_at IS NULL AND ends_at > @now"),
            ("id", provider), ("now", _app.OwnCall().Now)));
    }

    [Fact]
    public async Task Newer_zone_data_moves_what_is_free_and_tells_what_is_not()
    {
        var provider = await _app.GivenAProvider();
        (await Put(provider, Daily("09:00-12:00"))).Is(200);
        var opening = (await Openings(provider))[4]!;
        var hold = await Hold(opening, 2);
        Assert.Empty(await ZoneChanges(provider));

        // By the data of then, nine in universal time was meant as ten o'clock.
        var (call, day) = (_app.OwnCall(), $"{Days(4):yyyy-MM-dd}");
        await call.Write(async session =>
        {
            await session.Run(new Sql("UPDATE openings SET local_start = @local WHERE id = @id"),
                ("local", $"{day}T10:00:00"), ("id", (long)opening["id"]!));
            return await session.Run(new Sql("""
                UPDATE working_hours
                SET zone_version = '2020a', rules = replace(replace(rules, '12:00', '13:00'), '09:00', '10:00')
                WHERE provider_id = @provider
                """), ("provider", provider));
        });

        var (of, reserved) = (await ZoneChanges(provider) is [var one, var two] ? (one, two) : default);
        Assert.Equal((null, $"{day}T09:00:00Z", $"{day}T10:00:00Z"),
            ((long?)of["reservation_id"], (string?)of["starts_at"], (string?)of["moves_to"]));
        Assert.Equal((hold, $"{day}T10:00:00Z", $"{day}T11:00:00Z"),
            ((long?)reserved["reservation_id"], (string?)reserved["starts_at"], (string?)reserved["moves_to"]));

        var applied = (await _app.Admin.Post("/v1/zone-changes/apply")).Is(200);
        Assert.InRange((int)applied["providers"]!, 1, 100);
        Assert.Equal([($"{day}T10:00:00Z", $"{day}T13:00:00Z")], await On(provider, Days(4)));
        Assert.Equal(hold, (long?)Assert.Single(await ZoneChanges(provider))["reservation_id"]);
        Assert.Equal(0, (int)(await _app.Admin.Post("/v1/zone-changes/apply")).Is(200)["providers"]!);
        Assert.Equal((string?)applied["zone_version"],
            (string?)(await _app.Admin.Get(Path(provider)))["zone_version"]);
        var asked = await Ask("{ zoneChanges(first: 100) { edges { node { reservationId movesTo localStart } } } }");
        Assert.Contains($"{day}T11:00:00Z", asked.ToJsonString());
        (await (await _app.As(Roles.Manager)).Get("/v1/zone-changes")).IsRefused(403, "forbidden");
    }

    async Task<List<JsonNode>> ZoneChanges(long provider) =>
        (await _app.Admin.Get("/v1/zone-changes?limit=100")).Is(200)["items"]!.AsArray()
            .Where(one => (long)one!["provider_id"]! == provider).Select(one => one!).ToList();

    [Fact]
    public async Task GraphQL_has_the_same_hours()
    {
        var provider = await _app.GivenAProvider();
        const string fields = """
            timeZone version expandedUntil zoneVersion rules { weekdays everyWeeks stretches { from to } slotMinutes }
            exceptions { date stretches { from } reason }
            """;

        var changed = (await Ask($$"""
            mutation { replaceWorkingHours(input: {
                providerId: "{{provider}}", timeZone: "UTC", rules: [{
                    weekdays: [1, 2, 3, 4, 5, 6, 7], stretches: [{ from: "09:00", to: "10:00" }], slotMinutes: 30 }]
                exceptions: [{ date: "2031-01-01", reason: "New Year" }]
            }) { workingHours { {{fields}} } conflicts { reservationId } } }
            """))["replaceWorkingHours"]!;
        var read = await Ask($$"""
            {
                workingHours(providerId: "{{provider}}") { {{fields}} }
                conflicts(providerId: "{{provider}}") { edges { node { reservationId } } }
                openings(providerId: "{{provider}}", first: 1) {
                    edges { node { hours { timeZone localStart serviceIds } } }
                }
            }
            """);

        Assert.Equal(changed["workingHours"]!.ToJsonString(), read["workingHours"]!.ToJsonString());
        Assert.Equal("New Year", (string?)read["workingHours"]!["exceptions"]![0]!["reason"]);
        Assert.Equal("UTC", (string?)read["openings"]!["edges"]![0]!["node"]!["hours"]!["timeZone"]);
        Assert.Empty(read["conflicts"]!["edges"]!.AsArray());
    }

    [Fact]
    public async Task The_event_of_a_change_has_numbers_and_no_reasons()
    {
        var provider = await _app.GivenAProvider();
        (await Put(provider, new
        {
            time_zone = "UTC",
            rules = Array.Empty<object>(),
            exceptions = new[] { new { date = "2030-06-01", reason = "a private matter" } },
        })).Is(200);

        var told = (await Events(provider, "working_hours"))[0]!;

        Assert.Equal(("working_hours.changed", $"provider/{provider}"),
            ((string?)told["kind"], (string?)told["subject"]));
        Assert.Equal((0, 1, 0), ((int)told["data"]!["rules"]!, (int)told["data"]!["exceptions"]!,
            (int)told["data"]!["offered"]!));
        Assert.DoesNotContain("private", told.ToJsonString());
    }

    [Theory]
    [InlineData("""{"rules":[]}""", "/time_zone required")]
    [InlineData("""{"time_zone":"UTC"}""", "/rules required")]
    [InlineData("""{"time_zone":"Europe/Atlantis","rules":[]}""", "/time_zone unknown_time_zone")]
    [InlineData("""{"time_zone":"UTC","rules":[],"hours":1}""", "/hours unknown_field")]
    [InlineData("""{"time_zone":"UTC","rules":[{"weekdays":[],"stretches":[]}]}""",
        "/rules/0/stretches count", "/rules/0/weekdays count")]
    [InlineData("""{"time_zone":"UTC","rules":[{"weekdays":[0,8],"stretches":[{"from":"09:00","to":"10:00"}]}]}""",
        "/rules/0/weekdays/0 out_of_range", "/rules/0/weekdays/1 out_of_range")]
    [InlineData("""{"time_zone":"UTC","rules":[{"weekdays":[1,1],"stretches":[{"from":"09:00","to":"10:00"}]}]}""",
        "/rules/0/weekdays/1 repeated")]
    [InlineData("""{"time_zone":"UTC","rules":[{"weekdays":[1],"stretches":[{"from":"9:000","to":"24:01"}]}]}""",
        "/rules/0/stretches/0/from format", "/rules/0/stretches/0/to format")]
    [InlineData("""{"time_zone":"UTC","rules":[{"weekdays":[1],"stretches":[{"from":"9:00","to":""}]}]}""",
        "/rules/0/stretches/0/from format", "/rules/0/stretches/0/to format")]
    [InlineData("""{"time_zone":"UTC","rules":[{"weekdays":[1],"stretches":[{"from":"09:02","to":"10:02"}]}]}""",
        "/rules/0/stretches/0/from off_grid")]
    [InlineData("""{"time_zone":"UTC","rules":[{"weekdays":[1],"stretches":[{"from":"10:00","to":"10:00"}]}]}""",
        "/rules/0/stretches/0/to end_before_start")]
    [InlineData("""{"time_zone":"UTC","rules":[{"weekdays":[1],"stretches":[{"from":"24:00","to":"24:00"}]}]}""",
        "/rules/0/stretches/0/to end_before_start")]
    [InlineData("""{"time_zone":"UTC","rules":[{"weekdays":[1],"stretches":[{"from":"09:00","to":"09:40"}]}]}""",
        "/rules/0/stretches/0/to not_a_multiple")]
    [InlineData("""
        {"time_zone":"UTC","rules":[{"weekdays":[1],
         "stretches":[{"from":"09:00","to":"12:00"},{"from":"11:00","to":"13:00"}]}]}
        """, "/rules/0/stretches/1 overlaps")]
    [InlineData("""
        {"time_zone":"UTC","rules":[
            {"weekdays":[1,2],"stretches":[{"from":"09:00","to":"12:00"}]},
            {"weekdays":[2,3],"stretches":[{"from":"11:00","to":"13:00"}]}]}
        """, "/rules/1 overlaps")]
    [InlineData("""
        {"time_zone":"UTC","rules":[{"weekdays":[1],"every_weeks":2,"stretches":[{"from":"09:00","to":"10:00"}]}]}
        """, "/rules/0/valid_from required")]
    [InlineData("""
        {"time_zone":"UTC","rules":[{"weekdays":[1],"every_weeks":53,"slot_minutes":4,"valid_from":"2030-02-30",
         "stretches":[{"from":"09:00","to":"10:00"}],"service_ids":[0]}]}
        """, "/rules/0/every_weeks out_of_range", "/rules/0/service_ids/0 out_of_range",
        "/rules/0/slot_minutes out_of_range", "/rules/0/valid_from format")]
    [InlineData("""
        {"time_zone":"UTC","rules":[{"weekdays":[1],"valid_from":"2030-02-02","valid_until":"2030-02-01",
         "stretches":[{"from":"09:00","to":"10:00"}]}]}
        """, "/rules/0/valid_until end_before_start")]
    [InlineData("""
        {"time_zone":"UTC","rules":[],"exceptions":[{"date":"2030-02-01"},
         {"date":"2030-02-01","stretches":[{"from":"10:00","to":"09:00"}],"service_ids":[5,5]}]}
        """, "/exceptions/1/date repeated", "/exceptions/1/service_ids/1 repeated",
        "/exceptions/1/stretches/0/to end_before_start")]
    public async Task Faulty_hours_are_refused_with_every_fault(string body, params string[] faults)
    {
        var provider = await _app.GivenAProvider();

        var refused = (await _app.Admin.Put(Path(provider), body)).IsRefused(422, "invalid_input");

        Assert.Equal(faults, refused.Errors);
        Assert.Equal(0, (int)(await _app.Admin.Get(Path(provider)))["version"]!);
    }

    [Fact]
    public async Task A_time_in_another_form_is_refused_with_an_example()
    {
        var provider = await _app.GivenAProvider();

        var refused = await Put(provider, Hours("UTC", new
        {
            weekdays = new[] { 1 },
            stretches = new[] { new { from = "9:00", to = "5 pm" } },
        }));

        Assert.Equal(
            ["from must be a local time, such as 09:00.", "to must be a local time, such as 17:00 or 24:00."],
            refused.IsRefused(422, "invalid_input")["errors"]!.AsArray().Select(one => (string?)one!["message"]));
    }

    [Fact]
    public async Task Too_many_rules_stretches_and_exceptions_are_refused()
    {
        var provider = await _app.GivenAProvider();
        var stretches = Enumerable.Range(0, 11).Select(i => $"{i:00}:00-{i:00}:30").ToArray();

        (await Put(provider, Daily(stretches))).Has("/rules/0/stretches count");
        (await Put(provider, Hours("UTC", Enumerable.Repeat(Rule([1], "09:00-10:00"), 51).ToArray())))
            .Has("/rules count");
        (await Put(provider, Hours("UTC", Enumerable.Range(0, 6).Select(i => new
        {
            weekdays = new[] { 1 },
            stretches = stretches.Take(10).Select(Stretch).ToArray(),
            valid_from = $"20{30 + i}-01-01",
            valid_until = $"20{30 + i}-12-31",
        }).ToArray<object>()))).Has("/rules count");
        (await Put(provider, new
        {
            time_zone = "UTC",
            rules = Array.Empty<object>(),
            exceptions = Enumerable.Range(0, 401).Select(i => new { date = $"{Days(i):yyyy-MM-dd}" }),
        })).Has("/exceptions count");
    }

    [Fact]
    public async Task Rules_that_never_meet_may_have_the_same_hours()
    {
        var provider = await _app.GivenAProvider();
        object Every(int weeks, string from, string? until = null) => new
        {
            weekdays = new[] { 1 },
            stretches = new[] { Stretch("09:00-10:00") },
            every_weeks = weeks,
            valid_from = from,
            valid_until = until,
        };

        // Odd and even weeks; summer and winter.
        (await Put(provider, Hours("UTC", Every(2, "2030-01-07"), Every(2, "2030-01-14")))).Is(200);
        (await Put(provider, Hours("UTC", Every(1, "2030-01-07", "2030-02-01"), Every(1, "2030-02-02")))).Is(200);
        // Every second and every third week meet in each sixth.
        (await Put(provider, Hours("UTC", Every(2, "2030-01-07"), Every(3, "2030-01-14"))))
            .Has("/rules/1 overlaps");
    }

    sealed record Wanted(string Zone, string[] Stretches, int Slot = 30, long[]? Services = null)
    {
        public object Body => Hours(Zone, new
        {
            weekdays = EveryDay,
            stretches = Stretches.Select(Stretch),
            slot_minutes = Slot,
            service_ids = Services,
        });
    }

    static Wanted Daily(params string[] stretches) => new("UTC", stretches);

    static object Hours(string zone, params object[] rules) => new { time_zone = zone, rules };

    static object Rule(int[] weekdays, params string[] stretches) =>
        new { weekdays, stretches = stretches.Select(Stretch), slot_minutes = 30 };

    static object Stretch(string text) => new { from = text[..5], to = text[6..] };

    static string Path(long provider) => $"/v1/providers/{provider}/working-hours";

    Task<Answer> Put(long provider, object hours) =>
        _app.Admin.Put(Path(provider), hours is Wanted wanted ? wanted.Body : hours);

    Task<Answer> Offer(
        long provider, DateTimeOffset from, DateTimeOffset to, int slotMinutes, bool replace = false) =>
        _app.Admin.Post($"/v1/providers/{provider}/openings", new
        {
            ranges = new[] { new { starts_at = from.Text(), ends_at = to.Text() } },
            slot_minutes = slotMinutes,
            replace,
        });

    async Task<long> Hold(JsonNode opening, int index) =>
        await _app.GivenAHold((long)opening["first_slot_id"]! + index);

    async Task ExpandAnew(long provider)
    {
        await _app.Db.Write(session => session.Run(
            new Sql("UPDATE working_hours SET expanded_until = NULL WHERE provider_id = @provider"),
            ("provider", provider)).AsTask(), CancellationToken.None);
        await ExpandHours.Run(_app.OwnCall());
    }

    /// <summary>The service is there before its use cases are.</summary>
    async Task<long> GivenAService(long provider) => await _app.Db.Write(async session =>
    {
        var id = await session.Number(new Sql("""
            INSERT INTO services
                (provider_id, name, duration_minutes, buffer_before_minutes, buffer_after_minutes, mode, questions,
                 created_at, updated_at)
            VALUES (@provider, 'Massage', 30, 0, 0, 'on_site', '[]', 0, 0)
            RETURNING id AS n
            """), ("provider", provider));
        await session.Run(new Sql("INSERT INTO service_providers (service_id, provider_id) VALUES (@id, @provider)"),
            ("id", id), ("provider", provider));
        return id!.Value;
    }, CancellationToken.None);

    async Task<long?> Number(Sql sql, params (string, object?)[] values) =>
        await _app.Db.Read(async session => await session.Number(sql, values), CancellationToken.None);

    async Task<JsonArray> Openings(long provider) =>
        (await _app.Admin.Get($"/v1/providers/{provider}/openings?limit=100")).Is(200)["items"]!.AsArray();

    async Task<List<(string?, string?)>> On(long provider, DateTimeOffset day) => (await Openings(provider))
        .Select(one => ((string?)one!["starts_at"], (string?)one["ends_at"]))
        .Where(one => one.Item1!.StartsWith($"{day:yyyy-MM-dd}")).ToList();

    async Task<int> CountOn(long provider, DateTimeOffset day) =>
        (await _app.Admin.Get($"/v1/providers/{provider}/openings?from={day:yyyy-MM-dd}T00:00:00Z")).Is(200)["items"]!
        .AsArray().Count(one => ((string?)one!["starts_at"])!.StartsWith($"{day:yyyy-MM-dd}"));

    async Task<JsonArray> Events(long provider, string prefix) => new([
        .. (await _app.Admin.Get($"/v1/events?provider_id={provider}&limit=100")).Is(200)["items"]!.AsArray()
            .Where(one => ((string?)one!["kind"])!.StartsWith(prefix, StringComparison.Ordinal))
            .Select(one => one!.DeepClone()),
    ]);

    async Task<JsonNode> Ask(string query)
    {
        var answer = (await _app.Admin.Post("/graphql", new { query })).Is(200);
        Assert.True(answer["errors"] is null, answer.Text);
        return answer["data"]!;
    }

    /// <summary>The start of a day so many days after the clock's.</summary>
    DateTimeOffset Days(int after) => new(_app.Clock.GetUtcNow().Date.AddDays(after), TimeSpan.Zero);

    static List<long> Ids(JsonNode items) => items.AsArray().Select(one => (long)one!["id"]!).ToList();
}

static class HoursAnswers
{
    /// <summary>That the answer refuses an input for this fault.</summary>
    public static void Has(this Answer answer, string fault) =>
        Assert.Contains(fault, answer.IsRefused(422, "invalid_input").Errors);
}

public sealed class WorkingHoursTestsOnSqlite(SqliteApp app) : WorkingHoursTests(app), IClassFixture<SqliteApp>;

public sealed class WorkingHoursTestsOnPostgres(PostgresApp app) : WorkingHoursTests(app), IClassFixture<PostgresApp>;
