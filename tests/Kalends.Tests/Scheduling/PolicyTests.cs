using System.Text.Json.Nodes;
using Kalends.Platform.Calls;
using Kalends.Tests.GraphQL;
using Kalends.Tests.Kit;
using Kalends.Tests.Reimbursements;
using static Kalends.Tests.Kit.Race;

namespace Kalends.Tests.Scheduling;

/// <summary>The rules of booking as data: who says them, in which order, and what they refuse.</summary>
public abstract class PolicyTests
{
    const int Callers = 64;

    readonly TestApp _app;

    protected PolicyTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task The_first_level_that_says_something_decides()
    {
        var (practice, manager) = await _app.GivenAnOrganisation();
        var provider = await _app.GivenACaregiver(practice);
        var service = await _app.GivenAService(provider);
        var client = await _app.As(Roles.Client);
        var path = $"/v1/providers/{provider}/policy/effective";
        async Task<(int, int, int, int)> Effective(string rest)
        {
            var answer = (await client.Get($"{path}{rest}")).Is(200);
            return ((int)answer["book_notice_minutes"]!, (int)answer["day_max"]!, (int)answer["step_minutes"]!,
                (int)answer["hold_minutes"]!);
        }

        Assert.Equal((1440, 0, 0, 30), await Effective(""));
        (await manager.Put($"/v1/organisations/{practice}/policy",
            new { book_notice_minutes = 60, day_max = 7, step_minutes = 20 })).Is(200);
        Assert.Equal((60, 7, 20, 30), await Effective(""));
        (await manager.Put($"/v1/providers/{provider}/policy", new { book_notice_minutes = 120, day_max = 0 }))
            .Is(200);
        Assert.Equal((120, 0, 20, 30), await Effective(""));
        (await manager.Put($"/v1/services/{service}/policy", new { book_notice_minutes = 0, hold_minutes = 5 }))
            .Is(200);
        Assert.Equal((120, 0, 20, 30), await Effective(""));
        Assert.Equal((0, 0, 20, 5), await Effective($"?service_id={service}"));
        (await manager.Put($"/v1/services/{service}/policy", """{"book_notice_minutes":null}""")).Is(200);
        Assert.Equal((120, 0, 20, 30), await Effective($"?service_id={service}"));

        (await client.Get("/v1/providers/999999/policy/effective")).IsRefused(404, "not_found");
        (await client.Get($"{path}?service_id=999999")).IsRefused(404, "not_found");
        Assert.Equal("UTC", (string?)(await client.Get(path)).Is(200)["time_zone"]);
    }

    [Theory]
    [InlineData("services")]
    [InlineData("providers")]
    [InlineData("organisations")]
    public async Task A_policy_is_open_at_first_and_has_versions(string level)
    {
        var (_, _, _, path, subject) = await GivenASubject(level);

        var open = (await _app.Admin.Get(path)).Is(200);
        Assert.Equal((0, null, null), ((int)open["version"]!, open["day_max"], open["updated_at"]));
        var first = (await _app.Admin.Put(path, new { day_max = 3 }, open.Headers["ETag"])).Is(200);
        Assert.Equal((1, 3), ((int)first["version"]!, (int)first["day_max"]!));
        Assert.Equal(first.Text, (await _app.Admin.Get(path)).Is(200).Text);
        (await _app.Admin.Put(path, new { day_max = 4 }, open.Headers["ETag"])).IsRefused(412, "precondition_failed");
        var second = (await _app.Admin.Put(path, new { week_max = 9 }, first.Headers["ETag"])).Is(200);
        Assert.Equal((null, 9), (second["day_max"], (int)second["week_max"]!));

        var told = (await _app.EventsOf(subject)).Where(one => one.Kind == "policy.changed").ToList();
        Assert.Equal(2, told.Count);
        var facts = JsonNode.Parse(told[1].Data)!;
        Assert.Equal((9, 2, subject), ((int)facts["week_max"]!, (int)facts["version"]!,
            $"{facts["level"]}/{facts["subject_id"]}"));
    }

