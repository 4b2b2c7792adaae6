using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Scheduling.Hours;
using Kalends.Tests.Kit;
using static Kalends.Tests.Kit.Race;

namespace Kalends.Tests.Scheduling.Hours;

/// <summary>On the closed days of an organisation no working hours of its providers apply.</summary>
public abstract class ClosedDayTests
{
    readonly TestApp _app;

    protected ClosedDayTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task Closed_days_take_openings_away_and_give_them_back()
    {
        var (organisation, manager) = await GivenAnOrganisation();
        var provider = await GivenAProvider(manager);
        var before = await Openings(provider);

        var put = (await manager.Put(Path(organisation), Days((2, "Spring day"), (3, "Stocktaking")))).Is(200);

        Assert.Equal(0, (int)put["pending"]!);
        Assert.Equal([$"{Day(2):O}", $"{Day(3):O}"], put["items"]!.AsArray().Select(day => (string?)day!["date"]));
        var closed = await Openings(provider);
        Assert.Equal([$"{Day(2):O}", $"{Day(3):O}"], before.Except(closed));
        (await manager.Delete($"{Path(organisation)}/{Day(2):O}")).Is(200);
        (await manager.Delete($"{Path(organisation)}/{Day(2):O}")).IsRefused(404, "not_found");
        Assert.Equal([$"{Day(3):O}"], before.Except(await Openings(provider)));
    }

    [Fact]
    public async Task Large_organisations_follow_up_to_a_bound_at_once_and_the_rest_soon_after()
    {
        var (organisation, manager) = await GivenAnOrganisation();
        var provider = await GivenAProvider(manager);
        // Many others, who work the same hours.
        await _app.Repair($"""
            INSERT INTO providers
                (first_name, last_name, name, time_zone, owner_user_id, organisation_id, created_at, updated_at)
            WITH RECURSIVE many(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM many WHERE n < 51)
            SELECT 'Ada', '', 'Ada', 'UTC', p.owner_user_id, p.organisation_id, 0, 0
            FROM many, providers p
            WHERE p.id = {provider}
            """);
        await _app.Repair($"""
            INSERT INTO working_hours (provider_id, time_zone, rules, exceptions, updated_at)
            SELECT p.id, h.time_zone, h.rules, h.exceptions, h.updated_at
            FROM providers p, working_hours h
            WHERE h.provider_id = {provider} AND p.organisation_id = {organisation} AND p.id <> {provider}
            """);

        var put = (await manager.Put(Path(organisation), Days((2, "Closed")))).Is(200);

        Assert.Equal(2, (int)put["pending"]!);
        Assert.DoesNotContain($"{Day(2):O}", await Openings(provider));
        await ExpandHours.Run(_app.OwnCall());
        Assert.Equal(0, await _app.Db.Read(async session => await session.Number(
            new Sql("SELECT COUNT(*) AS n FROM working_hours WHERE expanded_until IS NULL")), CancellationToken.None));
    }

    [Fact]
    public async Task Closed_days_have_one_version_that_a_change_can_insist_on()
    {
        var (organisation, manager) = await GivenAnOrganisation();
        var path = Path(organisation);
        var first = (await manager.Get(path)).Is(200);
        Assert.Equal(0, (int)first["version"]!);

        var put = (await manager.Put(path, Days((2, "Two"), (3, "Three")), first.Headers["ETag"])).Is(200);
        (await manager.Put(path, Days((4, "Lost")), first.Headers["ETag"])).IsRefused(412, "precondition_failed");
        (await manager.Delete($"{path}/{Day(2):O}", first.Headers["ETag"])).IsRefused(412, "precondition_failed");
        (await manager.Post($"{path}/import", new { calendar = Calendar(Christmas) }, ifMatch: first.Headers["ETag"]))
            .IsRefused(412, "precondition_failed");
        (await manager.Delete($"{path}/{Day(2):O}", put.Headers["ETag"])).Is(200);
        var second = (await manager.Get(path)).Is(200);
        var imported = (await manager.Post(
            $"{path}/import", new { calendar = Calendar(Christmas) }, ifMatch: second.Headers["ETag"])).Is(200);

        var last = (await manager.Get(path)).Is(200);
        Assert.Equal((3, 3, imported.Headers["ETag"]),
            ((int)imported["version"]!, (int)last["version"]!, last.Headers["ETag"]));
        (await manager.Send(HttpMethod.Get, path, null, headers: ("If-None-Match", last.Headers["ETag"]))).Is(304);
        var asked = (await manager.Post("/graphql", new
        {
            query = $$"""{ versionOfClosedDays(organisationId: "{{organisation}}") }""",
        })).Is(200);
        Assert.Equal(last.Headers["ETag"], (string?)asked["data"]!["versionOfClosedDays"]);
    }

