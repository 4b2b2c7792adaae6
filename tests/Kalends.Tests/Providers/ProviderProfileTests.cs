using Kalends.Platform.Calls;
using Kalends.Tests.GraphQL;
using Kalends.Tests.Http;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Providers;

/// <summary>What is said of a provider: entered, said anew, patched; names, prices, dates and languages.</summary>
public abstract class ProviderProfileTests
{
    static readonly object Full = new
    {
        name = "SEO Incorporated",
        first_name = "Sam",
        last_name = "Orr",
        skills = new[] { "SEO Optimisation", "Digital Marketing", "Cold Calling" },
        cost = 25_000,
        currency = "EUR",
        availability = new[]
        {
            new { from_date = "2030-03-01", to_date = "2030-03-31" },
            new { from_date = "2030-03-10", to_date = "2030-04-02" },
            new { from_date = "2030-01-07", to_date = "2030-01-07" },
        },
        time_zone = "Europe/Paris",
        languages = new[] { "fr", "en-GB" },
        active = false,
    };

    readonly TestApp _app;

    protected ProviderProfileTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task All_that_is_said_is_shown_as_it_was_said()
    {
        var made = (await _app.Admin.Post("/v1/providers", Full)).Is(201);
        var read = (await _app.Admin.Get($"/v1/providers/{made.Id}")).Is(200);

        Assert.Equal(made.Text, read.Text);
        Assert.Equal(
            $"{{\"id\":{made.Id},\"name\":\"SEO Incorporated\",\"first_name\":\"Sam\",\"last_name\":\"Orr\"," +
            "\"skills\":[\"SEO Optimisation\",\"Digital Marketing\",\"Cold Calling\"],\"cost\":25000," +
            "\"currency\":\"EUR\",\"availability\":[{\"from_date\":\"2030-03-01\",\"to_date\":\"2030-03-31\"}," +
            "{\"from_date\":\"2030-03-10\",\"to_date\":\"2030-04-02\"}," +
            "{\"from_date\":\"2030-01-07\",\"to_date\":\"2030-01-07\"}],\"time_zone\":\"Europe/Paris\"," +
            "\"languages\":[\"fr\",\"en-GB\"],\"active\":false,\"published\":null," +
            "\"rating\":{\"mean\":null,\"sum\":0,\"count\":0},\"user_id\":null," +
            $"\"owner_user_id\":\"{_app.Admin.UserId}\",\"organisation_id\":null," +
            $"\"created_at\":{made["created_at"]!.ToJsonString()}," +
            $"\"updated_at\":{made["created_at"]!.ToJsonString()},\"version\":1}}",
            read.Text);
    }

    [Fact]
    public async Task What_is_said_anew_takes_the_place_of_all_that_was_said_but_for_ties()
    {
        var user = await _app.As(Roles.Provider);
        var made = (await _app.Admin.Post("/v1/providers", Full)).Is(201);
        (await _app.Admin.Patch($"/v1/providers/{made.Id}", new { user_id = user.UserId })).Is(200);

        var changed = (await _app.Admin.Put($"/v1/providers/{made.Id}", new { name = "SEO" })).Is(200);

        Assert.Equal(("SEO", "SEO", ""), Names(changed));
        Assert.Equal("[] null null [] UTC [] true", string.Join(' ',
            ((string[])["skills", "cost", "currency", "availability", "time_zone", "languages", "active"])
            .Select(name => changed[name] is null ? "null" : changed[name]!.ToString())));
        Assert.Equal(user.UserId, (string?)changed["user_id"]);
        Assert.Equal(_app.Admin.UserId, (string?)changed["owner_user_id"]);
        Assert.Equal(changed.Text, (await _app.Admin.Get($"/v1/providers/{made.Id}")).Text);
    }

    [Theory]
    [InlineData("""{"name":"Cher"}""", "Cher|Cher|")]
    [InlineData("""{"first_name":"Ada","last_name":"Lovelace"}""", "Ada Lovelace|Ada|Lovelace")]
    [InlineData("""{"first_name":"Ada"}""", "Ada|Ada|")]
    [InlineData("""{"name":"Dr Ada","first_name":"Ada","last_name":"Lovelace"}""", "Dr Ada|Ada|Lovelace")]
    [InlineData("""{"name":"Lovelace & Co","last_name":"Lovelace"}""", "Lovelace & Co|Lovelace & Co|Lovelace")]
    public async Task Names_follow_from_those_that_are_given(string said, string names)
    {
        var made = (await _app.Admin.Post("/v1/providers", said)).Is(201);

        var (name, first, last) = Names(made);
        Assert.Equal(names, $"{name}|{first}|{last}");
    }

