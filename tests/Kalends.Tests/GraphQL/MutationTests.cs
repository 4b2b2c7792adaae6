using System.Text.Json.Nodes;
using Kalends.Platform.Calls;
using Kalends.Tests.Kit;
using Kalends.Tests.Reimbursements;

namespace Kalends.Tests.GraphQL;

/// <summary>What REST can do is done over GraphQL: the same use cases, the same refusals.</summary>
public abstract class MutationTests
{
    // GraphQL writes a quotation mark inside a text as \", and not as the escape that JSON is written with by default.
    static readonly System.Text.Json.JsonSerializerOptions Plainly = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    readonly TestApp _app;

    protected MutationTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task Users_are_made_changed_shut_out_let_in_and_deleted()
    {
        var organisation = (string)(await Do(
            "createOrganisation", $"name: \"{Guid.NewGuid()}\"", "organisation { organisationId }"))["organisationId"]!;
        var name = $"graph-{Guid.NewGuid()}";

        var made = await Do(
            "createUser", $"username: \"{name}\", password: \"long enough\", roles: [CLIENT]",
            "user { userId username roles version }");
        var which = $"userId: \"{made["userId"]}\"";
        var updated = await Do(
            "updateUser",
            $"{which}, roles: [MANAGER], organisationId: {organisation}, ifMatch: {Quoted(made["version"])}",
            "user { roles organisationId disabledAt }");
        var disabled = await Do("disableUser", which, "user { disabledAt }");
        var enabled = await Do("enableUser", which, "user { disabledAt }");
        var read = (await _app.Admin.Ask($"{{ user({which}) {{ username roles }} }}")).Data()["user"]!;
        await Do("deleteUser", which, "user { userId }");

        Assert.Equal((name, "[\"CLIENT\"]"), ((string?)made["username"], made["roles"]!.ToJsonString()));
        Assert.Equal(
            $"{{\"roles\":[\"MANAGER\"],\"organisationId\":\"{organisation}\",\"disabledAt\":null}}",
            updated.ToJsonString());
        Assert.NotNull(disabled["disabledAt"]);
        Assert.Null(enabled["disabledAt"]);
        Assert.Equal($"{{\"username\":\"{name}\",\"roles\":[\"MANAGER\"]}}", read.ToJsonString());
        Assert.Equal("not_found", (await _app.Admin.Ask($"{{ user({which}) {{ username }} }}")).Refusal());
        Assert.Equal("precondition_failed", await Refusal(
            _app.Admin, "updateUser", $"userId: \"{_app.Admin.UserId}\", roles: [ADMIN], ifMatch: \"\\\"0\\\"\""));
        Assert.Equal("invalid_input", await Refusal(
            _app.Admin, "createUser", "username: \"short\", password: \"short\", roles: [CLIENT]"));
        Assert.Equal("forbidden", await Refusal(await _app.As(Roles.Manager), "disableUser", which));
    }