    [Theory]
    [InlineData("services")]
    [InlineData("providers")]
    [InlineData("organisations")]
    public async Task Of_first_changes_at_once_that_insist_on_no_version_one_wins(string level)
    {
        var (_, _, _, path, _) = await GivenASubject(level);
        var tag = (await _app.Admin.Get(path)).Is(200).Headers["ETag"];

        var answers = await AtOnce(8, i => _app.Admin.Put(path, new { day_max = i }, tag));

        Assert.Single(answers, answer => answer.Status == 200);
        Assert.All(answers.Where(answer => answer.Status != 200), one => one.IsRefused(412, "precondition_failed"));
    }

    [Theory]
    [InlineData("services", 403)]
    [InlineData("providers", 403)]
    [InlineData("organisations", 404)]
    public async Task Only_keepers_read_and_replace_a_policy(string level, int status)
    {
        var (manager, owner, other, path, _) = await GivenASubject(level);
        var code = status == 403 ? "forbidden" : "not_found";

        (await manager.Get(path)).Is(200);
        (await manager.Put(path, new { day_max = 1 })).Is(200);
        (await owner.Get(path)).Is(level == "organisations" ? 403 : 200);
        (await owner.Put(path, new { day_max = 1 })).Is(level == "organisations" ? 403 : 200);
        (await other.Get(path)).IsRefused(status, code);
        (await other.Put(path, new { day_max = 1 })).IsRefused(status, code);
        (await _app.Admin.Get($"/v1/{level}/999999/policy")).IsRefused(404, "not_found");
        (await _app.Admin.Put($"/v1/{level}/999999/policy", new { day_max = 1 })).IsRefused(404, "not_found");
    }

    [Theory]
    [InlineData("book_notice_minutes", 0, 525_600)]
    [InlineData("cancel_notice_minutes", 0, 525_600)]
    [InlineData("move_notice_minutes", 0, 525_600)]
    [InlineData("hold_minutes", 1, 1440)]
    [InlineData("furthest_days", 0, 3660)]
    [InlineData("day_max", 0, 1000)]
    [InlineData("week_max", 0, 7000)]
    [InlineData("client_max", 0, 1000)]
    [InlineData("step_minutes", 0, 1440)]
    public async Task Every_number_has_its_bounds(string member, int min, int max)
    {
        var path = $"/v1/providers/{await _app.GivenAProvider()}/policy";
        Task<Answer> Put(string value) => _app.Admin.Put(path, $"{{\"{member}\":{value}}}");

        foreach (var good in (int[])[min, max])
            Assert.Equal(good, (int)(await Put($"{good}")).Is(200)[member]!);
        foreach (var bad in (string[])[$"{min - 1}", $"{max + 1}", "99999999999999999999"])
            Assert.Equal([$"/{member} out_of_range"], (await Put(bad)).IsRefused(422, "invalid_input").Errors);
        foreach (var bad in (string[])["\"5\"", "true", "{}"])
            Assert.Equal([$"/{member} type"], (await Put(bad)).IsRefused(422, "invalid_input").Errors);
        Assert.Null((await Put("null")).Is(200)[member]);
    }

    [Fact]
    public async Task An_unknown_event_type_is_refused()
    {
        var path = $"/v1/providers/{await _app.GivenAProvider()}/policy";
        var type = await _app.GivenAnEventType();

        Assert.Equal(["/late_cancel_event_type_id unknown_event_type"], (await _app.Admin.Put(
            path, new { late_cancel_event_type_id = 999999 })).IsRefused(422, "invalid_input").Errors);
        Assert.Equal(0, (int)(await _app.Admin.Get(path)).Is(200)["version"]!);
        (await _app.Admin.Put(path, new { late_cancel_event_type_id = type })).Is(200);
        Assert.Equal(["/notice unknown_field"], (await _app.Admin.Put(path, new { notice = 1 }))
            .IsRefused(422, "invalid_input").Errors);
    }

