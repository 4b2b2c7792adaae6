using System.Text.Json.Nodes;
using Kalends.Tests.Kit;

namespace Kalends.Tests.GraphQL;

/// <summary>Amounts as clients send them: in variables, and however their language writes a whole number.</summary>
public abstract class AmountTests
{
    readonly TestApp _app;

    protected AmountTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Theory]
    [InlineData("12000")]
    [InlineData("12000.0")]
    [InlineData("1.2e4")]
    public async Task An_amount_is_stored_and_searched_for_as_it_was_given(string amount)
    {
        var name = $"Amount {Guid.NewGuid()}";

        var made = (await Ask(
            "mutation ($name: String, $cost: Long) " +
            "{ createProvider(input: {name: $name, cost: $cost}) { provider { cost } } }",
            $"{{\"name\":\"{name}\",\"cost\":{amount}}}")).Data();
        var type = (await Ask(
            "mutation ($name: String!, $amount: Long!) " +
            "{ createEventType(input: {name: $name, currency: \"SEK\", amount: $amount}) " +
            "{ eventType { tariffs { amount } } } }", $"{{\"name\":\"{name}\",\"amount\":{amount}}}")).Data();
        var found = (await Ask(
            "query ($min: Long = 1, $max: Long) { providers(costMin: $min, costMax: $max, order: COST) " +
            "{ edges { node { name } } } }", $"{{\"min\":{amount},\"max\":{amount}}}")).Data();

        Assert.Equal("12000", made["createProvider"]!["provider"]!["cost"]!.ToJsonString());
        Assert.Equal("12000", type["createEventType"]!["eventType"]!["tariffs"]![0]!["amount"]!.ToJsonString());
        Assert.Contains(found["providers"]!["edges"]!.AsArray(), edge => (string?)edge!["node"]!["name"] == name);
    }

    [Theory]
    [InlineData("12000.5")]
    [InlineData("9007199254740992")]
    [InlineData("\"12000\"")]
    public async Task What_is_no_amount_names_the_variable(string amount)
    {
        var answer = await Ask(
            "query ($min: Long) { providers(costMin: $min) { edges { cursor } } }", $"{{\"min\":{amount}}}");

        Assert.Equal("bad_variables", answer.Refusal());
        Assert.Contains("\"$min\"", (string)answer["errors"]![0]!["message"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_id_is_a_number_without_a_fraction()
    {
        var id = await _app.GivenAProvider();
        const string query = "query ($id: ID!) { provider(providerId: $id) { name } }";

        Assert.NotNull((await Ask(query, $"{{\"id\":{id}}}")).Data()["provider"]);
        Assert.NotNull((await Ask(query, $"{{\"id\":\"{id}\"}}")).Data()["provider"]);
        Assert.Equal("bad_variables", (await Ask(query, $"{{\"id\":{id}.0}}")).Refusal());
    }

    Task<Answer> Ask(string query, string variables) => _app.Admin.Post(
        "/graphql", $"{{\"query\":{JsonValue.Create(query).ToJsonString()},\"variables\":{variables}}}");
}

public sealed class AmountTestsOnSqlite(SqliteApp app) : AmountTests(app), IClassFixture<SqliteApp>;

public sealed class AmountTestsOnPostgres(PostgresApp app) : AmountTests(app), IClassFixture<PostgresApp>;