    [Fact]
    public async Task Long_names_are_joined_and_can_be_said_again()
    {
        var (first, last) = (new string('f', 149), new string('l', 100));

        var made = (await _app.Admin.Post("/v1/providers", new { first_name = first, last_name = last })).Is(201);
        var patched = await _app.Admin.Patch($"/v1/providers/{made.Id}", new { cost = 1 });
        var tooLong = await _app.Admin.Post("/v1/providers", new { first_name = first + "f", last_name = last });

        Assert.Equal(($"{first} {last}", first, last), Names(patched.Is(200)));
        Assert.Equal(["/name too_long"], tooLong.IsRefused(422, "invalid_input").Errors);
    }

    [Fact]
    public async Task A_price_without_a_currency_is_in_the_currency_of_the_house()
    {
        await using var changed = await _app.Restart("--Kalends:Providers:Currency=SEK");

        var made = (await _app.Admin.Post("/v1/providers", new { name = "a", cost = 0 })).Is(201);

        Assert.Equal((0, "SEK"), ((long)made["cost"]!, (string)made["currency"]!));
    }

    [Theory]
    [InlineData("""{"cost":7}""", "cost", "7")]
    [InlineData("""{"cost":null,"currency":null}""", "currency", "")]
    [InlineData("""{"currency":null,"cost":null}""", "cost", "")]
    [InlineData("""{"skills":["b","a"]}""", "skills", """["b","a"]""")]
    [InlineData("""{"skills":null}""", "skills", "[]")]
    [InlineData("""{"availability":[{"from_date":"2031-01-01","to_date":"2031-01-01"}]}""", "availability",
        """[{"from_date":"2031-01-01","to_date":"2031-01-01"}]""")]
    [InlineData("""{"languages":null}""", "languages", "[]")]
    [InlineData("""{"time_zone":null}""", "time_zone", "\"UTC\"")]
    [InlineData("""{"active":null}""", "active", "true")]
    [InlineData("""{"name":null}""", "name", "\"Sam Orr\"")]
    [InlineData("""{"first_name":null}""", "first_name", "\"SEO Incorporated\"")]
    [InlineData("""{"last_name":null}""", "last_name", "\"\"")]
    [InlineData("{}", "name", "\"SEO Incorporated\"")]
    public async Task A_patch_changes_what_it_names_and_nothing_else(string patch, string member, string value)
    {
        var made = (await _app.Admin.Post("/v1/providers", Full)).Is(201);

        var patched = (await _app.Admin.Patch($"/v1/providers/{made.Id}", patch)).Is(200);

        Assert.Equal(value, patched[member]?.ToJsonString(Relaxed) ?? "");
        var (before, after) = (made.Body.AsObject(), patched.Body.AsObject());
        foreach (var same in before.Select(one => one.Key).Where(name =>
            !patch.Contains($"\"{name}\"", StringComparison.Ordinal) && name is not ("updated_at" or "version")))
            Assert.Equal((same, before[same]?.ToJsonString()), (same, after[same]?.ToJsonString()));
        Assert.Equal(patched.Text, (await _app.Admin.Get($"/v1/providers/{made.Id}")).Text);
    }

