using System.Text.Json.Nodes;
using Kalends.Tests.GraphQL;
using Kalends.Tests.Http;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Originals;

/// <summary>The original event service: what its clients send is answered as it was.</summary>
public abstract class EventTests
{
    const string Fields = "{ id createdAt email environment component message data }";

    readonly TestApp _app;

    protected EventTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task An_event_is_saved_and_answered_in_the_original_shape()
    {
        var saved = (await _app.Admin.Ask($$"""
            mutation {
              saveEvent(component: "orders", data: "{\"buyer\": 3}", email: "me@example.com", environment: "production",
                        message: "the buyer 3 has placed an order successfully") { event {{Fields}} }
            }
            """)).Data()["saveEvent"]!["event"]!;

        Assert.Equal("id, createdAt, email, environment, component, message, data", saved.Keys());
        Assert.True(Guid.TryParse((string)saved["id"]!, out _));
        Assert.Equal($"{_app.Clock.GetUtcNow().ToUnixTimeSeconds()}", (string?)saved["createdAt"]);
        Assert.Equal(("me@example.com", "production", "orders"),
            ((string?)saved["email"], (string?)saved["environment"], (string?)saved["component"]));
        Assert.Equal("the buyer 3 has placed an order successfully", (string?)saved["message"]);
        Assert.Equal(3, (int)JsonNode.Parse((string)saved["data"]!)!["buyer"]!);
    }

    [Fact]
    public async Task What_is_left_out_is_null()
    {
        var saved = (await _app.Admin.Ask($"mutation {{ saveEvent {{ event {Fields} }} }}")).Data()["saveEvent"]!;

        foreach (var name in (string[])["email", "environment", "component", "message", "data"])
            Assert.Null(saved["event"]![name]);
    }

    [Fact]
    public async Task Several_saves_in_one_document_run_in_order_and_are_listed_in_it()
    {
        var component = Some();
        await _app.Admin.Ask($$"""
            mutation {
              a: saveEvent(component: "{{component}}", message: "one") { event { id } }
              b: saveEvent(component: "{{component}}", message: "two") { event { id } }
              c: saveEvent(component: "{{component}}", message: "three") { event { id } }
            }
            """);

        var all = (await _app.Admin.Ask("{ events { component message } }")).Data()["events"]!.AsArray();
        Assert.Equal(["one", "two", "three"], all
            .Where(one => (string?)one!["component"] == component).Select(one => (string?)one!["message"]));
        Assert.Equal(["one", "two", "three"], await Messages($"component: \"{component}\""));
    }

    [Fact]
    public async Task What_is_given_is_ANDed_and_what_is_left_out_does_not_filter()
    {
        var mark = Some();
        await Save(mark, "orders", "production", "me@example.com", "the buyer 3 has placed an order successfully");
        await Save(mark, "orders", "production", "you@example.com", "the buyer 4 has placed an order successfully");
        await Save(mark, "inventory", "production", "me@example.com", "error in inventory update");
        await Save(mark, "inventory", "staging", "me@example.com", "error in inventory update");

        Task<List<string?>> Found(string arguments) => Messages($"{arguments}, text: \"{mark}\"");
        Assert.Equal(4, (await Messages($"text: \"{mark}\"")).Count);
        Assert.Equal(2, (await Found($"component: \"orders\"")).Count);
        Assert.Equal(3, (await Found($"email: \"me@example.com\"")).Count);
        Assert.Single(await Found("component: \"inventory\", environment: \"production\""));
        Assert.Single(await Found("component: \"orders\", environment: \"production\", email: \"me@example.com\""));
        Assert.Empty(await Found("component: \"orders\", environment: \"staging\""));
        Assert.Equal(4, (await Found("email: \"\", environment: \"\", component: \"\", date: \"\"")).Count);
    }

    [Fact]
    public async Task A_text_is_literal()
    {
        var mark = Some();
        await Save(mark, "a", "b", "c", "100% of the order_lines");
        await Save(mark, "a", "b", "c", "1000 of the order lines");

        Assert.Equal([$"{mark} 100% of the order_lines"], await Messages($"component: \"a\", text: \"{mark} 100%\""));
        Assert.Equal([$"{mark} 100% of the order_lines"], await Messages("component: \"a\", text: \"order_lines\""));
        Assert.Empty(await Messages($"component: \"a\", text: \"{mark} 1%f\""));
        Assert.Empty(await Messages($"text: \"{mark.ToUpperInvariant()}\""));
    }

    [Theory]
    [InlineData("7-1-2030", 1)]
    [InlineData("07-01-2030", 1)]
    [InlineData("8-1-2030", 0)]
    [InlineData("1-1-2018", 1)]
    public async Task A_date_is_a_day_from_its_midnight_on(string date, int found)
    {
        var component = Some();
        await Save("", component, "e", "m", "text");

        Assert.Equal(found, (await Messages($"component: \"{component}\", date: \"{date}\"")).Count);
    }

    [Theory]
    [InlineData("\"2030-01-07\"")]
    [InlineData("\"32-1-2030\"")]
    [InlineData("\"1/1/2030\"")]
    [InlineData("\"yesterday\"")]
    public async Task Another_date_is_refused(string date) => Assert.Equal("invalid_input",
        (await _app.Admin.Ask($"{{ eventsByParameters(date: {date}) {{ id }} }}")).Is(200).Refusal());

    [Theory]
    [InlineData("{ no: json }")]
    [InlineData("")]
    [InlineData("1 2")]
    public async Task Data_that_is_no_JSON_is_refused_in_words(string data)
    {
        var answer = await _app.Admin.Ask(
            "mutation ($data: JSONString) { saveEvent(data: $data) { event { id } } }", new { data });

        Assert.Contains("string that holds one JSON value", answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("3")]
    [InlineData("\"text\"")]
    [InlineData("[1,2,{\"a\":null}]")]
    [InlineData("null")]
    [InlineData("12345678901234567890.123456789012345678901234567890")]
    public async Task Any_JSON_goes_in_and_comes_out(string data)
    {
        var saved = (await _app.Admin.Ask(
            "mutation ($data: JSONString) { saveEvent(data: $data) { event { data } } }", new { data })).Data();

        Assert.Equal(data, (string?)saved["saveEvent"]!["event"]!["data"]);
    }

    [Fact]
    public async Task Nobody_without_a_token_reads_or_writes()
    {
        Assert.Equal("token_missing", (await _app.Nobody.Ask("{ events { id } }")).Refusal());
        Assert.Equal("token_missing", (await _app.Nobody.Ask("mutation { saveEvent { event { id } } }")).Refusal());
    }

    static string Some() => "c" + Guid.NewGuid().ToString("N");

    async Task Save(string mark, string component, string environment, string email, string message) =>
        (await _app.Admin.Ask(
            "mutation ($c: String, $e: String, $m: String, $t: String) { saveEvent(component: $c, environment: $e, " +
            "email: $m, message: $t) { event { id } } }",
            new { c = component, e = environment, m = email, t = $"{mark} {message}" })).Data();

    async Task<List<string?>> Messages(string arguments) =>
        (await _app.Admin.Ask($"{{ eventsByParameters({arguments}) {{ message }} }}")).Data()["eventsByParameters"]!
        .AsArray().Select(one => (string?)one!["message"]).ToList();
}

public sealed class EventTestsOnSqlite(SqliteApp app) : EventTests(app), IClassFixture<SqliteApp>;

public sealed class EventTestsOnPostgres(PostgresApp app) : EventTests(app), IClassFixture<PostgresApp>;