    [Fact]
    public async Task A_list_is_read_forward_page_by_page()
    {
        var names = Enumerable.Range(0, 3).Select(i => $"{i} {Guid.NewGuid()}").ToList();
        foreach (var name in names)
            await Do("createOrganisation", $"name: \"{name}\"", "organisation { name }");

        var (seen, place) = (new List<string>(), "null");
        while (place.Length > 0)
        {
            var page = (await _app.Admin.Ask(
                $"{{ organisations(first: 2, after: {place}) {{ edges {{ cursor node {{ name }} }} " +
                "pageInfo { hasNextPage hasPreviousPage endCursor } } }")).Data()["organisations"]!;
            var edges = page["edges"]!.AsArray();
            Assert.Equal(place != "null", (bool)page["pageInfo"]!["hasPreviousPage"]!);
            Assert.Equal((string?)edges[^1]!["cursor"], (string?)page["pageInfo"]!["endCursor"]);
            seen.AddRange(edges.Select(edge => (string)edge!["node"]!["name"]!));
            place = (bool)page["pageInfo"]!["hasNextPage"]! ? $"\"{page["pageInfo"]!["endCursor"]}\"" : "";
        }

        Assert.Equal(names, seen.Where(names.Contains));
        Assert.Equal(seen.Count, seen.Distinct().Count());
        var users = (await _app.Admin.Ask("{ users(first: 1) { edges { cursor } } }")).Data()["users"]!;
        var foreign = (string)users["edges"]![0]!["cursor"]!;
        foreach (var (wrong, code) in new[]
        {
            ("first: 101", "limit_page"), ("first: -1", "bad_input"), ("after: \"x\"", "bad_cursor"),
            ($"after: \"{foreign}\"", "bad_cursor"),
        })
            Assert.Equal(code, (await _app.Admin.Ask(
                $"{{ organisations({wrong}) {{ edges {{ cursor }} }} }}")).Refusal());
        Assert.Equal("forbidden", (await (await _app.As(Roles.Manager)).Ask(
            "{ users { edges { cursor } } }")).Refusal());
    }

    [Fact]
    public async Task A_sign_in_is_begun_refreshed_and_ended()
    {
        var name = $"graph-{Guid.NewGuid()}";
        await Do("createUser", $"username: \"{name}\", password: \"long enough\", roles: [CLIENT]", "user { userId }");
        const string Shown = "{ accessToken refreshToken tokenType expiresIn }";

        var first = (await _app.Nobody.Ask(
            $"mutation {{ issueToken(input: {{username: \"{name}\", password: \"long enough\"}}) {Shown} }}"))
            .Data()["issueToken"]!;
        var second = (await _app.Nobody.Ask(
            $"mutation {{ refreshToken(input: {{refreshToken: \"{first["refreshToken"]}\"}}) {Shown} }}"))
            .Data()["refreshToken"]!;
        var user = _app.Nobody.With((string)second["accessToken"]!);
        var me = (await user.Ask("{ me { username } }")).Data()["me"]!;
        var wrong = await Refusal(
            user, "changePassword", "oldPassword: \"something else\", newPassword: \"even longer\"");
        var changed = (await user.Ask(
            "mutation { changePassword(input: {oldPassword: \"long enough\", newPassword: \"even longer\", " +
            "clientMutationId: \"7\"}) { clientMutationId } }")).Data()["changePassword"]!;
        var again = (await _app.Nobody.Ask(
            $"mutation {{ issueToken(input: {{username: \"{name}\", password: \"even longer\"}}) {Shown} }}"))
            .Data()["issueToken"]!;
        var last = $"refreshToken: \"{again["refreshToken"]}\"";
        (await _app.Nobody.Ask($"mutation {{ revokeToken(input: {{{last}}}) {{ clientMutationId }} }}")).Data();

        Assert.Equal(("Bearer", 600), ((string?)first["tokenType"], (int)first["expiresIn"]!));
        Assert.Equal(name, (string?)me["username"]);
        Assert.Equal("invalid_input", wrong);
        Assert.Equal("7", (string?)changed["clientMutationId"]);
        Assert.Equal("token_revoked", await Refusal(
            _app.Nobody, "refreshToken", $"refreshToken: \"{second["refreshToken"]}\""));
        Assert.Equal("token_revoked", await Refusal(_app.Nobody, "refreshToken", last));
        Assert.Equal("bad_credentials", await Refusal(
            _app.Nobody, "issueToken", $"username: \"{name}\", password: \"long enough\""));
    }