    [Fact]
    public async Task Changes_of_the_same_version_at_once_have_one_winner()
    {
        var (organisation, manager) = await GivenAnOrganisation();
        var tag = (await manager.Get(Path(organisation))).Headers["ETag"];

        var answers = await AtOnce(8, i => manager.Put(Path(organisation), Days((i, $"Day {i}")), tag));

        var winner = Assert.Single(answers, answer => answer.Status == 200);
        Assert.All(answers.Where(answer => answer != winner), lost => lost.IsRefused(412, "precondition_failed"));
        Assert.Equal(winner["items"]!.ToJsonString(),
            (await manager.Get(Path(organisation)))["items"]!.ToJsonString());
    }

    [Fact]
    public async Task A_day_that_was_removed_after_an_import_stays_open_at_the_next_one()
    {
        var (organisation, manager) = await GivenAnOrganisation();
        var (path, year) = (Path(organisation), Day(0).Year + 1);
        Task<Answer> Import(string events) => manager.Post($"{path}/import", new { calendar = Calendar(events) });
        (await Import(Christmas)).Is(200);
        (await manager.Delete($"{path}/{year}-12-26")).Is(200);

        // Programs that write calendars make new UIDs each time.
        var again = (await Import(Christmas.Replace("christmas@example", "another@example"))).Is(200);
        Assert.Equal([$"{year}-12-26"], again["left_out"]!.AsArray().Select(date => (string?)date));
        Assert.Equal(9, (int)again["imported"]!);
        var listed = (await manager.Get(path))["items"]!.AsArray().Select(day => (string?)day!["date"]).ToList();
        Assert.Contains($"{year}-12-25", listed);
        Assert.DoesNotContain($"{year}-12-26", listed);

        // A person may close it again, and who replaces all days begins anew.
        (await manager.Put(path, Days())).Is(200);
        Assert.Empty((await Import(Christmas)).Is(200)["left_out"]!.AsArray());
        Assert.Contains($"{year}-12-26",
            (await manager.Get(path))["items"]!.AsArray().Select(day => (string?)day!["date"]));
    }

    [Fact]
    public async Task The_list_has_pages_in_the_order_of_the_dates()
    {
        var (organisation, manager) = await GivenAnOrganisation();
        (await manager.Put(Path(organisation), Days((4, "Four"), (2, "Two"), (3, "Three")))).Is(200);

        var first = (await manager.Get($"{Path(organisation)}?limit=2")).Is(200);
        var second = (await manager.Get($"{Path(organisation)}?limit=2&cursor={first["next"]}")).Is(200);
        var later = (await manager.Get($"{Path(organisation)}?from={Day(3):O}")).Is(200);

        Assert.Equal(["Two", "Three"], Names(first));
        Assert.Equal(["Four"], Names(second));
        Assert.Equal(["Three", "Four"], Names(later));
        (await manager.Get($"{Path(organisation)}?from=soon")).IsRefused(422, "invalid_input");
    }

    [Fact]
    public async Task A_provider_who_joins_an_organisation_has_its_closed_days()
    {
        var (organisation, manager) = await GivenAnOrganisation();
        (await manager.Put(Path(organisation), Days((2, "Spring day")))).Is(200);
        var provider = await GivenAProvider(_app.Admin);
        Assert.Contains($"{Day(2):O}", await Openings(provider));

        (await _app.Admin.Patch($"/v1/providers/{provider}", new { organisation_id = organisation })).Is(200);
        await ExpandHours.Run(_app.OwnCall());
        Assert.DoesNotContain($"{Day(2):O}", await Openings(provider));

        (await _app.Admin.Patch($"/v1/providers/{provider}", """{"organisation_id":null}""")).Is(200);
        await ExpandHours.Run(_app.OwnCall());
        Assert.Contains($"{Day(2):O}", await Openings(provider));
    }