    [Theory]
    [InlineData(null, "GBP")]
    [InlineData("EUR", "EUR")]
    public async Task A_price_is_taken_off_with_its_currency_whoever_said_that(string? said, string kept)
    {
        var path = $"/v1/providers/{(await _app.Admin.Post(
            "/v1/providers", new { name = "a", cost = 100, currency = said })).Is(201).Id}";

        var other = (await _app.Admin.Patch(path, """{"cost":200}""")).Is(200);
        var free = (await _app.Admin.Patch(path, """{"cost":null}""")).Is(200);
        var again = (await _app.Admin.Patch(path, """{"cost":null}""")).Is(200);
        var priced = (await _app.Admin.Patch(path, """{"cost":300}""")).Is(200);

        Assert.Equal((200, kept), ((long)other["cost"]!, (string)other["currency"]!));
        Assert.All(
            (Answer[])[free, again], answer => Assert.True(answer["cost"] is null && answer["currency"] is null));
        Assert.Equal((300, "GBP"), ((long)priced["cost"]!, (string)priced["currency"]!));
    }

    [Theory]
    [InlineData("[]", " type")]
    [InlineData("null", " type")]
    [InlineData("\"name\"", " type")]
    [InlineData("""{"nothing":1}""", "/nothing unknown_field")]
    [InlineData("""{"nothing":null}""", "/nothing unknown_field")]
    [InlineData("""{"id":3}""", "/id unknown_field")]
    [InlineData("""{"rating":{"sum":500}}""", "/rating unknown_field")]
    [InlineData("""{"version":9}""", "/version unknown_field")]
    [InlineData("""{"cost":-1,"skills":["a","a"]}""", "/cost out_of_range")]
    [InlineData("""{"skills":["a","a"],"languages":["x!"]}""", "/languages/0 format, /skills/1 repeated")]
    [InlineData("""{"cost":null,"currency":"EUR"}""", "/currency without_cost")]
    [InlineData("""{"name":null,"first_name":null}""", "/name required")]
    [InlineData("""{"owner_user_id":null}""", "/owner_user_id required")]
    [InlineData("""{"availability":{"0":{"from_date":"2031-01-01"}}}""", "/availability type")]
    [InlineData("""{"availability":[{"from_date":"2031-01-02","to_date":"2031-01-01"}]}""",
        "/availability/0/to_date end_before_start")]
    [InlineData("""{"name":{"a":1}}""", "/name type")]
    [InlineData("""{"name":"\ud800"}""", " text")]
    public async Task A_patch_is_refused_that_leads_to_what_cannot_be_said(string patch, string errors)
    {
        var made = (await _app.Admin.Post("/v1/providers", Full)).Is(201);

        var answer = await _app.Admin.Patch($"/v1/providers/{made.Id}", patch);

        Assert.Equal(errors, string.Join(", ", answer.IsRefused(422, "invalid_input").IsCleanRefusal().Errors));
        Assert.Equal(made.Text, (await _app.Admin.Get($"/v1/providers/{made.Id}")).Text);
    }

    [Theory]
    [InlineData("application/merge-patch+json", 200)]
    [InlineData("application/json", 200)]
    [InlineData("application/json-patch+json", 415)]
    [InlineData("text/plain", 415)]
    public async Task A_patch_is_a_merge_patch(string mediaType, int status)
    {
        var provider = await _app.GivenAProvider();

        var answer = await _app.Admin.Send(
            HttpMethod.Patch, $"/v1/providers/{provider}", Wire.Body("{}", mediaType));

        Assert.Equal(status, answer.Status);
    }

    [Fact]
    public async Task A_patch_takes_a_tie_off()
    {
        var (user, house) = (await _app.As(Roles.Provider), await GivenAnOrganisation());
        var made = (await _app.Admin.Post(
            "/v1/providers", new { name = "a", user_id = user.UserId, organisation_id = house })).Is(201);

        var freed = await _app.Admin.Patch(
            $"/v1/providers/{made.Id}", """{"user_id":null,"organisation_id":null}""");

        Assert.Null(freed.Is(200)["user_id"]);
        Assert.Null(freed["organisation_id"]);
        Assert.Equal(_app.Admin.UserId, (string?)freed["owner_user_id"]);
    }

    [Fact]
    public async Task Who_may_not_change_a_provider_does_not_find_one()
    {
        var owner = await _app.As(Roles.Client);
        var house = await GivenAnOrganisation();
        var provider = await _app.GivenAProvider(owner);
        var managed = (await _app.Admin.Post("/v1/providers", new { name = "a", organisation_id = house })).Is(201).Id;
        var manager = await _app.As(Roles.Manager, house);
        var path = $"/v1/providers/{provider}";

        foreach (var stranger in (Visitor[])[await _app.As(Roles.Client), await _app.As(Roles.Provider), manager])
        {
            (await stranger.Get(path)).Is(200);
            (await stranger.Put(path, new { name = "b" })).IsRefused(404, "not_found").IsCleanRefusal();
            (await stranger.Patch(path, new { name = "b" })).IsRefused(404, "not_found");
            (await stranger.Put($"{path}/skills", new { skills = new[] { "b" } })).IsRefused(404, "not_found");
            (await stranger.Delete(path)).IsRefused(404, "not_found");
            // Whoever does not find it learns nothing of its version either.
            (await stranger.Patch(path, new { name = "b" }, "\"0-0-0\"")).IsRefused(404, "not_found");
        }
        (await (await _app.As(Roles.Accountant)).Patch(path, new { name = "b" })).IsRefused(403, "forbidden");
        (await manager.Patch($"/v1/providers/{managed}", new { name = "b" })).Is(200);
        (await owner.Patch(path, new { name = "b" })).Is(200);
        (await _app.Admin.Delete(path)).Is(200);
        (await manager.Delete($"/v1/providers/{managed}")).Is(200);
    }

    [Fact]
    public async Task GraphQL_enters_replaces_and_deletes_a_provider_by_the_same_rules()
    {
        const string Shown =
            "{ providerId name firstName skills cost currency languages active version " +
            "availability { fromDate toDate } rating { mean count sum } }";
        var made = (await _app.Admin.Ask(
            "mutation { createProvider(input: {name: \"Ada\", skills: [\"b\", \"a\"], cost: 5, " +
            "availability: [{ fromDate: \"2030-01-01\", toDate: \"2030-01-01\" }], languages: [\"en\"]}) " +
            $"{{ provider {Shown} }} }}")).Data()["createProvider"]!["provider"]!;
        var id = (string)made["providerId"]!;
        var version = (string)made["version"]!;

        Assert.Equal(
            """{"mean":null,"count":0,"sum":0} GBP [{"fromDate":"2030-01-01","toDate":"2030-01-01"}]""",
            $"{made["rating"]!.ToJsonString()} {made["currency"]} {made["availability"]!.ToJsonString()}");
        Assert.Equal(version, (await _app.Admin.Get($"/v1/providers/{id}")).Headers["ETag"]);

        var replace = "mutation($v: String) " +
            $"{{ replaceProvider(input: {{providerId: {id}, ifMatch: $v, name: \"B\"}}) {{ provider {Shown} }} }}";
        var bad = await _app.Admin.Ask(
            $"mutation {{ replaceProvider(input: {{providerId: {id}, name: \"B\", cost: -1, timeZone: \"x\"}}) " +
            $"{{ provider {Shown} }} }}");
        var changed = await _app.Admin.Ask(replace, new { v = version });
        var late = await _app.Admin.Ask(replace, new { v = version });
        var stranger = await (await _app.As(Roles.Provider)).Ask(replace);
        var gone = await _app.Admin.Ask(
            $"mutation {{ deleteProvider(input: {{providerId: {id}}}) {{ provider {Shown} }} }}");
        var after = await _app.Admin.Ask($"{{ provider(providerId: {id}) {Shown} }}");

        Assert.Equal("invalid_input", bad.Refusal());
        Assert.Equal("B", (string?)changed.Data()["replaceProvider"]!["provider"]!["name"]);
        Assert.Equal("precondition_failed", late.Refusal());
        Assert.Equal("not_found", stranger.Refusal());
        Assert.Equal("B", (string?)gone.Data()["deleteProvider"]!["provider"]!["name"]);
        Assert.Equal("not_found", after.Refusal());
    }

    async Task<long> GivenAnOrganisation() =>
        (await _app.Admin.Post("/v1/organisations", new { name = Guid.NewGuid() })).Is(201).Id;

    static (string?, string?, string?) Names(Answer answer) =>
        ((string?)answer["name"], (string?)answer["first_name"], (string?)answer["last_name"]);

    static readonly System.Text.Json.JsonSerializerOptions Relaxed = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}

public sealed class ProviderProfileTestsOnSqlite(SqliteApp app)
    : ProviderProfileTests(app), IClassFixture<SqliteApp>;

public sealed class ProviderProfileTestsOnPostgres(PostgresApp app)
    : ProviderProfileTests(app), IClassFixture<PostgresApp>;