    [Fact]
    public async Task What_a_policy_does_not_allow_is_neither_listed_nor_reserved()
    {
        // On a Monday, so that the days ahead are in the same week.
        _app.Clock.Advance(TimeSpan.FromDays((8 - (int)_app.Clock.GetUtcNow().DayOfWeek) % 7));
        var provider = await _app.GivenAProvider();
        var slot = await _app.GivenAnOpening(provider, 0, 120);
        var far = await _app.GivenSlots(provider, inDays: 5);
        async Task Say(object policy) =>
            (await _app.Admin.Put($"/v1/providers/{provider}/policy", policy)).Is(200);

        await Say(new { step_minutes = 30 });
        Assert.Equal([slot, slot + 2, slot + 4, slot + 6], (await _app.Listed(provider)).Where(id => id < far));
        (await _app.Book(slot + 1, null)).IsRefused(422, "off_step");
        var all = (await _app.Admin.Get($"/v1/providers/{provider}/slots?include=all&limit=2")).Is(200);
        Assert.Equal(["free", "off_step"], all["items"]!.AsArray().Select(one => (string?)one!["state"]));
        (await _app.Admin.Put($"/v1/providers/{provider}/policy")).IsRefused(415, "unsupported_media_type");
        await Say(new { furthest_days = 4 });
        Assert.All(await _app.Listed(provider), id => Assert.True(id < far));
        (await _app.Book(far, null)).IsRefused(422, "too_far");
        await Say(new { book_notice_minutes = 3 * 1440 });
        Assert.All(await _app.Listed(provider), id => Assert.True(id >= far));
        (await _app.Book(slot, null)).IsRefused(422, "too_soon");

        await Say(new { day_max = 1 });
        (await _app.Book(slot, null)).Is(201);
        Assert.All(await _app.Listed(provider), id => Assert.True(id >= far));
        Assert.NotEmpty((await _app.Book(slot + 1, null)).IsRefused(409, "limit_reached")["alternatives"]!.AsArray());
        // The next opening is three days later.
        await Say(new { week_max = 1 });
        Assert.Empty(await _app.Listed(provider));
        (await _app.Book(far, null)).IsRefused(409, "limit_reached");

        await Say(new { client_max = 1 });
        var client = await _app.GivenAClient();
        (await _app.Book(far, null, clientId: client)).Is(201);
        (await _app.Book(far + 2, null, clientId: client)).IsRefused(409, "client_limit_reached");
        (await _app.Book(far + 2, null)).Is(201);
        await Say(new { hold_minutes = 7 });
        var held = (await _app.Book(far + 4, null)).Is(201);
        Assert.Equal(
            TimeSpan.FromMinutes(7), (DateTimeOffset)held["expires_at"]! - (DateTimeOffset)held["created_at"]!);
    }

    [Fact]
    public async Task Days_and_weeks_are_those_of_the_provider()
    {
        var provider = (await _app.Admin.Post(
            "/v1/providers", new { name = "a", time_zone = "Pacific/Auckland" })).Is(201).Id;
        (await _app.Admin.Put($"/v1/providers/{provider}/policy", new { day_max = 1 })).Is(200);
        // Midnight in Auckland is 11:00 UTC in January.
        var hours = (35 - _app.NextHour().Hour) % 24;
        var before = await _app.GivenAnOpening(provider, hours * 60 - 30, 30);
        var after = await _app.GivenAnOpening(provider, hours * 60, 30);

        (await _app.Book(before, null)).Is(201);
        Assert.Equal([after, after + 1], await _app.Listed(provider));
        (await _app.Book(before + 1, null)).IsRefused(409, "limit_reached");
        (await _app.Book(after, null)).Is(201);
        (await _app.Book(after + 1, null)).IsRefused(409, "limit_reached");
    }