    [Fact]
    public async Task Closed_days_are_the_affair_of_the_organisations_managers()
    {
        var (organisation, manager) = await GivenAnOrganisation();
        var (_, stranger) = await GivenAnOrganisation();
        (await manager.Put(Path(organisation), Days((2, "Spring day")))).Is(200);

        (await stranger.Get(Path(organisation))).IsRefused(404, "not_found");
        (await stranger.Put(Path(organisation), Days())).IsRefused(404, "not_found");
        (await stranger.Delete($"{Path(organisation)}/{Day(2):O}")).IsRefused(404, "not_found");
        (await stranger.Post($"{Path(organisation)}/import", new { calendar = Calendar(Christmas) }))
            .IsRefused(404, "not_found");
        (await (await _app.As(Roles.Provider)).Get(Path(organisation))).IsRefused(403, "forbidden");
        (await _app.Admin.Get(Path(999_999))).IsRefused(404, "not_found");
        Assert.Equal(["Spring day"], Names((await _app.Admin.Get(Path(organisation))).Is(200)));
    }

    [Fact]
    public async Task Replacing_at_once_leaves_one_of_the_lists()
    {
        var (organisation, manager) = await GivenAnOrganisation();

        var answers = await AtOnce(16, i => manager.Put(Path(organisation), Days((i, $"Day {i}"), (i + 20, "Later"))));

        Assert.All(answers, answer => answer.Is(200));
        var left = (await manager.Get(Path(organisation)))["items"]!.AsArray();
        Assert.Equal(2, left.Count);
        Assert.Contains(answers, answer => answer["items"]!.ToJsonString() == left.ToJsonString());
    }

    [Fact]
    public async Task Closing_against_expanding_ends_with_the_day_closed()
    {
        var (organisation, manager) = await GivenAnOrganisation();
        var providers = new List<long>();
        for (var i = 0; i < 4; i++)
            providers.Add(await GivenAProvider(manager));

        for (var day = 1; day <= 5; day++)
        {
            var days = Days([.. Enumerable.Range(1, day).Select(i => (i, "Closed"))]);
            await AtOnce(9, async i => i == 4
                ? (await manager.Put(Path(organisation), days)).Is(200)
                : (await manager.Put($"/v1/providers/{providers[i % 4]}/working-hours", Hours)).Is(200));
            await ExpandHours.Run(_app.OwnCall());

            foreach (var provider in providers)
                Assert.DoesNotContain($"{Day(day):O}", await Openings(provider));
        }
    }

    [Fact]
    public async Task A_calendar_is_imported_and_imported_again()
    {
        var (organisation, manager) = await GivenAnOrganisation();
        var year = Day(0).Year;
        (await manager.Put(Path(organisation), new { days = new[] { new { date = $"{year}-12-26", name = "Ours" } } }))
            .Is(200);

        var imported = (await manager.Post($"{Path(organisation)}/import", new { calendar = Calendar(Christmas) }))
            .Is(200);

        Assert.Equal(10, (int)imported["imported"]!);
        var items = imported["items"]!.AsArray();
        Assert.Equal(
            [($"{year}-12-25", "Christmas", "christmas@example"), ($"{year}-12-26", "Ours", null)],
            items.Take(2).Select(day => ((string?)day!["date"], (string?)day["name"], (string?)day["uid"])));
        Assert.Equal(10, items.Count);
        // The event became a day longer, and a removed one does not come back by itself.
        (await manager.Delete($"{Path(organisation)}/{year}-12-26")).Is(200);
        var again = (await manager.Post($"{Path(organisation)}/import", new
        {
            calendar = Calendar(Christmas.Replace("DTEND;VALUE=DATE:20201227", "DTEND;VALUE=DATE:20201226")),
        })).Is(200);
        Assert.Equal(Enumerable.Range(year, 5).Select(one => $"{one}-12-25"),
            again["items"]!.AsArray().Select(day => (string?)day!["date"]));
        var told = (await _app.Admin.Get("/v1/events?kind=closed_days.changed&limit=100")).Is(200);
        Assert.Contains(told["items"]!.AsArray(), one => (string?)one!["subject"] == $"organisation/{organisation}"
            && (int)one["data"]!["removed"]! == 9);
    }

