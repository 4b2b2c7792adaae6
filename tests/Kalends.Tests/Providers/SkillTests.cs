using Kalends.Platform.Calls;
using Kalends.Tests.GraphQL;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Providers;

public abstract class SkillTests
{
    readonly TestApp _app;

    protected SkillTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task Skills_are_set_as_a_whole_and_keep_their_order()
    {
        var provider = await _app.GivenAProvider();
        var path = $"/v1/providers/{provider}/skills";

        Assert.Equal("""{"skills":[]}""", (await _app.Admin.Get(path)).Is(200).Text);
        (await _app.Admin.Put(path, new { skills = new[] { "CBT", "cbt", "ADHD" } })).Is(200);
        var set = (await _app.Admin.Put(path, new { skills = new[] { " Zen ", "ADHD", "CBT" } })).Is(200);

        Assert.Equal("""{"skills":["Zen","ADHD","CBT"]}""", set.Text);
        Assert.Equal(set.Text, (await _app.Admin.Get(path)).Is(200).Text);
        Assert.Equal("""["Zen","ADHD","CBT"]""", (await _app.Admin.Ask(
            $"{{ provider(providerId: {provider}) {{ skills }} }}")).Data()["provider"]!["skills"]!.ToJsonString());
    }

    [Fact]
    public async Task Skills_are_refused_that_cannot_be_and_to_those_who_may_not()
    {
        var owner = await _app.As(Roles.Provider);
        var path = $"/v1/providers/{await _app.GivenAProvider(owner)}/skills";

        Assert.Equal(["/skills/1 repeated"],
            (await owner.Put(path, new { skills = new[] { "a", " a" } })).IsRefused(422, "invalid_input").Errors);
        Assert.Equal(["/skills/0 too_short", "/skills/1 control_characters"],
            (await owner.Put(path, new { skills = new[] { "", "\u0001x" } })).IsRefused(422, "invalid_input").Errors);
        var many = new { skills = Enumerable.Range(0, 51).Select(i => $"{i}") };
        Assert.Equal(["/skills count"], (await owner.Put(path, many)).IsRefused(422, "invalid_input").Errors);
        (await (await _app.As(Roles.Provider)).Put(path, new { skills = new[] { "a" } })).IsRefused(404, "not_found");
        (await _app.Admin.Put("/v1/providers/999999/skills", new { skills = new[] { "a" } }))
            .IsRefused(404, "not_found");
        (await _app.Admin.Get("/v1/providers/999999/skills")).IsRefused(404, "not_found");
        (await owner.Put(path, new { skills = new[] { "a" } })).Is(200);
    }

    [Fact]
    public async Task Lists_set_at_once_become_one_of_them_and_no_mixture()
    {
        var provider = await _app.GivenAProvider();
        var path = $"/v1/providers/{provider}/skills";

        await Task.WhenAll(Enumerable.Range(0, 24).Select(async i =>
        {
            var skills = Enumerable.Range(0, 8).Select(n => $"{(i % 2 == 0 ? n : 7 - n)} of list {i / 6}").ToArray();
            (await _app.Admin.Put(path, new { skills })).Is(200);
        }));

        var set = (await _app.Admin.Get(path)).Is(200)["skills"]!.AsArray().Select(skill => (string)skill!).ToList();
        Assert.Equal(8, set.Count);
        Assert.Single(set.Select(skill => skill.Split(' ')[^1]).Distinct());
    }

    [Theory]
    [InlineData("first", "after", "endCursor", "hasNextPage", "hasPreviousPage")]
    [InlineData("last", "before", "startCursor", "hasPreviousPage", "hasNextPage")]
    public async Task Specialisms_and_their_therapists_are_walked_page_by_page(
        string size, string from, string cursor, string more, string behind)
    {
        var names = Enumerable.Range(0, 5).Select(i => $"{size} {i}").ToList();
        var therapists = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            therapists.Add($"{await _app.GivenAProvider()}");
            (await _app.Admin.Put($"/v1/providers/{therapists[^1]}/skills", new { skills = names })).Is(200);
        }
        var id = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"TherapistsSchema:{therapists[0]}"));

        Assert.Equal(names, await Walk("specialisms", "specialismName", place =>
            $"{{ node(id: \"{id}\") {{ ... on TherapistsSchema {{ {place} }} }} }}", node => node));
        Assert.Equal(therapists, await Walk("therapists", "therapistId", place =>
            $"{{ node(id: \"{id}\") {{ ... on TherapistsSchema {{ specialisms(first: 1) {{ edges {{ node {{ {place} " +
            "} } } } } }", node => node["specialisms"]!["edges"]![0]!["node"]!));

        async Task<List<string>> Walk(
            string list, string key, Func<string, string> query,
            Func<System.Text.Json.Nodes.JsonNode, System.Text.Json.Nodes.JsonNode> find)
        {
            var (seen, place) = (new List<string>(), "null");
            for (var pages = 0; place != ""; pages++)
            {
                Assert.True(pages < 4, "The walk does not end.");
                var answer = await _app.Admin.Ask(query(
                    $"{list}({size}: 2, {from}: {place}) {{ edges {{ node {{ {key} }} }} " +
                    "pageInfo { hasNextPage hasPreviousPage startCursor endCursor } }"));
                var page = find(answer.Data()["node"]!)[list]!;
                seen.InsertRange(size == "last" ? 0 : seen.Count,
                    page["edges"]!.AsArray().Select(edge => (string)edge!["node"]![key]!));
                Assert.Equal(pages > 0, (bool)page["pageInfo"]![behind]!);
                place = (bool)page["pageInfo"]![more]! ? $"\"{page["pageInfo"]![cursor]}\"" : "";
            }
            return seen;
        }
    }
}

public sealed class SkillTestsOnSqlite(SqliteApp app) : SkillTests(app), IClassFixture<SqliteApp>;

public sealed class SkillTestsOnPostgres(PostgresApp app) : SkillTests(app), IClassFixture<PostgresApp>;
