using System.Text;
using Kalends.Tests.Kit;

namespace Kalends.Tests.GraphQL;

/// <summary>Objects that are found again by their global ids.</summary>
public abstract class NodeTests
{
    readonly TestApp _app;

    protected NodeTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Theory]
    [InlineData("Provider:999999", null)]
    [InlineData("Nothing:1", null)]
    [InlineData("Provider:x", null)]
    [InlineData("Provider:99999999999999999999", null)]
    [InlineData("Provider:", null)]
    [InlineData("Provider", "bad_id")]
    [InlineData("", "bad_id")]
    public async Task What_is_not_found_is_null_in_its_place_and_nothing_else_is(string plain, string? code)
    {
        var (known, other) = (Global($"Provider:{await _app.GivenAProvider()}"), Global(plain));

        var answer = await _app.Admin.Ask(
            "query ($ids: [ID!]!) { me { username } nodes(ids: $ids) { id } node(id: \"" + known + "\") { id } }",
            new { ids = new[] { known, other, known } });

        Assert.NotNull(answer.Is(200)["data"]!["me"]!["username"]);
        Assert.Equal(known, (string?)answer["data"]!["node"]!["id"]);
        Assert.Equal([known, null, known], answer["data"]!["nodes"]!.AsArray().Select(node => (string?)node?["id"]));
        if (code is null)
            Assert.Null(answer["errors"]);
        else
            Assert.Equal($"[\"nodes\",1] {code}", ErrorOf(answer));
    }

    [Fact]
    public async Task Whoever_may_not_ask_for_nodes_still_gets_the_other_fields()
    {
        var answer = await _app.Nobody.Ask("{ __typename nodes(ids: []) { id } }");

        Assert.Equal("{\"__typename\":\"Query\",\"nodes\":null}", answer.Is(200)["data"]!.ToJsonString());
        Assert.Equal("[\"nodes\"] token_missing", ErrorOf(answer));
    }

    static string ErrorOf(Answer answer)
    {
        var error = Assert.Single(answer["errors"]!.AsArray())!;
        return $"{error["path"]!.ToJsonString()} {(string?)error["extensions"]!["code"]}";
    }

    static string Global(string plain) => Convert.ToBase64String(Encoding.UTF8.GetBytes(plain));
}

public sealed class NodeTestsOnSqlite(SqliteApp app) : NodeTests(app), IClassFixture<SqliteApp>;

public sealed class NodeTestsOnPostgres(PostgresApp app) : NodeTests(app), IClassFixture<PostgresApp>;