    [Fact]
    public async Task A_calendar_is_offered_closed_opened_again_and_removed()
    {
        var owner = await _app.As(Roles.Provider);
        var provider = await _app.GivenAProvider(owner);
        var starts = _app.NextHour().AddDays(2);
        var stretch = $"startsAt: \"{starts.Text()}\", endsAt: \"{starts.AddHours(2).Text()}\"";
        var whose = $"providerId: {provider}";

        var offered = (await owner.Ask(
            $"mutation {{ offerOpenings(input: {{{whose}, ranges: [{{{stretch}}}], slotMinutes: 30}}) " +
            "{ openings { openingId slotCount slotMinutes firstSlotId provider { providerId } } " +
            "replaced { openingId } remaining { openingId } } }")).Data()["offerOpenings"]!;
        var opening = offered["openings"]![0]!;
        var held = await _app.GivenAHold(long.Parse((string)opening["firstSlotId"]!));
        var taken = await Refusal(owner, "closeStretch", $"{whose}, {stretch}");
        var closed = (await owner.Ask(
            $"mutation {{ closeStretch(input: {{{whose}, {stretch}, cancelReservations: true, reason: \"ill\"}}) " +
            "{ closure { closureId reason } cancelled { reservationId state } } }")).Data()["closeStretch"]!;
        var closures = (await owner.Ask(
            $"{{ closures({whose}) {{ edges {{ node {{ closureId startsAt }} }} }} }}")).Data()["closures"]!["edges"]!;
        var closure = (string)closed["closure"]!["closureId"]!;
        await Do("reopenStretch", $"{whose}, closureId: {closure}", "closure { reason }", owner);
        var removed = (await owner.Ask(
            $"mutation {{ removeOpening(input: {{{whose}, openingId: {opening["openingId"]}}}) " +
            "{ opening { openingId } cancelled { state } } }")).Data()["removeOpening"]!;
        var left = (await owner.Ask($"{{ openings({whose}) {{ edges {{ cursor }} }} }}")).Data()["openings"]!;

        Assert.Equal((4, 30, $"{provider}", 0, 0), (
            (int)opening["slotCount"]!, (int)opening["slotMinutes"]!, (string?)opening["provider"]!["providerId"],
            offered["replaced"]!.AsArray().Count, offered["remaining"]!.AsArray().Count));
        Assert.Equal("reservations_in_the_way", taken);
        Assert.Equal(("ill", $"{held}", "CANCELLED"), (
            (string?)closed["closure"]!["reason"], (string?)closed["cancelled"]![0]!["reservationId"],
            (string?)closed["cancelled"]![0]!["state"]));
        Assert.Equal(closure, (string?)Assert.Single(closures.AsArray())!["node"]!["closureId"]);
        Assert.Equal((string?)opening["openingId"], (string?)removed["opening"]!["openingId"]);
        Assert.Empty(left["edges"]!.AsArray());
        Assert.Equal("invalid_input", await Refusal(owner, "offerOpenings", $"{whose}, ranges: []"));
        Assert.Equal("forbidden", await Refusal(
            await _app.As(Roles.Client), "offerOpenings", $"{whose}, ranges: [{{{stretch}}}]"));
    }

    [Fact]
    public async Task Appointments_are_offered_and_read_and_lapsed_holds_released()
    {
        var provider = await _app.GivenAProvider();
        var input = $"providerId: {provider}, startsAt: \"{_app.NextHour().AddDays(2).Text()}\", " +
            "durationSeconds: 3600, type: \"one-off\"";

        var offered = await Do("offerAppointment", input, "appointment { appointmentId slotId status }");
        var again = await Do("offerAppointment", input, "appointment { appointmentId }");
        var held = await _app.GivenAHold(long.Parse((string)offered["slotId"]!));
        _app.Clock.Advance(TimeSpan.FromMinutes(31));
        var released = (await _app.Admin.Ask(
            "mutation { expireReservations(input: {}) { reservations { reservationId state } } }"))
            .Data()["expireReservations"]!["reservations"]!.AsArray();
        var read = (await _app.Admin.Ask(
            $"{{ appointment(appointmentId: {offered["appointmentId"]}) {{ durationSeconds status }} }}"))
            .Data()["appointment"]!;

        Assert.Equal((string?)offered["appointmentId"], (string?)again["appointmentId"]);
        Assert.Contains(released, one =>
            (string?)one!["reservationId"] == $"{held}" && (string?)one["state"] == "EXPIRED");
        Assert.Equal("""{"durationSeconds":3600,"status":"FREE"}""", read.ToJsonString());
        Assert.Equal("not_found", (await _app.Admin.Ask("{ appointment(appointmentId: 999999) { type } }")).Refusal());
        Assert.Equal("forbidden", await Refusal(await _app.As(Roles.Provider), "expireReservations", ""));
    }

