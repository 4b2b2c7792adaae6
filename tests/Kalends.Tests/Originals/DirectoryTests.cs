using Kalends.Platform.Calls;
using Kalends.Tests.Http;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Originals;

/// <summary>The original directory's requests about one service provider, as its README writes them.</summary>
public abstract class DirectoryTests
{
    const string Path = "/v1_0/service-provider";

    const string New =
        """
        {"name":"SEO Incorporated","skills":["SEO Optimisation","Digital Marketing","Cold Calling"],
        "cost_in_pence":25000,"availability":[{"from_date":"2022-11-12","to_date":"2022-12-28"}]}
        """;

    readonly TestApp _app;

    protected DirectoryTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task Health_is_told_to_everybody() =>
        Assert.Equal("""{"status":"ok"}""", (await _app.Nobody.Get("/v1_0/health")).Is(200).Text);

    [Fact]
    public async Task A_service_provider_is_entered_read_changed_and_deleted()
    {
        var made = (await _app.Admin.Post(Path, New)).Is(201);
        var id = (string)made["id"]!;
        var read = await _app.Admin.Get($"{Path}/{id}");
        var changed = (await _app.Admin.Put($"{Path}/{id}",
            """{"name":"B","skills":["z","a"],"cost_in_pence":0,"availability":[]}""")).Is(200);
        var deleted = await _app.Admin.Delete($"{Path}/{id}");
        var gone = await _app.Admin.Get($"{Path}/{id}");

        Assert.Equal(
            $"{{\"id\":\"{id}\",\"name\":\"SEO Incorporated\",\"skills\":[\"SEO Optimisation\"," +
            "\"Digital Marketing\",\"Cold Calling\"],\"cost_in_pence\":25000," +
            "\"availability\":[{\"from_date\":\"2022-11-12\",\"to_date\":\"2022-12-28\"}],\"review_rating\":0.0}",
            made.Text);
        Assert.Equal(made.Text, read.Is(200).Text);
        Assert.Equal(
            $"{{\"id\":\"{id}\",\"name\":\"B\",\"skills\":[\"z\",\"a\"],\"cost_in_pence\":0,\"availability\":[]," +
            "\"review_rating\":0.0}",
            changed.Text);
        Assert.Equal("{}", deleted.Is(200).Text);
        gone.IsRefused(404, "not_found").IsCleanRefusal();
    }

    [Fact]
    public async Task An_id_is_a_UUID_made_from_the_number_and_both_name_the_provider()
    {
        var made = await _app.Admin.Post("/v1/providers", new { name = "a", cost = 1, currency = "GBP" });
        var number = made.Is(201).Id;
        var uuid = Uuid.Of(number);

        var read = (await _app.Admin.Get($"{Path}/{number}")).Is(200);

        Assert.Equal(uuid, (string?)read["id"]);
        // What Python's uuid.UUID says of it.
        Assert.Equal((8, 2), (Guid.Parse(uuid).Version, Guid.Parse(uuid).Variant >> 2));
        foreach (var name in new[] { uuid, uuid.ToUpperInvariant(), uuid.Replace("-", "", StringComparison.Ordinal) })
            Assert.Equal(read.Text, (await _app.Admin.Get($"{Path}/{name}")).Is(200).Text);
        (await _app.Admin.Put($"{Path}/{number}", New)).Is(200);
        (await (await _app.As(Roles.Client)).Post($"{Path}/{uuid}/review", new { rating = 5 })).Is(201);
        Assert.Equal(5m, (decimal)(await _app.Admin.Get($"{Path}/{uuid}")).Is(200)["review_rating"]!);
        (await _app.Admin.Delete($"{Path}/{uuid}")).Is(200);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("1.0")]
    [InlineData("blah")]
    [InlineData("999999")]
    [InlineData("9223372036854775808")]
    [InlineData("a name of more than a hundred characters names nobody and is not looked for, " +
        "however long it may be")]
    [InlineData("6b616c65-6e64-8001-8000-0000000f423f")]
    [InlineData("6b616c65-6e64-8001-8000-000000000000")]
    [InlineData("6b616c65-6e64-8001-bfff-ffffffffffff")]
    [InlineData("6b616c65-6e64-8001-4000-000000000001")]
    [InlineData("6b616c65-6e64-8002-8000-000000000001")]
    [InlineData("6b616c65-6e64-4001-8000-000000000001")]
    [InlineData("3f2504e0-4f89-41d3-9a0c-0305e82c3301")]
    [InlineData("6b616c65-6e64-8001-8000-00000000000")]
    public async Task What_names_nobody_is_not_found(string id)
    {
        var path = $"{Path}/{id}";

        foreach (var answer in (Answer[])
            [
                await _app.Admin.Get(path), await _app.Admin.Put(path, New), await _app.Admin.Delete(path),
                await (await _app.As(Roles.Client)).Post($"{path}/review", new { rating = 5 }),
            ])
            answer.IsRefused(404, "not_found").IsCleanRefusal();
    }