    [Theory]
    [InlineData("SUMMARY", "STATUS:CANCELLED\nSUMMARY")]
    [InlineData("DTSTART;VALUE=DATE:20201225\nDTEND;VALUE=DATE:20201227", "DTSTART:20201225T100000Z\nDURATION:PT1H")]
    [InlineData("RRULE:FREQ=YEARLY", "RRULE:FREQ=YEARLY;COUNT=2")]
    public async Task Days_open_again_when_their_event_comes_again_and_closes_none(string before, string after)
    {
        var (organisation, manager) = await GivenAnOrganisation();
        Task<Answer> Import(string events) =>
            manager.Post($"{Path(organisation)}/import", new { calendar = Calendar(events) });
        var other = Christmas.Replace("christmas@example", "other@example").Replace("1225", "0101")
            .Replace("DTEND;VALUE=DATE:20201227\n", "");
        (await Import(Christmas)).Is(200);
        (await Import(other)).Is(200);

        var again = (await Import(Christmas.Replace(before, after))).Is(200);

        Assert.Equal(0, (int)again["imported"]!);
        Assert.Equal(
            Enumerable.Repeat("other@example", 5), again["items"]!.AsArray().Select(day => (string?)day!["uid"]));
        Assert.Equal(3, (int)again["version"]!);
    }

    [Fact]
    public async Task An_import_that_changes_nothing_is_no_new_version()
    {
        var (organisation, manager) = await GivenAnOrganisation();
        Task<Answer> Import(string events) =>
            manager.Post($"{Path(organisation)}/import", new { calendar = Calendar(events) });
        Assert.Equal(0, (int)(await Import("")).Is(200)["version"]!);
        var first = (await Import(Christmas)).Is(200);

        var same = (await Import(Christmas)).Is(200);
        var renamed = (await Import(Christmas.Replace("SUMMARY:Christmas", "SUMMARY:Yule"))).Is(200);

        Assert.Equal(first["items"]!.ToJsonString(), same["items"]!.ToJsonString());
        Assert.Equal((10, first.Headers["ETag"]), ((int)same["imported"]!, same.Headers["ETag"]));
        Assert.Equal((1, 2), ((int)same["version"]!, (int)renamed["version"]!));
        Assert.All(renamed["items"]!.AsArray(), day => Assert.Equal("Yule", (string?)day!["name"]));
        var told = (await _app.Admin.Get("/v1/events?kind=closed_days.changed&limit=100")).Is(200);
        Assert.Equal(
            2, told["items"]!.AsArray().Count(one => (string?)one!["subject"] == $"organisation/{organisation}"));
    }

    [Fact]
    public async Task Cancelled_events_close_no_day_and_calendars_that_take_long_are_refused()
    {
        var (organisation, manager) = await GivenAnOrganisation();
        Task<Answer> Import(string events) =>
            manager.Post($"{Path(organisation)}/import", new { calendar = Calendar(events) });
        const string daily = """
            BEGIN:VEVENT
            DTSTART;VALUE=DATE:19000101
            DURATION:P36600D
            RRULE:FREQ=DAILY
            END:VEVENT

            """;

        Assert.Equal(0, (int)(await Import(
            Christmas.Replace("SUMMARY", "STATUS:CANCELLED\nSUMMARY"))).Is(200)["imported"]!);
        (await Import(daily)).Has("/calendar bad_calendar");
        (await Import(string.Concat(Enumerable.Repeat(daily.Replace("P36600D", "P1D"), 100))))
            .Has("/calendar bad_calendar");
    }

    [Fact]
    public async Task Faulty_closed_days_are_refused()
    {
        var (organisation, manager) = await GivenAnOrganisation();

        (await manager.Put(Path(organisation), Days((2, "Once"), (2, "Twice")))).Has("/days/1/date repeated");
        (await manager.Put(Path(organisation), Days((2, "")))).Has("/days/0/name too_short");
        (await manager.Put(Path(organisation), """{"days":[{"date":"2030-02-30","name":"None"}]}"""))
            .Has("/days/0/date format");
        (await manager.Put(Path(organisation), """{"days":[{"name":"None"}]}""")).Has("/days/0/date required");
        (await manager.Put(Path(organisation), "{}")).Has("/days required");
        (await manager.Put(Path(organisation), Days([.. Enumerable.Range(0, 2001).Select(i => (i, "Closed"))])))
            .Has("/days count");
        (await manager.Delete($"{Path(organisation)}/tomorrow")).IsRefused(422, "invalid_input");
        (await manager.Post($"{Path(organisation)}/import", new { calendar = "hello" })).Has("/calendar bad_calendar");
        (await manager.Post($"{Path(organisation)}/import", new { calendar = new string('x', (256 << 10) + 1) }))
            .Has("/calendar too_long");
        (await manager.Post($"{Path(organisation)}/import", new { calendar = 1 })).Has("/calendar type");
        Assert.Empty(Names(await manager.Get(Path(organisation))));
    }

