using Kalends.Platform.Calls;
using Kalends.Tests.Http;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Providers;

/// <summary>ETags, what may insist on them, and changes at once.</summary>
public abstract class ProviderVersionTests
{
    readonly TestApp _app;

    protected ProviderVersionTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task Every_answer_that_shows_a_provider_names_its_state()
    {
        var made = (await _app.Admin.Post("/v1/providers", new { name = "a" })).Is(201);
        var path = $"/v1/providers/{made.Id}";

        var read = (await _app.Admin.Get(path)).Is(200);
        var put = (await _app.Admin.Put(path, new { name = "b" })).Is(200);
        var patched = (await _app.Admin.Patch(path, new { name = "c" })).Is(200);
        (await _app.Admin.Put($"{path}/skills", new { skills = new[] { "a" } })).Is(200);
        var last = (await _app.Admin.Get(path)).Is(200);

        Assert.Equal(ETag(made), ETag(read));
        Assert.Equal(4, new[] { made, put, patched, last }.Select(ETag).Distinct().Count());
        Assert.All(new[] { made, put, patched, last }, answer => Assert.Matches("^\"[!#-~]+\"$", ETag(answer)));
        Assert.Equal([1, 2, 3, 4], new[] { made, put, patched, last }.Select(answer => (long)answer["version"]!));
    }

    [Fact]
    public async Task A_repeated_creation_names_the_state_that_it_made()
    {
        var key = Guid.NewGuid().ToString();

        var first = (await _app.Admin.Post("/v1/providers", new { name = "a" }, key)).Is(201);
        (await _app.Admin.Patch($"/v1/providers/{first.Id}", new { name = "b" })).Is(200);
        var again = (await _app.Admin.Post("/v1/providers", new { name = "a" }, key)).Is(201);

        Assert.Equal((first.Text, ETag(first)), (again.Text, ETag(again)));
    }

    [Fact]
    public async Task Who_knows_the_state_already_is_not_shown_it_again()
    {
        var path = $"/v1/providers/{await _app.GivenAProvider()}";
        var tag = ETag(await _app.Admin.Get(path));

        foreach (var known in (string[])[tag, $"W/{tag}", $"\"x\", {tag}", "*", $"\"x\" ,, W/{tag},"])
        {
            var answer = (await Ask("GET", path, "If-None-Match", known)).Is(304);
            Assert.Equal(("", tag), (answer.Text, ETag(answer)));
        }
        foreach (var other in (string[])["\"x\"", tag.Trim('"'), "", $"{tag} {tag}", "\"1-0-0"])
            (await Ask("GET", path, "If-None-Match", other)).Is(200);
        (await Ask("HEAD", path, "If-None-Match", tag)).Is(304);

        (await _app.Admin.Patch(path, new { name = "b" })).Is(200);
        (await Ask("GET", path, "If-None-Match", tag)).Is(200);
    }

    [Theory]
    [InlineData("PUT", "")]
    [InlineData("PATCH", "")]
    [InlineData("PUT", "/skills")]
    [InlineData("DELETE", "")]
    public async Task A_change_that_insists_on_a_state_is_refused_on_another(string method, string rest)
    {
        var path = $"/v1/providers/{await _app.GivenAProvider()}";
        var old = ETag(await _app.Admin.Get(path));
        var tag = ETag(await _app.Admin.Patch(path, new { name = "b" }));

        foreach (var wrong in (string[])[
            old, $"W/{old}", $"w/{tag}", $"W/W/{tag}", $"W/{tag.Trim('"')}", tag.Trim('"'), "", "garbage", "\"",
            $"{tag} {tag}", $"\"x\", {old}", "*, \"x\"", "\"2\"", "\"2-0-0' OR 1=1 --\""])
            (await Change(wrong)).IsRefused(412, "precondition_failed").IsCleanRefusal();

        // As a proxy that compresses makes of it on its way.
        (await Change(method == "DELETE" ? $"\"x\", W/{tag}, {old}" : $"W/{tag}")).Is(200);
        if (method == "DELETE")
            return;
        (await Change("*")).Is(200);
        (await Change($"{old}, {ETag(await _app.Admin.Get(path))}")).Is(200);

        Task<Answer> Change(string ifMatch) => Ask(
            method, path + rest, "If-Match", ifMatch,
            rest == "" ? """{"name":"c"}""" : """{"skills":["c"]}""");
    }