    [Fact]
    public async Task A_patch_changes_what_it_names_and_null_takes_off()
    {
        var provider = await Do(
            "createProvider", "name: \"Ada\", cost: 500, currency: \"SEK\", languages: [\"en\"]",
            "provider { providerId version }");
        var which = $"providerId: {provider["providerId"]}";
        const string Shown = "provider { name cost currency languages availability { fromDate } }";

        var patched = await Do(
            "patchProvider",
            $"{which}, ifMatch: {Quoted(provider["version"])}, provider: {{cost: null, name: \"Grace\", " +
            "availability: [{fromDate: \"2030-01-01\", toDate: \"2030-01-02\"}]}", Shown);
        var untouched = await Do("patchProvider", $"{which}, provider: {{}}", Shown);
        var skills = (await _app.Admin.Ask(
            $"mutation {{ setSkills(input: {{{which}, skills: [\"b\", \"a\"]}}) {{ skills }} }}")).Data()["setSkills"]!;
        var bad = await _app.Admin.Ask(
            $"mutation {{ patchProvider(input: {{{which}, provider: {{cost: -1, timeZone: \"x\"}}}}) " +
            "{ clientMutationId } }");

        const string Expected = "{\"name\":\"Grace\",\"cost\":null,\"currency\":null,\"languages\":[\"en\"]," +
            "\"availability\":[{\"fromDate\":\"2030-01-01\"}]}";
        Assert.Equal((Expected, Expected), (patched.ToJsonString(), untouched.ToJsonString()));
        Assert.Equal("""{"skills":["b","a"]}""", skills.ToJsonString());
        Assert.Equal("invalid_input", bad.Refusal());
        Assert.Equal("precondition_failed", await Refusal(
            _app.Admin, "patchProvider", $"{which}, ifMatch: {Quoted(provider["version"])}, provider: {{}}"));
        Assert.Equal(
            "validation_failed", await Refusal(_app.Admin, "patchProvider", $"{which}, provider: {{nothing: 1}}"));
    }

    [Fact]
    public async Task Clients_are_entered_replaced_patched_and_listed()
    {
        var owner = await _app.As(Roles.Provider);
        const string Shown = "client { clientId name lastName timeZone version }";

        var made = await Do("createClient", "firstName: \"Grace\", lastName: \"Hopper\"", Shown, owner);
        var which = $"clientId: {made["clientId"]}";
        var updated = await Do(
            "updateClient", $"{which}, firstName: \"Ada\", lastName: \"Byron\", timeZone: \"Europe/London\"", Shown,
            owner);
        var patched = await Do("patchClient", $"{which}, client: {{lastName: null}}", Shown, owner);
        var listed = (await owner.Ask("{ clients(first: 5) { edges { node { clientId } } } }"))
            .Data()["clients"]!["edges"]!.AsArray();

        Assert.Equal("UTC", (string?)made["timeZone"]);
        Assert.Equal(("Ada Byron", "Europe/London"), ((string?)updated["name"], (string?)updated["timeZone"]));
        Assert.Equal(("Ada", ""), ((string?)patched["name"], (string?)patched["lastName"]));
        Assert.Equal((string?)made["clientId"], (string?)Assert.Single(listed)!["node"]!["clientId"]);
        Assert.Equal("not_found", await Refusal(
            await _app.As(Roles.Provider), "patchClient", $"{which}, client: {{lastName: \"x\"}}"));
    }