    [Fact]
    public async Task The_canonical_directory_shows_the_same_provider()
    {
        var made = (await _app.Admin.Post(Path, New)).Is(201);

        var shown = (await _app.Admin.Get($"/v1/providers/{Uuid.NumberOf(made["id"])}")).Is(200);

        Assert.Equal("25000 GBP SEO Incorporated UTC", string.Join(' ',
            ((string[])["cost", "currency", "first_name", "time_zone"]).Select(name => shown[name]!.ToString())));
    }

    [Fact]
    public async Task A_change_keeps_what_the_original_has_no_word_for()
    {
        var user = await _app.As(Roles.Provider);
        var made = (await _app.Admin.Post("/v1/providers", new
        {
            name = "SEO",
            first_name = "Sam",
            last_name = "Orr",
            cost = 1,
            currency = "GBP",
            time_zone = "Europe/Paris",
            languages = new[] { "fr" },
            active = false,
            user_id = user.UserId,
        })).Is(201);

        (await _app.Admin.Put($"{Path}/{made.Id}", New.Replace("SEO Incorporated", "SEO"))).Is(200);
        var same = (await _app.Admin.Get($"/v1/providers/{made.Id}")).Is(200);
        (await _app.Admin.Put($"{Path}/{made.Id}", New)).Is(200);
        var renamed = (await _app.Admin.Get($"/v1/providers/{made.Id}")).Is(200);

        foreach (var name in (string[])["time_zone", "languages", "active", "user_id", "owner_user_id"])
            Assert.Equal(made[name]!.ToJsonString(), renamed[name]!.ToJsonString());
        Assert.Equal(("Sam", "Orr"), ((string?)same["first_name"], (string?)same["last_name"]));
        Assert.Equal(("SEO Incorporated", ""), ((string?)renamed["first_name"], (string?)renamed["last_name"]));
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData(100L, "EUR")]
    public async Task A_provider_without_a_price_in_pence_is_not_there(long? cost, string? currency)
    {
        var path = $"{Path}/{(await _app.Admin.Post("/v1/providers", new { name = "a", cost, currency })).Is(201).Id}";

        (await _app.Admin.Get(path)).IsRefused(404, "not_found");
        (await _app.Admin.Put(path, New)).IsRefused(404, "not_found");
        (await _app.Admin.Delete(path)).IsRefused(404, "not_found");
    }

    [Fact]
    public async Task Only_the_owner_finds_what_is_to_be_changed()
    {
        var (owner, stranger) = (await _app.As(Roles.Client), await _app.As(Roles.Client));
        var path = $"{Path}/{(await owner.Post(Path, New)).Is(201)["id"]}";

        (await stranger.Get(path)).Is(200);
        (await stranger.Put(path, New)).IsRefused(404, "not_found");
        (await stranger.Delete(path)).IsRefused(404, "not_found");
        (await owner.Put(path, New)).Is(200);
        (await owner.Delete(path)).Is(200);
    }

