using Kalends.Events.Public;
using Kalends.Platform;
using Kalends.Platform.Calls;
using Kalends.Tests.GraphQL;
using Kalends.Tests.Http;
using Kalends.Tests.Kit;
using Kalends.Tests.Reimbursements;

namespace Kalends.Tests.Events;

/// <summary>The log over REST: what goes in, what comes out, and for whom.</summary>
public abstract class EventLogTests
{
    readonly TestApp _app;

    protected EventLogTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task An_event_is_written_read_and_listed()
    {
        var saved = (await _app.Admin.Post("/v1/events", new
        {
            component = "orders",
            kind = "order.placed",
            subject = "order/12",
            email = "me@example.com",
            environment = "production",
            message = "the buyer 3 has placed\nan order",
            data = new { buyer = 3, lines = new object?[] { 1, "two", null } },
        })).Is(201);

        Assert.Equal("id, position, created_at, component, kind, subject, actor, provider_id, email, environment, " +
            "message, data", saved.Body.Keys());
        Assert.Equal(_app.Admin.UserId, (string?)saved["actor"]);
        Assert.Equal("""{"buyer":3,"lines":[1,"two",null]}""", saved["data"]!.ToJsonString());
        var read = (await _app.Admin.Get($"/v1/events/{saved["id"]}")).Is(200);
        Assert.Equal(saved.Text, read.Text);
        Assert.Equal(saved.Text, (await _app.Admin.Get("/v1/events?subject=order/12")).Is(200)["items"]![0]!
            .ToJsonString(Relaxed));
    }

    static readonly System.Text.Json.JsonSerializerOptions Relaxed =
        new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public async Task A_repeated_save_with_the_same_key_is_one_event()
    {
        var component = Some();
        var first = await _app.Admin.Post("/v1/events", new { component, data = new { a = 1 } }, component);
        var second = await _app.Admin.Post("/v1/events", new { component, data = new { a = 1 } }, component);

        Assert.Equal(first.Is(201).Text, second.Is(201).Text);
        Assert.Equal("true", second.Headers["Idempotent-Replayed"]);
        Assert.Single(await Found($"component={component}"));
        (await _app.Admin.Post("/v1/events", new { component, data = new { a = 2 } }, component))
            .IsRefused(422, "idempotency_key_reused");
    }

    [Theory]
    [InlineData("""{}""", "/component required")]
    [InlineData("""{"component":""}""", "/component too_short")]
    [InlineData("""{"component":"a","message":"\u0000"}""", "/message control_characters")]
    [InlineData("""{"component":"a","kind":"a\nb"}""", "/kind control_characters")]
    [InlineData("""{"component":"a","data":{"x":["\ud800"]}}""", "/data text")]
    [InlineData("""{"component":"a","seq":1}""", "/seq unknown_field")]
    public async Task What_cannot_be_kept_is_refused(string body, string fault) => Assert.Equal([fault],
        (await _app.Admin.Send(HttpMethod.Post, "/v1/events", Wire.Body(body))).IsRefused(422, "invalid_input").Errors);

    [Fact]
    public async Task Data_and_message_have_bounds()
    {
        Task<Answer> Save(int message, int data) => _app.Admin.Post("/v1/events", new
        {
            component = "a",
            message = new string('x', message),
            // Its quotation marks count too.
            data = new string('x', data - 2),
        });

        (await Save(65_536, 262_144)).Is(201);
        Assert.Equal(["/data too_long"], (await Save(1, 262_145)).IsRefused(422, "invalid_input").Errors);
        Assert.Equal(["/message too_long"], (await Save(65_537, 2)).IsRefused(422, "invalid_input").Errors);
    }

    [Fact]
    public async Task A_change_of_Kalends_has_one_event_and_a_refused_one_has_none()
    {
        var (provider, slot) = await _app.GivenFreeSlots();
        var hold = await _app.GivenAHold(slot);
        (await _app.Reserve(slot)).IsRefused(409, "slot_taken");

        var held = Assert.Single(await Found($"provider_id={provider}&kind=reservation.held"));
        Assert.Equal(("scheduling", $"reservation/{hold}", _app.Admin.UserId),
            ((string?)held!["component"], (string?)held["subject"], (string?)held["actor"]));
        Assert.Equal(hold, (long)held["data"]!["id"]!);
    }