    [Fact]
    public async Task Staff_override_a_policy_with_a_reason_that_the_log_keeps()
    {
        var provider = await _app.GivenAProvider();
        var slot = await _app.GivenAnOpening(provider, 0, 120);
        (await _app.Admin.Put($"/v1/providers/{provider}/policy", new
        {
            book_notice_minutes = 525_600,
            step_minutes = 1440,
            day_max = 1,
            client_max = 1,
        })).Is(200);
        var (visitor, client) = await _app.GivenAClientUser();

        (await _app.Book(slot + 1, null, visitor, client, reason: "please")).IsRefused(403, "forbidden");
        (await _app.Book(slot + 1, null, clientId: client)).IsRefused(422, "off_step");
        var first = (await _app.Book(slot + 1, null, clientId: client, reason: "An emergency.")).Is(201).Id;
        (await _app.Book(slot + 3, null, clientId: client, reason: "Another one.")).Is(201);
        (await _app.Book(slot + 1, null, reason: "Overlap?")).IsRefused(409, "slot_taken");
        Assert.Equal(["/override too_short"], (await _app.Book(slot + 5, null, reason: " "))
            .IsRefused(422, "invalid_input").Errors);

        var day = _app.NextHour().AddDays(2);
        (await _app.Admin.Post($"/v1/providers/{provider}/closures", new
        {
            starts_at = day.AddMinutes(75).Text(),
            ends_at = day.AddMinutes(90).Text(),
        })).Is(201);
        (await _app.Book(slot + 5, null, reason: "Closed?")).IsRefused(409, "slot_closed");

        (await _app.Admin.Post($"/v1/reservations/{first}/confirm")).Is(200);
        var told = await _app.EventsOf($"reservation/{first}");
        Assert.Equal("An emergency.", (string?)JsonNode.Parse(told[0].Data)!["override"]);
        Assert.False(JsonNode.Parse(told[1].Data)!.AsObject().ContainsKey("override"));

        _app.Clock.Advance(TimeSpan.FromDays(2) + TimeSpan.FromHours(1));
        (await _app.Book(slot, null, reason: "Begun?")).IsRefused(422, "too_soon");
    }

    [Theory]
    [InlineData("day_max")]
    [InlineData("week_max")]
    public async Task Of_many_callers_at_a_limit_exactly_as_many_as_it_allows_reserve(string limit)
    {
        for (var round = 0; round < 3; round++)
        {
            var provider = await _app.GivenAProvider();
            var slot = await _app.GivenAnOpening(provider, 0, 6 * 60, slotMinutes: 5);
            (await _app.Admin.Put($"/v1/providers/{provider}/policy", $"{{\"{limit}\":3}}")).Is(200);
            var clients = new List<long>();
            for (var i = 0; i < Callers; i++)
                clients.Add(await _app.GivenAClient());

            var answers = await AtOnce(Callers, i => _app.Book(slot + i, null, clientId: clients[i]));

            Assert.Equal(3, answers.Count(answer => answer.Status == 201));
            Assert.All(answers.Where(one => one.Status != 201), one => one.IsRefused(409, "limit_reached"));
        }
    }

    [Fact]
    public async Task Of_many_attempts_of_a_client_at_a_limit_exactly_as_many_as_it_allows_reserve()
    {
        var provider = await _app.GivenAProvider();
        var slot = await _app.GivenAnOpening(provider, 0, 6 * 60, slotMinutes: 5);
        (await _app.Admin.Put($"/v1/providers/{provider}/policy", new { client_max = 3 })).Is(200);
        var client = await _app.GivenAClient();

        var answers = await AtOnce(Callers, i => _app.Book(slot + i, null, clientId: client));

        Assert.Equal(3, answers.Count(answer => answer.Status == 201));
        Assert.All(
            answers.Where(one => one.Status != 201), one => one.IsRefused(409, "client_limit_reached"));
    }