    [Fact]
    public async Task Events_are_written_and_read_and_paid_care_is_listed()
    {
        var made = await Do(
            "appendEvent", "component: \"shop\", kind: \"order.placed\", data: \"{\\\"n\\\": 1}\"",
            "logEvent { eventId kind data }");
        var read = (await _app.Admin.Ask($"{{ logEvent(eventId: \"{made["eventId"]}\") {{ component }} }}"))
            .Data()["logEvent"]!;
        var care = await _app.GivenACareEvent(await _app.GivenAProvider(), await _app.GivenAnEventType());
        var paid = await Do(
            "remitCareEvents", $"reference: \"{Guid.NewGuid()}\", careEventIds: [{care}]",
            "remittance { remittanceId }");
        var lines = (await _app.Admin.Ask($"{{ remittedCareEvents(remittanceId: {paid["remittanceId"]}) " +
            "{ edges { node { careEventId } } } }")).Data()["remittedCareEvents"]!["edges"]!.AsArray();

        Assert.Equal(("order.placed", "{\"n\":1}"), ((string?)made["kind"], (string?)made["data"]));
        Assert.Equal("shop", (string?)read["component"]);
        Assert.Equal($"{care}", (string?)Assert.Single(lines)!["node"]!["careEventId"]);
        Assert.Equal("forbidden", await Refusal(await _app.As(Roles.Provider), "appendEvent", "component: \"x\""));
    }

    [Fact]
    public async Task The_clients_own_text_comes_back_and_a_key_belongs_to_one_input()
    {
        var name = $"Once {Guid.NewGuid()}";
        string Make(string input) => "mutation { createProvider(input: {idempotencyKey: \"" + name + "\", " + input +
            "}) { clientMutationId provider { providerId name } } }";

        var first = (await _app.Admin.Ask(Make($"name: \"{name}\", clientMutationId: \"one\""))).Data();
        var again = (await _app.Admin.Ask(Make($"name: \"{name}\", clientMutationId: \"two\""))).Data();
        var which = $"providerId: {first["createProvider"]!["provider"]!["providerId"]}, idempotencyKey: \"{name}\"";
        await Do("patchProvider", $"{which}, provider: {{cost: 1}}", "provider { cost }");

        Assert.Equal("one", (string?)first["createProvider"]!["clientMutationId"]);
        Assert.Equal("two", (string?)again["createProvider"]!["clientMutationId"]);
        Assert.Equal(
            first["createProvider"]!["provider"]!.ToJsonString(), again["createProvider"]!["provider"]!.ToJsonString());
        Assert.Equal("idempotency_key_reused", (await _app.Admin.Ask(Make("name: \"Other\""))).Refusal());
        Assert.Equal("idempotency_key_reused", await Refusal(
            _app.Admin, "patchProvider", $"{which}, provider: {{cost: 2}}"));
        Assert.Equal("invalid_input", await Refusal(
            _app.Admin, "createProvider", $"name: \"a\", clientMutationId: \"{new string('x', 256)}\""));
    }

    /// <summary>Runs a mutation, and gives the thing in its payload that is shown.</summary>
    async Task<JsonNode> Do(string mutation, string input, string shown, Visitor? by = null) =>
        (await (by ?? _app.Admin).Ask($"mutation {{ {mutation}(input: {{{input}}}) {{ {shown} }} }}"))
        .Data()[mutation]!.AsObject().First().Value!;

    static string Quoted(JsonNode? text) => System.Text.Json.JsonSerializer.Serialize((string)text!, Plainly);

    static async Task<string?> Refusal(Visitor by, string mutation, string input) =>
        (await by.Ask($"mutation {{ {mutation}(input: {{{input}}}) {{ clientMutationId }} }}")).Refusal();
}

public sealed class MutationTestsOnSqlite(SqliteApp app) : MutationTests(app), IClassFixture<SqliteApp>;

public sealed class MutationTestsOnPostgres(PostgresApp app) : MutationTests(app), IClassFixture<PostgresApp>;