    [Fact]
    public async Task GraphQL_has_the_same_days()
    {
        var (organisation, manager) = await GivenAnOrganisation();
        var answer = (await manager.Post("/graphql", new
        {
            query = $$"""
                mutation {
                    replaceClosedDays(input: { organisationId: "{{organisation}}", days: [
                        { date: "{{Day(2):O}}", name: "Two" }, { date: "{{Day(3):O}}", name: "Three" }]
                    }) { closedDays { date name uid } }
                    removeClosedDay(input: { organisationId: "{{organisation}}", date: "{{Day(2):O}}" }) {
                        closedDay { name } version pending
                    }
                    importClosedDays(input: { organisationId: "{{organisation}}", calendar: {{Quoted(Christmas)}} }) {
                        imported leftOut version pending closedDays { name }
                    }
                }
                """,
        })).Is(200);
        var read = (await manager.Post("/graphql", new
        {
            query = $$"""{ closedDays(organisationId: "{{organisation}}", first: 2) { edges { node { name } } } }""",
        })).Is(200);

        Assert.True(answer["errors"] is null, answer.Text);
        var data = answer["data"]!;
        Assert.Equal("Two", (string?)data["removeClosedDay"]!["closedDay"]!["name"]);
        Assert.Equal(10, (int)data["importClosedDays"]!["imported"]!);
        Assert.Equal(["Three", "Christmas"],
            read["data"]!["closedDays"]!["edges"]!.AsArray().Select(edge => (string?)edge!["node"]!["name"]));
    }

    const string Christmas = """
        BEGIN:VEVENT
        UID:christmas@example
        SUMMARY:Christmas
        DTSTART;VALUE=DATE:20201225
        DTEND;VALUE=DATE:20201227
        RRULE:FREQ=YEARLY
        END:VEVENT
        """;

    static readonly object Hours = new
    {
        time_zone = "UTC",
        rules = new[]
        {
            new { weekdays = Enumerable.Range(1, 7), stretches = new[] { new { from = "09:00", to = "12:00" } } },
        },
    };

    static string Calendar(string events) =>
        $"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Example//EN\n{events}\nEND:VCALENDAR\n";

    static string Quoted(string events) => System.Text.Json.JsonSerializer.Serialize(Calendar(events));

    static string Path(long organisation) => $"/v1/organisations/{organisation}/closed-days";

    DateOnly Day(int after) => DateOnly.FromDateTime(_app.Clock.GetUtcNow().UtcDateTime).AddDays(after);

    object Days(params (int After, string Name)[] days) =>
        new { days = days.Select(day => new { date = $"{Day(day.After):O}", name = day.Name }) };

    static List<string> Names(Answer list) =>
        list["items"]!.AsArray().Select(day => (string)day!["name"]!).ToList();

    async Task<(long Id, Visitor Manager)> GivenAnOrganisation()
    {
        var organisation = (await _app.Admin.Post("/v1/organisations", new { name = $"House {Guid.NewGuid()}" }))
            .Is(201).Id;
        return (organisation, await _app.As(Roles.Manager, organisation));
    }

    async Task<long> GivenAProvider(Visitor keeper)
    {
        var provider = await _app.GivenAProvider(keeper);
        (await keeper.Put($"/v1/providers/{provider}/working-hours", Hours)).Is(200);
        return provider;
    }

    /// <summary>The dates of the openings.</summary>
    async Task<List<string>> Openings(long provider) =>
        (await _app.Admin.Get($"/v1/providers/{provider}/openings?limit=50")).Is(200)["items"]!.AsArray()
            .Select(one => ((string)one!["starts_at"]!)[..10]).ToList();
}

public sealed class ClosedDayTestsOnSqlite(SqliteApp app) : ClosedDayTests(app), IClassFixture<SqliteApp>;

public sealed class ClosedDayTestsOnPostgres(PostgresApp app) : ClosedDayTests(app), IClassFixture<PostgresApp>;
