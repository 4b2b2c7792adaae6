using Kalends.Platform.Calls;
using Kalends.Tests.GraphQL;
using Kalends.Tests.Kit;
using Kalends.Tests.Reimbursements;
using static Kalends.Tests.Kit.Race;

namespace Kalends.Tests.Scheduling;

/// <summary>What can be booked, who says so, and who offers it.</summary>
public abstract class ServiceTests
{
    readonly TestApp _app;

    protected ServiceTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task A_service_is_created_read_changed_and_replaced()
    {
        var provider = await _app.GivenAProvider();
        var type = await _app.GivenAnEventType();
        var made = (await _app.Admin.Post("/v1/services", new
        {
            provider_id = provider,
            name = "Massage",
            duration_minutes = 50,
            buffer_before_minutes = 5,
            buffer_after_minutes = 10,
            mode = "video",
            place = "https://example.org/room",
            event_type_id = type,
            questions = new object[]
            {
                new { key = "pain", label = "Where does it hurt?", required = true },
                new { key = "side", label = "Which side?", kind = "choice", choices = new[] { "left", "right" } },
            },
        })).Is(201);
        var path = $"/v1/services/{made.Id}";

        var read = (await _app.Admin.Get(path)).Is(200);
        Assert.Equal(made.Text, read.Text);
        Assert.Equal(
            (provider, "Massage", 50, 5, 10, "video", type, true, 1),
            ((long)read["provider_id"]!, (string)read["name"]!, (int)read["duration_minutes"]!,
                (int)read["buffer_before_minutes"]!, (int)read["buffer_after_minutes"]!, (string)read["mode"]!,
                (long)read["event_type_id"]!, (bool)read["active"]!, (int)read["version"]!));
        Assert.Equal("choice", (string?)read["questions"]![1]!["kind"]);
        Assert.Null(read["organisation_id"]);

        var patched = (await _app.Admin.Patch(path, """{"place":null,"duration_minutes":45}""")).Is(200);
        Assert.Null(patched["place"]);
        Assert.Equal((45, 2, 2), ((int)patched["duration_minutes"]!, patched["questions"]!.AsArray().Count,
            (int)patched["version"]!));
        var replaced = (await _app.Admin.Put(path, new { name = "Chat", duration_minutes = 5 })).Is(200);
        Assert.Equal(("on_site", 0, 0, 3), ((string)replaced["mode"]!, (int)replaced["buffer_after_minutes"]!,
            replaced["questions"]!.AsArray().Count, (int)replaced["version"]!));
        Assert.Equal((provider, null), ((long)replaced["provider_id"]!, replaced["event_type_id"]));

        var told = await _app.EventsOf($"service/{made.Id}");
        Assert.Equal(
            ["service.created", "service.offered", "service.changed", "service.changed"],
            told.Select(one => one.Kind));
        Assert.Contains("\"changed\":[\"duration_minutes\",\"place\"]", told[2].Data, StringComparison.Ordinal);
        Assert.All(told, one => Assert.DoesNotContain("Massage", one.Data, StringComparison.Ordinal));
        Assert.All(told, one => Assert.DoesNotContain("example.org", one.Data, StringComparison.Ordinal));
        Assert.All(told, one => Assert.DoesNotContain("hurt", one.Data, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_patch_that_changes_nothing_is_no_new_version()
    {
        var provider = await _app.GivenAProvider();
        var service = await _app.GivenAService(
            provider, questions: [new { key = "pain", label = "Where?", kind = "choice", choices = new[] { "neck" } }]);
        var path = $"/v1/services/{service}";
        var before = (await _app.Admin.Get(path)).Is(200);
        var told = (await _app.EventsOf($"service/{service}")).Count;
        _app.Clock.Advance(TimeSpan.FromMinutes(1));

        foreach (var patch in (string[])["{}", """{"name":"Massage"}""", """{"place":null}""",
            """{"questions":[{"key":"pain","label":"Where?","kind":"choice","choices":["neck"]}]}"""])
            Assert.Equal(before.Text, (await _app.Admin.Patch(path, patch)).Is(200).Text);

        Assert.Equal(before.Text, (await _app.Admin.Get(path)).Text);
        Assert.Equal(told, (await _app.EventsOf($"service/{service}")).Count);
        var changed = (await _app.Admin.Patch(path, """{"questions":[]}""")).Is(200);
        Assert.Equal(2, (int)changed["version"]!);
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("PATCH")]
    public async Task A_change_that_insists_on_a_version_is_refused_on_another(string method)
    {
        var path = $"/v1/services/{await _app.GivenAService(await _app.GivenAProvider())}";
        var old = (await _app.Admin.Get(path)).Headers["ETag"];
        var tag = (await _app.Admin.Patch(path, new { name = "b" })).Is(200).Headers["ETag"];

        Assert.NotEqual(old, tag);
        (await Change(old)).IsRefused(412, "precondition_failed");
        Assert.Equal(tag, (await _app.Admin.Get(path)).Headers["ETag"]);
        Assert.NotEqual(tag, (await Change(tag)).Is(200).Headers["ETag"]);

        Task<Answer> Change(string ifMatch) => method == "PUT"
            ? _app.Admin.Put(path, new { name = "c", duration_minutes = 10 }, ifMatch)
            : _app.Admin.Patch(path, new { name = "c" }, ifMatch);
    }

    [Fact]
    public async Task Of_changes_at_once_that_insist_on_one_version_one_wins()
    {
        var path = $"/v1/services/{await _app.GivenAService(await _app.GivenAProvider())}";
        var tag = (await _app.Admin.Get(path)).Headers["ETag"];

        var answers = await AtOnce(8, i => _app.Admin.Patch(path, new { name = $"n{i}" }, tag));

        Assert.Single(answers, answer => answer.Status == 200);
        Assert.All(answers.Where(answer => answer.Status != 200), one => one.IsRefused(412, "precondition_failed"));
    }

    [Fact]
    public async Task Owners_and_managers_keep_services_and_nobody_else()
    {
        var (practice, manager) = await _app.GivenAnOrganisation();
        var (other, owner) = ((await _app.GivenAnOrganisation()).Manager, await _app.As(Roles.Provider));
        var provider = await _app.GivenACaregiver(practice, owner);
        var stranger = await _app.As(Roles.Provider);
        var client = await _app.As(Roles.Client);
        object Of(string owned, long id) =>
            new Dictionary<string, object> { [owned] = id, ["name"] = "a", ["duration_minutes"] = 30 };

        var own = (await owner.Post("/v1/services", Of("provider_id", provider))).Is(201).Id;
        (await manager.Post("/v1/services", Of("provider_id", provider))).Is(201);
        var houses = (await manager.Post("/v1/services", Of("organisation_id", practice))).Is(201).Id;
        foreach (var no in (Visitor[])[other, stranger])
        {
            (await no.Post("/v1/services", Of("provider_id", provider))).IsRefused(403, "forbidden");
            (await no.Post("/v1/services", Of("organisation_id", practice))).IsRefused(403, "forbidden");
            foreach (var id in (long[])[own, houses])
            {
                (await no.Patch($"/v1/services/{id}", new { name = "b" })).IsRefused(403, "forbidden");
                (await no.Put($"/v1/services/{id}", new { name = "b", duration_minutes = 5 }))
                    .IsRefused(403, "forbidden");
                (await no.Put($"/v1/services/{id}/providers/{provider}")).IsRefused(403, "forbidden");
                (await no.Delete($"/v1/services/{id}/providers/{provider}")).IsRefused(403, "forbidden");
                (await no.Get($"/v1/services/{id}/policy")).IsRefused(403, "forbidden");
            }
        }
        (await owner.Patch($"/v1/services/{houses}", new { name = "b" })).IsRefused(403, "forbidden");
        (await owner.Post("/v1/services", Of("organisation_id", practice))).IsRefused(403, "forbidden");

        // What is not active, its keepers alone see.
        (await owner.Patch($"/v1/services/{own}", new { active = false })).Is(200);
        foreach (var keeper in (Visitor[])[owner, manager, _app.Admin])
        {
            (await keeper.Get($"/v1/services/{own}")).Is(200);
            Assert.Contains(own, await Ids(keeper, $"/v1/services?provider_id={provider}"));
            Assert.Equal([own], await Ids(keeper, $"/v1/services?provider_id={provider}&active=false"));
            Assert.Contains(own, await Ids(keeper, $"/v1/providers/{provider}/services"));
        }
        foreach (var no in (Visitor[])[other, stranger, client])
        {
            (await no.Get($"/v1/services/{own}")).IsRefused(404, "not_found");
            (await no.Get($"/v1/services/{own}/providers")).IsRefused(404, "not_found");
            (await no.Get($"/v1/services/{houses}")).Is(200);
            Assert.DoesNotContain(own, await Ids(no, $"/v1/services?provider_id={provider}"));
            Assert.DoesNotContain(own, await Ids(no, $"/v1/providers/{provider}/services"));
            Assert.Equal([houses], await Ids(no, $"/v1/services?organisation_id={practice}"));
        }
        (await other.Patch($"/v1/services/{own}", new { active = true })).IsRefused(404, "not_found");
        (await owner.Patch($"/v1/services/{own}", new { active = true })).Is(200);
        (await client.Get($"/v1/services/{own}")).Is(200);
    }

    [Fact]
    public async Task Only_providers_of_its_owner_offer_a_service()
    {
        var (practice, manager) = await _app.GivenAnOrganisation();
        var (mine, another) = (await _app.GivenACaregiver(practice), await _app.GivenACaregiver(practice));
        var outside = await _app.GivenAProvider();
        var own = await _app.GivenAService(mine);
        var houses = (await manager.Post(
            "/v1/services", new { organisation_id = practice, name = "a", duration_minutes = 30 })).Is(201).Id;

        Assert.Equal([own], await Ids(_app.Admin, $"/v1/providers/{mine}/services"));
        (await manager.Put($"/v1/services/{houses}/providers/{mine}")).Is(200);
        (await manager.Put($"/v1/services/{houses}/providers/{mine}")).Is(200);
        (await manager.Put($"/v1/services/{houses}/providers/{another}")).Is(200);
        Assert.Equal([own, houses], await Ids(_app.Admin, $"/v1/providers/{mine}/services"));
        Assert.Equal([mine, another], (await (await _app.As(Roles.Client)).Get($"/v1/services/{houses}/providers"))
            .Is(200)["items"]!.AsArray().Select(one => (long)one!["provider_id"]!));
        (await manager.Get("/v1/services/999999/providers")).IsRefused(404, "not_found");
        (await manager.Put($"/v1/services/{houses}/providers/{outside}")).IsRefused(409, "not_of_the_owner");
        (await manager.Put($"/v1/services/{own}/providers/{another}")).IsRefused(409, "not_of_the_owner");
        (await manager.Put($"/v1/services/{own}/providers/999999")).IsRefused(404, "not_found");
        (await manager.Delete($"/v1/services/{own}/providers/{another}")).IsRefused(404, "not_found");
        (await _app.Admin.Get("/v1/providers/999999/services")).IsRefused(404, "not_found");
        Assert.Equal(2, (await _app.EventsOf($"service/{houses}")).Count(one => one.Kind == "service.offered"));

        (await manager.Delete($"/v1/services/{houses}/providers/{mine}")).Is(200);
        Assert.Equal([own], await Ids(_app.Admin, $"/v1/providers/{mine}/services"));

        // Who leaves the organisation no longer offers what is the organisation's.
        await _app.Move(another, null);
        Assert.Empty(await Ids(_app.Admin, $"/v1/providers/{another}/services"));
        await _app.Move(mine, null);
        Assert.Equal([own], await Ids(_app.Admin, $"/v1/providers/{mine}/services"));

        (await _app.Admin.Delete($"/v1/providers/{mine}")).Is(200);
        Assert.False((bool)(await _app.Admin.Get($"/v1/services/{own}")).Is(200)["active"]!);
        (await _app.Admin.Put($"/v1/services/{own}/providers/{mine}")).IsRefused(404, "not_found");
    }

    [Fact]
    public async Task At_most_a_thousand_providers_offer_a_service()
    {
        var (practice, _) = await _app.GivenAnOrganisation();
        var (last, over) = (await _app.GivenACaregiver(practice), await _app.GivenACaregiver(practice));
        var service = (await _app.Admin.Post(
            "/v1/services", new { organisation_id = practice, name = "a", duration_minutes = 30 })).Is(201).Id;
        await _app.Stop();
        await _app.Repair($"""
            INSERT INTO service_providers (service_id, provider_id)
            WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 999)
            SELECT {service}, 1000000 + i FROM n
            """);
        await _app.Start();

        (await _app.Admin.Put($"/v1/services/{service}/providers/{last}")).Is(200);
        (await _app.Admin.Put($"/v1/services/{service}/providers/{over}")).IsRefused(409, "too_many_offers");
        (await _app.Admin.Put($"/v1/services/{service}/providers/{last}")).Is(200);
    }

    [Theory]
    [InlineData("{}", "/duration_minutes required", "/name required")]
    [InlineData("""{"name":"","duration_minutes":4}""", "/duration_minutes out_of_range", "/name too_short")]
    [InlineData("""{"name":null,"duration_minutes":null}""", "/duration_minutes null", "/name null")]
    [InlineData("""{"name":7,"duration_minutes":"a"}""", "/duration_minutes type", "/name type")]
    [InlineData(
        """{"name":"a","duration_minutes":1441,"buffer_before_minutes":721,"buffer_after_minutes":-1}""",
        "/buffer_after_minutes out_of_range", "/buffer_before_minutes out_of_range", "/duration_minutes out_of_range")]
    [InlineData("""{"name":"a","duration_minutes":5,"mode":"fax"}""", "/mode unknown_word")]
    [InlineData("""{"name":"a","duration_minutes":5,"event_type_id":0}""", "/event_type_id out_of_range")]
    [InlineData("""{"name":"a","duration_minutes":5,"event_type_id":999999}""", "/event_type_id unknown_event_type")]
    [InlineData("""{"name":"a","duration_minutes":5,"active":"yes"}""", "/active type")]
    [InlineData("""{"name":"a","duration_minutes":5,"price":1}""", "/price unknown_field")]
    [InlineData("""{"name":"a","duration_minutes":5,"questions":[{}]}""",
        "/questions/0/key required", "/questions/0/label required")]
    [InlineData("""{"name":"a","duration_minutes":5,"questions":[{"key":"a","label":"a"},{"key":"a","label":"b"}]}""",
        "/questions/1/key repeated")]
    [InlineData("""{"name":"a","duration_minutes":5,"questions":[{"key":"a","label":"a","kind":"choice"}]}""",
        "/questions/0/choices required")]
    [InlineData(
        """{"name":"a","duration_minutes":5,"questions":[{"key":"a","label":"a","kind":"choice","choices":[]}]}""",
        "/questions/0/choices count")]
    [InlineData(
        """{"name":"a","duration_minutes":5,"questions":[{"key":"a","label":"a","kind":"number","choices":["a"]}]}""",
        "/questions/0/choices choices_of_another_kind")]
    [InlineData(
        """
        {"name":"a","duration_minutes":5,
         "questions":[{"key":"a","label":"a","kind":"choice","choices":["x","y","x",""]}]}
        """,
        "/questions/0/choices/3 too_short")]
    [InlineData(
        """
        {"name":"a","duration_minutes":5,"questions":[{"key":"a","label":"a","kind":"choice","choices":["x","x"]}]}
        """,
        "/questions/0/choices/1 repeated")]
    [InlineData("""{"name":"a","duration_minutes":5,"questions":[{"key":"a","label":"a","kind":"date"}]}""",
        "/questions/0/kind unknown_word")]
    public async Task Bad_fields_are_named(string body, params string[] errors)
    {
        var provider = await _app.GivenAProvider();
        var service = await _app.GivenAService(provider);

        var created = await _app.Admin.Post("/v1/services", $"{{\"provider_id\":{provider}{Rest(body)}");
        Assert.Equal(errors, created.IsRefused(422, "invalid_input").Errors);
        var replaced = await _app.Admin.Put($"/v1/services/{service}", body);
        Assert.Equal(errors, replaced.IsRefused(422, "invalid_input").Errors);

        static string Rest(string body) => body == "{}" ? "}" : $",{body.TrimStart()[1..]}";
    }

    [Fact]
    public async Task Too_long_is_refused_and_the_longest_is_taken()
    {
        var provider = await _app.GivenAProvider();
        object[] Questions(int count) => Enumerable.Range(0, count).Select(i => (object)new
        {
            key = $"{i}".PadLeft(50, 'k'),
            label = new string('l', 500),
            kind = "choice",
            choices = Enumerable.Range(0, 50).Select(c => $"{c}".PadLeft(i == 0 ? 200 : 3, 'c')),
        }).ToArray();
        object Of(int name, int place, int questions) => new
        {
            provider_id = provider,
            name = new string('n', name),
            place = new string('p', place),
            duration_minutes = 1440,
            buffer_before_minutes = 720,
            buffer_after_minutes = 720,
            questions = Questions(questions),
        };

        Assert.Equal(
            ["/name too_long", "/place too_long", "/questions count"],
            (await _app.Admin.Post("/v1/services", Of(201, 501, 21))).IsRefused(422, "invalid_input").Errors);
        var longest = (await _app.Admin.Post("/v1/services", Of(200, 500, 20))).Is(201);
        Assert.Equal(20, longest["questions"]!.AsArray().Count);
        var choices = Enumerable.Range(0, 51).Select(i => $"{i}");
        Assert.Equal(["/questions/0/choices count"], (await _app.Admin.Patch($"/v1/services/{longest.Id}", new
        {
            questions = new[] { new { key = "a", label = "a", kind = "choice", choices } },
        })).IsRefused(422, "invalid_input").Errors);
    }

    [Fact]
    public async Task A_service_has_one_owner()
    {
        var (practice, _) = await _app.GivenAnOrganisation();
        var provider = await _app.GivenAProvider();
        foreach (var owners in (string[])["", $",\"provider_id\":{provider},\"organisation_id\":{practice}"])
            Assert.Equal(["/provider_id one_owner"], (await _app.Admin.Post(
                "/v1/services", $"{{\"name\":\"a\",\"duration_minutes\":5{owners}}}"))
                .IsRefused(422, "invalid_input").Errors);
        (await _app.Admin.Post("/v1/services", new { name = "a", duration_minutes = 5, provider_id = 999999 }))
            .IsRefused(404, "not_found");
        Assert.Equal(["/organisation_id unknown_organisation"], (await _app.Admin.Post(
            "/v1/services", new { name = "a", duration_minutes = 5, organisation_id = 999999 }))
            .IsRefused(422, "invalid_input").Errors);
        (await _app.Admin.Get("/v1/services/999999")).IsRefused(404, "not_found");
    }

    [Fact]
    public async Task An_event_type_that_is_named_cannot_be_deleted()
    {
        var (named, free) = (await _app.GivenAnEventType(), await _app.GivenAnEventType());
        var inPolicy = await _app.GivenAnEventType();
        var provider = await _app.GivenAProvider();
        var service = await _app.GivenAService(provider, eventTypeId: named);
        (await _app.Admin.Put(
            $"/v1/providers/{provider}/policy", new { late_cancel_event_type_id = inPolicy })).Is(200);

        (await _app.Admin.Delete($"/v1/event-types/{named}")).IsRefused(409, "event_type_in_use");
        (await _app.Admin.Delete($"/v1/event-types/{inPolicy}")).IsRefused(409, "event_type_in_use");
        (await _app.Admin.Delete($"/v1/event-types/{free}")).Is(200);
        (await _app.Admin.Patch($"/v1/services/{service}", """{"event_type_id":null}""")).Is(200);
        (await _app.Admin.Delete($"/v1/event-types/{named}")).Is(200);
        (await _app.Admin.Patch($"/v1/services/{service}", new { event_type_id = named }))
            .IsRefused(422, "invalid_input");
    }

    [Fact]
    public async Task Deleting_an_event_type_against_naming_it_leaves_no_service_with_none()
    {
        var provider = await _app.GivenAProvider();
        for (var round = 0; round < 10; round++)
        {
            var type = await _app.GivenAnEventType();
            var answers = await AtOnce(2, i => i == 0
                ? _app.Admin.Delete($"/v1/event-types/{type}")
                : _app.Admin.Post("/v1/services", new
                {
                    provider_id = provider,
                    name = "a",
                    duration_minutes = 5,
                    event_type_id = type,
                }));
            Assert.True((answers[0].Status, answers[1].Status) is (200, 422) or (409, 201), answers[1].Text);
        }
    }

    [Fact]
    public async Task Completing_a_reservation_registers_the_care_of_its_service()
    {
        var (type, other) = (await _app.GivenAnEventType(700), await _app.GivenAnEventType(100));
        var provider = await _app.GivenAProvider();
        var service = await _app.GivenAService(provider, minutes: 15, eventTypeId: type);
        var slot = await _app.GivenSlots(provider);
        var ids = new List<long>();
        foreach (var (at, booked) in (IEnumerable<(int, long?)>)[(0, service), (1, service), (2, service), (3, null)])
        {
            ids.Add((await _app.Book(slot + at, booked)).Is(201).Id);
            (await _app.Admin.Post($"/v1/reservations/{ids[^1]}/confirm")).Is(200);
        }
        _app.Clock.Advance(TimeSpan.FromDays(2) + TimeSpan.FromHours(2));
        Task<Answer> Complete(int which, object? body = null) =>
            _app.Admin.Post($"/v1/reservations/{ids[which]}/complete", body);

        Assert.Equal(700, (long)(await Complete(0)).Is(200)["care_event"]!["amount"]!);
        Assert.Equal(100, (long)(await Complete(1, new { event_type_id = other })).Is(200)["care_event"]!["amount"]!);
        Assert.Equal(["/event_type_id not_to_register"], (await Complete(
            2, new { event_type_id = other, register_care = false })).IsRefused(422, "invalid_input").Errors);
        Assert.Null((await Complete(2, new { register_care = false })).Is(200)["care_event"]);
        Assert.Null((await Complete(3)).Is(200)["care_event"]);
    }

    [Fact]
    public async Task Graphql_does_the_same()
    {
        var provider = await _app.GivenAProvider();
        var input = $"providerId: \"{provider}\", name: \"Massage\", durationMinutes: 30, mode: VIDEO, " +
            "questions: [{key: \"a\", label: \"A?\", kind: NUMBER, required: true}]";
        var made = (await _app.Admin.Ask(
            $"mutation {{ createService(input: {{{input}}}) {{ service {{ serviceId version provider {{ firstName }} " +
            "questions { key kind required choices } } } }")).Data()["createService"]!["service"]!;
        var id = (string)made["serviceId"]!;
        Assert.Equal(
            "[{\"key\":\"a\",\"kind\":\"NUMBER\",\"required\":true,\"choices\":null}]",
            made["questions"]!.ToJsonString());

        var patched = (await _app.Admin.Ask(
            "mutation($v: String) { patchService(input: {serviceId: \"" + id + "\", ifMatch: $v, " +
            "service: {active: false}}) { service { active name } } }", new { v = (string)made["version"]! })).Data();
        Assert.Equal(
            "{\"active\":false,\"name\":\"Massage\"}", patched["patchService"]!["service"]!.ToJsonString());
        var client = await _app.As(Roles.Client);
        Assert.Equal("not_found", (await client.Ask($"{{ service(serviceId: \"{id}\") {{ name }} }}")).Refusal());
        Assert.Equal("forbidden", (await client.Ask(
            $"mutation {{ withdrawService(input: {{serviceId: \"{id}\", providerId: \"{provider}\"}}) " +
            "{ offer { serviceId } } }")).Refusal());
        (await _app.Admin.Ask(
            $"mutation {{ withdrawService(input: {{serviceId: \"{id}\", providerId: \"{provider}\"}}) " +
            "{ offer { serviceId } } }")).Data();
        var lists = (await _app.Admin.Ask(
            $"{{ providersOfService(serviceId: \"{id}\") {{ edges {{ node {{ providerId }} }} }} " +
            $"servicesOfProvider(providerId: \"{provider}\") {{ edges {{ node {{ name }} }} }} " +
            $"services(providerId: \"{provider}\") {{ edges {{ node {{ serviceId }} }} }} }}")).Data();
        Assert.Empty(lists["providersOfService"]!["edges"]!.AsArray());
        Assert.Empty(lists["servicesOfProvider"]!["edges"]!.AsArray());
        Assert.Equal(id, (string?)lists["services"]!["edges"]![0]!["node"]!["serviceId"]);
    }

    static async Task<List<long>> Ids(Visitor visitor, string path) =>
        (await visitor.Get(path)).Is(200)["items"]!.AsArray().Select(one => (long)one!["id"]!).ToList();
}

public sealed class ServiceTestsOnSqlite(SqliteApp app) : ServiceTests(app), IClassFixture<SqliteApp>;

public sealed class ServiceTestsOnPostgres(PostgresApp app) : ServiceTests(app), IClassFixture<PostgresApp>;