    [Fact]
    public async Task A_review_is_another_state_to_readers_and_no_other_version_to_owners()
    {
        var path = $"/v1/providers/{await _app.GivenAProvider()}";
        var tag = ETag(await _app.Admin.Get(path));

        (await (await _app.As(Roles.Client)).Post($"{path}/reviews", new { rating = 4.5 })).Is(201);

        var read = (await Ask("GET", path, "If-None-Match", tag)).Is(200);
        var put = (await _app.Admin.Put(path, new { name = "b" }, tag)).Is(200);
        Assert.Equal(3, new[] { tag, ETag(read), ETag(put) }.Distinct().Count());
        Assert.Equal("""{"mean":4.5,"sum":450,"count":1}""", put["rating"]!.ToJsonString());
    }

    [Fact]
    public async Task A_header_of_several_lines_is_one_list()
    {
        var path = $"/v1/providers/{await _app.GivenAProvider()}";
        var tag = ETag(await _app.Admin.Get(path));

        var answer = await _app.Address.Ask(
            "PUT", path, Wire.Body("""{"name":"b"}"""), _app.Admin.Bearer(), ("If-Match", "\"x\""), ("If-Match", tag));

        answer.Is(200);
    }

    [Fact]
    public async Task Of_two_changes_decided_on_one_state_one_is_made()
    {
        for (var round = 0; round < 10; round++)
        {
            var path = $"/v1/providers/{await _app.GivenAProvider()}";
            var tag = ETag(await _app.Admin.Get(path));

            var answers = await Race.AtOnce(8, i => i % 2 == 0
                ? _app.Admin.Put(path, new { name = $"n{i}" }, tag)
                : _app.Admin.Patch(path, new { name = $"n{i}" }, tag));

            var won = Assert.Single(answers, answer => answer.Status == 200);
            Assert.All(answers.Where(one => one != won), lost => lost.IsRefused(412, "precondition_failed"));
            Assert.Equal(won.Text, (await _app.Admin.Get(path)).Text);
        }
    }

    [Fact]
    public async Task Of_patches_at_once_none_is_lost()
    {
        string[] patches =
        [
            """{"name":"N"}""", """{"first_name":"F"}""", """{"last_name":"L"}""", """{"skills":["s"]}""",
            """{"cost":12,"currency":"EUR"}""", """{"languages":["de"]}""", """{"time_zone":"Asia/Tokyo"}""",
            """{"availability":[{"from_date":"2030-05-01","to_date":"2030-05-02"}]}""",
        ];
        var path = $"/v1/providers/{await _app.GivenAProvider()}";

        var answers = await Race.AtOnce(24, i => _app.Admin.Patch(path, patches[i % patches.Length]));

        var last = (await _app.Admin.Get(path)).Is(200);
        Assert.All(answers, answer => answer.Is(200));
        Assert.Equal(
            """N F L ["s"] 12 EUR ["de"] Asia/Tokyo [{"from_date":"2030-05-01","to_date":"2030-05-02"}] 25""",
            string.Join(' ', ((string[])[
                "name", "first_name", "last_name", "skills", "cost", "currency", "languages", "time_zone",
                "availability", "version"])
                .Select(name => last[name] is System.Text.Json.Nodes.JsonArray list
                    ? list.ToJsonString()
                    : last[name]!.ToString())));
    }

    Task<Answer> Ask(string method, string path, string header, string value, string? body = null) =>
        _app.Admin.Send(
            HttpMethod.Parse(method), path, body is null || method == "DELETE" ? null : Wire.Body(body),
            headers: (header, value));

    static string ETag(Answer answer) => answer.Headers["ETag"];
}

public sealed class ProviderVersionTestsOnSqlite(SqliteApp app)
    : ProviderVersionTests(app), IClassFixture<SqliteApp>;

public sealed class ProviderVersionTestsOnPostgres(PostgresApp app)
    : ProviderVersionTests(app), IClassFixture<PostgresApp>;