    [Fact]
    public async Task A_change_that_is_rolled_back_leaves_no_event()
    {
        var (call, subject) = (_app.OwnCall(), Some());

        await Assert.ThrowsAsync<Refused>(() => call.Write<int>(async session =>
        {
            await EventLog.Append(session, call, new("tests", "undone", subject, new { }));
            throw PlatformErrors.NothingHere.Refused();
        }));

        Assert.Empty(await Found($"subject={subject}"));
    }

    [Theory]
    [InlineData("UPDATE events SET component = 'other'")]
    [InlineData("DELETE FROM events")]
    public async Task The_database_itself_keeps_events_as_they_are(string sql)
    {
        var component = Some();
        await Save(new { component });

        var refused = await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => _app.Repair(sql));

        Assert.Contains("append-only", refused.Message, StringComparison.Ordinal);
        Assert.Single(await Found($"component={component}"));
    }

    [Fact]
    public async Task No_route_changes_or_deletes_an_event()
    {
        var methods = (await _app.Nobody.Get("/openapi/v1.json")).Is(200)["paths"]!.AsObject()
            .Where(path => path.Key.StartsWith("/v1/events", StringComparison.Ordinal))
            .SelectMany(path => path.Value!.AsObject().Select(method => $"{method.Key} {path.Key}"));

        Assert.Equal(["get /v1/events", "get /v1/events/stream", "get /v1/events/{id}", "post /v1/events",
            "post /v1/events/erase"],
            methods.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("order=desc")]
    [InlineData("order=asc")]
    public async Task Pages_go_through_everything_once_in_order(string order)
    {
        var component = Some();
        for (var i = 0; i < 7; i++)
            await Save(new { component, data = i });

        await Patience.Until(() => Found($"component={component}&order=asc"), found => found.Count == 7);
        var seen = new List<int>();
        var pages = 0;
        for (var next = (string?)""; next is not null; pages++)
        {
            var page = await _app.Admin.Get($"/v1/events?component={component}&{order}&limit=3&cursor={next}");
            seen.AddRange(page.Is(200)["items"]!.AsArray().Select(one => (int)one!["data"]!));
            next = (string?)page["next"];
        }

        Assert.Equal(3, pages);
        Assert.Equal(order.EndsWith("asc") ? [0, 1, 2, 3, 4, 5, 6] : [6, 5, 4, 3, 2, 1, 0], seen);
    }

    [Theory]
    [InlineData("first", "after", "endCursor", "hasNextPage")]
    [InlineData("last", "before", "startCursor", "hasPreviousPage")]
    public async Task A_connection_walks_through_the_log_newest_first(
        string size, string from, string cursor, string more)
    {
        var component = Some();
        for (var i = 0; i < 7; i++)
            await Save(new { component, data = i });
        await Patience.Until(() => Found($"component={component}&order=asc"), found => found.Count == 7);

        var seen = new List<string>();
        for (var place = "null"; place != "";)
        {
            var page = (await _app.Admin.Ask(
                $"{{ eventLog(filter: {{component: \"{component}\"}}, {size}: 3, {from}: {place}) " +
                "{ edges { node { data } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }"))
                .Data()["eventLog"]!;
            var data = page["edges"]!.AsArray().Select(edge => (string)edge!["node"]!["data"]!).ToList();
            seen.InsertRange(size == "last" ? 0 : seen.Count, data);
            place = (bool)page["pageInfo"]![more]! ? $"\"{page["pageInfo"]![cursor]}\"" : "";
        }

        Assert.Equal(["6", "5", "4", "3", "2", "1", "0"], seen);
    }

    [Theory]
    [InlineData("WzEsInNlcSIsOTIyMzM3MjAzNjg1NDc3NTgwN10")]
    [InlineData("WzEsInNlcSIsLTkyMjMzNzIwMzY4NTQ3NzU4MDhd")]
    public async Task A_forged_place_is_a_place_like_any_other(string cursor)
    {
        (await _app.Admin.Get($"/v1/events?cursor={cursor}")).Is(200);
        (await _app.Admin.Get($"/v1/events?order=asc&cursor={cursor}")).Is(200);
        (await _app.Admin.Ask($"{{ eventLog(after: \"{cursor}\") {{ edges {{ cursor }} }} }}")).Data();
        (await _app.Admin.Ask($"{{ eventLog(before: \"{cursor}\", last: 1) {{ edges {{ cursor }} }} }}")).Data();
    }

    [Theory]
    [InlineData("cursor=x", "cursor cursor")]
    [InlineData("cursor=WzEsInNlcSJd", "cursor cursor")]
    [InlineData("cursor=WzEsImlkIiw1XQ", "cursor cursor")]
    [InlineData("words=!!", "words words")]
    [InlineData("words=a+b+c+d+e+f+g+h+i+j+k+l+m+n+o+p+q", "words words")]
    [InlineData("contains=", "contains too_short")]
    [InlineData("order=up", "order unknown_word")]
    [InlineData("limit=101", "limit out_of_range")]
    public async Task What_cannot_be_searched_for_is_refused(string query, string fault) => Assert.Equal(
        [fault], (await _app.Admin.Get($"/v1/events?{query}")).IsRefused(422, "invalid_input").Errors);

    [Fact]
    public async Task A_walker_goes_on_from_the_position_of_any_event()
    {
        var component = Some();
        for (var i = 0; i < 3; i++)
            await Save(new { component, data = i });
        var all = await Patience.Until(() => Found($"component={component}&order=asc"), found => found.Count == 3);
        var second = (string?)all[1]!["position"];

        Assert.Equal([2], (await Found($"component={component}&order=asc&cursor={second}"))
            .Select(one => (int)one!["data"]!));
        Assert.Equal([0], (await Found($"component={component}&cursor={second}")).Select(one => (int)one!["data"]!));
    }

    [Fact]
    public async Task Who_may_see_a_provider_sees_its_events_and_nothing_else()
    {
        var organisation = (await _app.Admin.Post("/v1/organisations", new { name = Some() })).Is(201).Id;
        var manager = await _app.As(Roles.Manager, organisation);
        var owner = await _app.As(Roles.Provider);
        var other = await _app.As(Roles.Provider);
        var managed = await _app.GivenAProvider(manager);
        var owned = await _app.GivenAProvider(owner);
        await _app.GivenSlots(managed);
        await _app.GivenSlots(owned);
        (await manager.Post("/v1/clients", new { first_name = "A", last_name = "B" })).Is(201);
        var secret = await Save(new { component = "secret" });

        Assert.Equal(["client.created", "opening.offered", "provider.created"], await Kinds(manager));
        Assert.Equal(["opening.offered", "provider.created"], await Kinds(owner));
        Assert.Empty(await Kinds(other));
        Assert.Empty(await Kinds(owner, $"?provider_id={managed}"));
        Assert.Equal(2, (await Kinds(manager, $"?provider_id={managed}")).Count);
        (await owner.Get($"/v1/events/{secret}")).IsRefused(404, "not_found");
        (await _app.Admin.Get("/v1/events/nothing")).IsRefused(404, "not_found");
        (await owner.Post("/v1/events", new { component = "x" })).IsRefused(403, "forbidden");
    }

    [Fact]
    public async Task An_organisation_keeps_what_happened_in_it_and_the_next_sees_what_follows()
    {
        var (before, after) = (await GivenAHouse(), await GivenAHouse());
        var (first, second) = (await _app.As(Roles.Provider), await _app.As(Roles.Provider));
        var provider = (await _app.Admin.Post("/v1/providers", new
        {
            name = "a",
            owner_user_id = first.UserId,
            organisation_id = before.Id,
        })).Is(201).Id;
        await _app.GivenSlots(provider);
        (await _app.Admin.Patch($"/v1/providers/{provider}", new
        {
            owner_user_id = second.UserId,
            organisation_id = after.Id,
        })).Is(200);
        await _app.GivenSlots(provider, inDays: 4);

        string[] was = ["opening.offered", "provider.created", "provider.left"];
        string[] isNow = ["opening.offered", "provider.updated"];
        Assert.Equal(was, await Kinds(before.Manager));
        Assert.Equal(was, await Kinds(first));
        Assert.Equal(was, await Kinds(before.Manager, $"?provider_id={provider}"));
        Assert.Equal(isNow, await Kinds(after.Manager));
        Assert.Equal(isNow, await Kinds(second));
        Assert.Equal(isNow, await Kinds(second, $"?provider_id={provider}"));
        var left = Assert.Single(await Found($"provider_id={provider}&kind=provider.left"))!;
        Assert.Equal(first.UserId, (string?)left["data"]!["owner_user_id"]);
        Assert.Equal(before.Id, (long)left["data"]!["organisation_id"]!);
        (await after.Manager.Get($"/v1/events/{left["id"]}")).IsRefused(404, "not_found");
        (await before.Manager.Get($"/v1/events/{left["id"]}")).Is(200);
    }

    [Fact]
    public async Task Who_owns_a_client_and_manages_an_organisation_sees_the_events_of_both_once()
    {
        var house = await GivenAHouse();
        var both = await _app.As(Roles.Manager | Roles.Provider, house.Id);
        var other = await _app.As(Roles.Provider);
        var client = (await both.Post("/v1/clients", new { first_name = "a" })).Is(201).Id;
        await _app.GivenAProvider(house.Manager);
        (await _app.Admin.Patch($"/v1/clients/{client}", new
        {
            owner_user_id = other.UserId,
            organisation_id = (await GivenAHouse()).Id,
        })).Is(200);

        Assert.Equal(["client.created", "client.left", "provider.created"], await Kinds(both));
        Assert.Equal(["client.updated"], await Kinds(other));
        Assert.Equal(["client.created", "client.left"], await Kinds(both, $"?subject=client/{client}"));
    }

    [Fact]
    public async Task Everything_that_happens_to_a_provider_is_told_to_its_owner()
    {
        var owner = await _app.As(Roles.Provider);
        var owned = await _app.GivenAProvider(owner);
        await _app.GivenAHold(await _app.GivenSlots(owned));
        (await owner.Put($"/v1/providers/{owned}/skills", new { skills = new[] { "CBT" } })).Is(200);
        (await owner.Post("/v1/appointments", new
        {
            provider_id = owned,
            starts_at = "2029-01-01T10:00:01Z",
            duration_seconds = 3600,
            type = "one-off",
        })).Is(201);
        var month = $"{_app.Clock.GetUtcNow():yyyy-MM}";
        await _app.GivenACareEvent(owned, await _app.GivenAnEventType());
        (await _app.Admin.Post("/v1/remittances", new
        {
            reference = Some(),
            caregiver_id = owned,
            service_month = month,
        })).Is(201);

        Assert.Equal([
            "appointment.offered", "care_event.registered", "opening.offered", "provider.created",
            "provider.skills_set", "remittance.made", "reservation.held",
        ], await Kinds(owner));
    }

    [Fact]
    public async Task A_search_that_sees_too_much_stops_and_goes_on()
    {
        await using var changed = await _app.Restart("--Kalends:Events:CandidatesMax=1000");
        var component = Some();
        var calls = Enumerable.Range(0, 1400).Select(n => _app.Admin.Post("/v1/events", new
        {
            component,
            message = n == 1 ? "needle in hay" : "hay",
        }));
        foreach (var some in calls.Chunk(50))
            await Task.WhenAll(some);

        var page = (await _app.Admin.Get($"/v1/events?component={component}&contains=!")).Is(200);
        Assert.Empty(page["items"]!.AsArray());
        Assert.NotNull(page["next"]);

        var (found, pages) = (0, 0);
        for (var next = (string?)""; next is not null; pages++)
        {
            page = (await _app.Admin.Get($"/v1/events?component={component}&contains=e+i&cursor={next}")).Is(200);
            found += page["items"]!.AsArray().Count;
            next = (string?)page["next"];
        }
        Assert.Equal(1, found);
    }

    async Task<(long Id, Visitor Manager)> GivenAHouse()
    {
        var id = (await _app.Admin.Post("/v1/organisations", new { name = Some() })).Is(201).Id;
        return (id, await _app.As(Roles.Manager, id));
    }

    static string Some() => "c" + Guid.NewGuid().ToString("N");

    async Task<string> Save(object body) => (string)(await _app.Admin.Post("/v1/events", body)).Is(201)["id"]!;

    async Task<System.Text.Json.Nodes.JsonArray> Found(string query) =>
        (await _app.Admin.Get($"/v1/events?{query}")).Is(200)["items"]!.AsArray();

    static async Task<List<string>> Kinds(Visitor visitor, string query = "") =>
        (await visitor.Get("/v1/events" + query)).Is(200)["items"]!.AsArray()
            .Select(one => (string)one!["kind"]!).Order(StringComparer.Ordinal).ToList();
}

public sealed class EventLogTestsOnSqlite(SqliteApp app) : EventLogTests(app), IClassFixture<SqliteApp>;

public sealed class EventLogTestsOnPostgres(PostgresApp app) : EventLogTests(app), IClassFixture<PostgresApp>;