    [Theory]
    [InlineData("user_id")]
    [InlineData("user-id")]
    public async Task A_header_that_names_the_user_names_the_callers_own(string header)
    {
        var (owner, other) = (await _app.As(Roles.Client), await _app.As(Roles.Client));
        var made = (await Ask(owner, "POST", Path, New, (header, owner.UserId))).Is(201);
        var path = $"{Path}/{made["id"]}";

        foreach (var (method, body) in ((string, string?)[])[("GET", null), ("PUT", New), ("DELETE", null)])
        {
            (await Ask(owner, method, path, body, (header, other.UserId)))
                .IsRefused(403, "wrong_user").IsCleanRefusal();
            (await Ask(owner, method, path, body, (header, ""))).IsRefused(403, "wrong_user");
            (await Ask(owner, method, path, body, ("user_id", owner.UserId), ("user-id", other.UserId)))
                .IsRefused(403, "wrong_user");
        }
        (await Ask(owner, "POST", Path, New, (header, other.UserId))).IsRefused(403, "wrong_user");
        (await Ask(owner, "PUT", path, New, (header, owner.UserId.ToUpperInvariant()))).Is(200);
        (await Ask(owner, "DELETE", path, null, ("user_id", owner.UserId), ("user-id", owner.UserId))).Is(200);
    }

    [Theory]
    [InlineData("{}", "/availability required, /cost_in_pence required, /name required, /skills required")]
    [InlineData("[]", " type")]
    [InlineData("""{"name":"","skills":[""],"cost_in_pence":-1,"availability":[]}""",
        "/cost_in_pence out_of_range, /name too_short, /skills/0 too_short")]
    [InlineData("""{"name":null,"skills":null,"cost_in_pence":null,"availability":null}""",
        "/availability null, /cost_in_pence null, /name null, /skills null")]
    [InlineData("""{"name":1,"skills":"a","cost_in_pence":1.5,"availability":[{"from_date":"2022-1-1"}]}""",
        "/availability/0/from_date format, /availability/0/to_date required, /cost_in_pence type, /name type, " +
        "/skills type")]
    [InlineData(
        """
        {"name":"a","skills":[],"cost_in_pence":1,
        "availability":[{"from_date":"2022-01-02","to_date":"2022-01-01"}]}
        """,
        "/availability/0/to_date end_before_start")]
    public async Task What_cannot_be_entered_is_refused_with_every_fault(string body, string errors)
    {
        var path = $"{Path}/{(await _app.Admin.Post(Path, New)).Is(201)["id"]}";

        var (created, changed) = (await _app.Admin.Post(Path, body), await _app.Admin.Put(path, body));

        foreach (var answer in (Answer[])[created, changed])
            Assert.Equal(errors, string.Join(", ", answer.IsRefused(422, "invalid_input").IsCleanRefusal().Errors));
    }

    [Fact]
    public async Task What_the_original_let_pass_still_does()
    {
        var made = await _app.Admin.Post(Path,
            """
            {"name":" Ann ","skills":["a","b","a"],"cost_in_pence":"250","unknown":{"a":1},
            "availability":[{"from_date":"2024-02-29","to_date":"20240229"}]}
            """);

        Assert.Equal("""["a","b"]""", made.Is(201)["skills"]!.ToJsonString());
        Assert.Equal(("Ann", 250), ((string?)made["name"], (long)made["cost_in_pence"]!));
        Assert.Equal("""[{"from_date":"2024-02-29","to_date":"2024-02-29"}]""", made["availability"]!.ToJsonString());
    }

    [Fact]
    public async Task A_service_provider_has_the_mean_of_its_ratings()
    {
        var made = (await _app.Admin.Post(Path, New)).Is(201);
        await _app.Repair(
            $"UPDATE providers SET rating_sum = 1300, rating_count = 3 WHERE id = {Uuid.NumberOf(made["id"])}");

        var read = await _app.Admin.Get($"{Path}/{made["id"]}");
        var changed = await _app.Admin.Put($"{Path}/{made["id"]}", New);

        Assert.Equal(4.3333m, (decimal)read.Is(200)["review_rating"]!);
        Assert.Equal(read.Text, changed.Is(200).Text);
    }

    Task<Answer> Ask(
        Visitor visitor, string method, string path, string? body, params (string Name, string Value)[] headers) =>
        _app.Address.Ask(
            method, path, body is null ? null : Wire.Body(body), [visitor.Bearer(), .. headers]);
}

public sealed class DirectoryTestsOnSqlite(SqliteApp app) : DirectoryTests(app), IClassFixture<SqliteApp>;

public sealed class DirectoryTestsOnPostgres(PostgresApp app) : DirectoryTests(app), IClassFixture<PostgresApp>;