    [Fact]
    public async Task A_limit_does_not_count_lapsed_holds_and_cancelled_reservations()
    {
        var provider = await _app.GivenAProvider();
        var slot = await _app.GivenAnOpening(provider, 0, 120);
        (await _app.Admin.Put($"/v1/providers/{provider}/policy", new { day_max = 2, client_max = 2 })).Is(200);
        var client = await _app.GivenAClient();
        var cancelled = (await _app.Book(slot, null, clientId: client)).Is(201).Id;
        (await _app.Book(slot + 1, null, clientId: client)).Is(201);

        Assert.Empty(await _app.Listed(provider));
        (await _app.Admin.Post($"/v1/reservations/{cancelled}/cancel")).Is(200);
        Assert.Equal(7, (await _app.Listed(provider)).Count);
        (await _app.Book(slot + 2, null, clientId: client)).Is(201);
        (await _app.Book(slot + 3, null)).IsRefused(409, "limit_reached");
        _app.Clock.Advance(TimeSpan.FromMinutes(30));
        Assert.Equal(8, (await _app.Listed(provider)).Count);
        (await _app.Book(slot + 1, null, clientId: client)).Is(201);
        (await _app.Book(slot + 3, null, clientId: client)).Is(201);
        (await _app.Book(slot + 4, null)).IsRefused(409, "limit_reached");
    }

    [Fact]
    public async Task Graphql_does_the_same()
    {
        var (practice, manager) = await _app.GivenAnOrganisation();
        var provider = await _app.GivenACaregiver(practice);
        var service = await _app.GivenAService(provider);
        foreach (var (level, id, number) in (IEnumerable<(string, long, int)>)
            [("Organisation", practice, 1), ("Provider", provider, 2), ("Service", service, 3)])
        {
            var which = $"{char.ToLowerInvariant(level[0])}{level[1..]}Id: \"{id}\"";
            var set = (await manager.Ask(
                $"mutation {{ replacePolicyOf{level}(input: {{{which}, dayMax: {number}}}) " +
                "{ bookingPolicy { dayMax weekMax version } } }")).Data()[$"replacePolicyOf{level}"]!;
            Assert.Equal(number, (int)set["bookingPolicy"]!["dayMax"]!);
            var read = (await manager.Ask($"{{ policyOf{level}({which}) {{ dayMax weekMax version }} }}")).Data();
            Assert.Equal(set["bookingPolicy"]!.ToJsonString(), read[$"policyOf{level}"]!.ToJsonString());
            Assert.Equal(level == "Organisation" ? "not_found" : "forbidden", (await (await _app.GivenAnOrganisation())
                .Manager.Ask($"{{ policyOf{level}({which}) {{ dayMax }} }}")).Refusal());
        }
        var shown = (await (await _app.As(Roles.Client)).Ask(
            $"{{ a: effectivePolicy(providerId: \"{provider}\") {{ dayMax holdMinutes timeZone }} " +
            $"b: effectivePolicy(providerId: \"{provider}\", serviceId: \"{service}\") {{ dayMax }} }}")).Data();
        Assert.Equal(
            "{\"a\":{\"dayMax\":2,\"holdMinutes\":30,\"timeZone\":\"UTC\"},\"b\":{\"dayMax\":3}}",
            shown.ToJsonString());
    }

    async Task<(Visitor Manager, Visitor Owner, Visitor Other, string Path, string Subject)> GivenASubject(string level)
    {
        var (practice, manager) = await _app.GivenAnOrganisation();
        var owner = await _app.As(Roles.Provider);
        var provider = await _app.GivenACaregiver(practice, owner);
        var id = level switch
        {
            "services" => await _app.GivenAService(provider),
            "providers" => provider,
            _ => practice,
        };
        var other = (await _app.GivenAnOrganisation()).Manager;
        return (manager, owner, other, $"/v1/{level}/{id}/policy", $"{level.TrimEnd('s')}/{id}");
    }
}

public sealed class PolicyTestsOnSqlite(SqliteApp app) : PolicyTests(app), IClassFixture<SqliteApp>;

public sealed class PolicyTestsOnPostgres(PostgresApp app) : PolicyTests(app), IClassFixture<PostgresApp>;
