using System.Text.Json;
using System.Text.Json.Nodes;
using Kalends.Tests.GraphQL;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Originals;

/// <summary>
/// The original event service among Kalends' own events: whose events it shows, and how large they and their documents
/// may be.
/// </summary>
public abstract class EventBoundTests
{
    const string Save = """
        mutation ($c: String, $m: String, $d: JSONString) {
          saveEvent(component: $c, message: $m, data: $d) { event { id message data } }
        }
        """;

    readonly TestApp _app;

    protected EventBoundTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task Who_saved_three_events_finds_three_whatever_Kalends_did_meanwhile()
    {
        await Saved("scheduling", "one");
        var (_, slot) = await _app.GivenFreeSlots();
        (await _app.Admin.Post("/v1/events", new { component = "scheduling", message = "two" })).Is(201);
        await _app.GivenAHold(slot);
        await Saved("scheduling", "three");
        await _app.GivenAClient();

        Assert.Equal(["one", "two", "three"], (await Events())[^3..]);
        Assert.Equal(["one", "two", "three"], (await Found("component: \"scheduling\""))[^3..]);
        Assert.Equal(["one", "two", "three"], (await Found("date: \"7-1-2030\""))[^3..]);
        var log = (await _app.Admin.Ask("{ eventLog(first: 100) { edges { node { kind } } } }")).Data()["eventLog"]!;
        Assert.Contains("reservation.held", log["edges"]!.AsArray().Select(edge => (string?)edge!["node"]!["kind"]));
    }

    [Fact]
    public async Task Few_events_are_found_behind_thousands_of_Kalends_own()
    {
        var component = $"c{Guid.NewGuid():N}";
        await Saved(component, "first");
        await Saved("providers", $"second of {component}");
        await _app.Repair("""
            WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 5000)
            INSERT INTO events (id, created_at, component, kind, subject, actor)
            SELECT 'own ' || n, 1894000000000000, 'providers', 'provider.updated', 'provider/' || n, 'a' FROM numbers
            """);
        await using var changed = await _app.Restart("--Kalends:Events:CandidatesMax=1000");

        Assert.Equal(["first", $"second of {component}"], (await Events())[^2..]);
        Assert.Equal(["first"], await Found($"component: \"{component}\""));
        Assert.Equal([$"second of {component}"], (await Found("component: \"providers\""))[^1..]);
        Assert.Equal([$"second of {component}"], await Found($"component: \"providers\", text: \"of {component}\""));
        Assert.Equal(["first"], await Found($"component: \"{component}\", date: \"7-1-2030\""));
    }

    [Fact]
    public async Task Who_manages_an_organisation_is_shown_none_of_what_others_saved()
    {
        await Saved("orders", "none of a manager's business");
        var organisation = (await _app.Admin.Post("/v1/organisations", new { name = Guid.NewGuid() })).Is(201).Id;
        var manager = await _app.As(Kalends.Platform.Calls.Roles.Manager, organisation);

        Assert.Empty((await manager.Ask("{ events { id } }")).Data()["events"]!.AsArray());
        Assert.Empty((await manager.Ask("{ eventsByParameters(component: \"orders\") { id } }"))
            .Data()["eventsByParameters"]!.AsArray());
    }

    [Theory]
    [InlineData("Traceback (most recent call last):\n  File \"a.py\", line 1\r\n\tValueError: \\n\n")]
    [InlineData("\u001b[31mred\u001b[0m \u0007\b\u007f \u009b2J \u2028 \u202e \ufeff")]
    [InlineData("\t")]
    [InlineData("  kept  ")]
    [InlineData("</script><script>alert(1)</script> & \"'")]
    public async Task A_message_is_kept_as_it_is(string message)
    {
        var saved = await Saved("traces", message);
        var read = (await _app.Admin.Get($"/v1/events/{saved["id"]}")).Is(200);

        Assert.Equal(message, (string?)saved["message"]);
        Assert.Equal(message, (string?)read["message"]);
        Assert.DoesNotContain(read.Text, char.IsControl);
        Assert.Equal(message, (await Found($"component: \"traces\", text: {JsonSerializer.Serialize(message)}"))[^1]);
    }

    [Fact]
    public async Task A_message_with_a_NUL_is_refused_since_no_database_keeps_it()
    {
        var refused = await _app.Admin.Ask(Save, new { m = "a\0b" });

        Assert.Equal("invalid_input", refused.Refusal());
        Assert.Contains("control_characters", refused.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_of_65536_characters_and_data_of_262144_fit_into_one_document()
    {
        var message = string.Concat(Enumerable.Range(0, 65_536 / 8).Select(n => $"at {n:x4}\n"));
        var frames = Enumerable.Range(10_000, 16_383).Select(n => $"{{\"frame\":{n}}}");
        var data = $"[{string.Join(',', frames)},\"123456789012\"]";

        var saved = await Saved("large", message, data);
        var stored = (await _app.Admin.Get($"/v1/events/{saved["id"]}")).Is(200);

        Assert.Equal((65_536, 262_144), (message.Length, data.Length));
        Assert.Equal((message, data), ((string?)saved["message"], (string?)saved["data"]));
        Assert.Equal((message, data), ((string?)stored["message"], stored["data"]!.ToJsonString()));
        Assert.Equal([message], await Found("component: \"large\", text: \"at 1fff\""));
    }

    [Theory]
    [InlineData(65_537, 2, "message")]
    [InlineData(1, 262_145, "data")]
    public async Task More_than_that_is_refused(int message, int data, string named)
    {
        var refused = await _app.Admin.Ask(
            Save, new { m = new string('x', message), d = $"\"{new string('x', data - 2)}\"" });

        Assert.Equal("invalid_input", refused.Refusal());
        Assert.Contains(named, refused.Text, StringComparison.Ordinal);
        Assert.Contains("too_long", refused.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hundred_events_are_saved_by_one_document_in_its_order()
    {
        var component = $"c{Guid.NewGuid():N}";
        string One(int n) => $$"""
            e{{n}}: saveEvent(component: "{{component}}", data: "{\"n\": {{n}}}", email: "me@example.com",
                environment: "production", message: "event {{n}}") {
              event { id createdAt email environment component message data }
            }
            """;
        string Document(int count) => $"mutation {{{string.Join('\n', Enumerable.Range(0, count).Select(One))}}}";

        var saved = (await _app.Admin.Ask(Document(100))).Data().AsObject();

        Assert.Equal(100, saved.Select(one => (string?)one.Value!["event"]!["id"]).Distinct().Count());
        Assert.Equal(Enumerable.Range(0, 100).Select(n => $"event {n}"), await Found($"component: \"{component}\""));
        Assert.Equal("limit_root_fields", (await _app.Admin.Ask(Document(101))).Refusal());
        Assert.Equal(100, (await Found($"component: \"{component}\"")).Count);
    }

    [Theory]
    [InlineData("{\"a\": \"\\u00e9\\/\\u2028é\", \"b\" : [1.0, 1E5, -0.0 , 1e400],\n\t\"c\":null }",
        "{\"a\":\"\\u00e9\\/\\u2028é\",\"b\":[1.0,1E5,-0.0,1e400],\"c\":null}")]
    [InlineData(" \"a  \\\" b\\\\\" ", "\"a  \\\" b\\\\\"")]
    [InlineData("\"\\u0000\"", "\"\\u0000\"")]
    [InlineData("null", "null")]
    [InlineData(" true ", "true")]
    [InlineData("{ }", "{}")]
    [InlineData("[ ]", "[]")]
    public async Task Data_comes_back_as_it_was_sent_but_for_its_spacing(string sent, string back)
    {
        var saved = await Saved("data", "m", sent);
        var stored = (await _app.Admin.Get($"/v1/events/{saved["id"]}")).Is(200);

        Assert.Equal(back, (string?)saved["data"]);
        Assert.EndsWith($",\"data\":{back}}}", stored.Text, StringComparison.Ordinal);
        var over = (await _app.Admin.Send(HttpMethod.Post, "/v1/events", Http.Wire.Body(
            $"{{\"component\":\"data\",\"data\":{(back == "null" ? "[null]" : sent)}}}"))).Is(201);
        Assert.EndsWith(
            $",\"data\":{(back == "null" ? "[null]" : back)}}}", over.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("events")]
    [InlineData("eventsByParameters(component: \"{0}\")")]
    public async Task Of_large_events_the_newest_that_fit_are_shown(string field)
    {
        const int Count = 60;
        var component = $"large-{Guid.NewGuid()}";
        await using var changed = await _app.Restart("--Kalends:Events:PageBytesMax=65536");
        for (var i = 0; i < Count; i++)
            await Saved(component, $"{i} {new string('x', 5_000)}");

        var found = (await _app.Admin.Ask($"{{ {field.Replace("{0}", component, StringComparison.Ordinal)} " +
            "{ component message } }")).Data().AsObject().Single().Value!.AsArray();

        var large = found.Where(one => (string?)one!["component"] == component)
            .Select(one => int.Parse(((string)one!["message"]!).Split(' ')[0])).ToList();
        Assert.InRange(large.Count, 5, 20);
        Assert.Equal(Enumerable.Range(Count - large.Count, large.Count), large);
    }

    [Theory]
    [InlineData("events")]
    [InlineData("eventsByParameters(text: \"a\")")]
    public async Task A_document_that_asks_for_too_many_lists_is_refused_before_anything_is_read(string field)
    {
        Task<Answer> Ask(int count) => _app.Admin.Ask($"{{ {string.Join(' ', Enumerable.Range(0, count).Select(
            i => $"a{i}: {field} {{ id createdAt email environment component message data }}"))} }}");

        Assert.Equal("limit_cost", (await Ask(20)).Refusal());
        Assert.DoesNotContain("limit_", (await Ask(2)).Is(200).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_newest_thousand_are_shown_and_a_connection_has_all()
    {
        await _app.Repair("""
            WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 1001)
            INSERT INTO events (id, created_at, component, actor, external)
            SELECT 'many ' || n, 1894000000000000, 'many', 'a', 1 FROM numbers;
            INSERT INTO event_texts (seq, message)
            SELECT seq, replace(id, 'many', 'event') FROM events WHERE component = 'many'
            """);

        var found = await Found("component: \"many\"");

        Assert.Equal(Enumerable.Range(2, 1000).Select(n => $"event {n}"), found);
        Assert.Equal(1000, (await Events()).Count);
        var (seen, after) = (0, "");
        do
        {
            var page = (await _app.Admin.Ask($$"""
                { eventLog(filter: {component: "many"}, first: 100{{after}}) {
                    edges { node { message } } pageInfo { hasNextPage endCursor } } }
                """)).Data()["eventLog"]!;
            seen += page["edges"]!.AsArray().Count;
            after = (bool)page["pageInfo"]!["hasNextPage"]! ? $", after: \"{page["pageInfo"]!["endCursor"]}\"" : "";
        }
        while (after.Length > 0);
        Assert.Equal(1001, seen);
    }

    async Task<JsonNode> Saved(string component, string message, string? data = null) =>
        (await _app.Admin.Ask(Save, new { c = component, m = message, d = data })).Data()["saveEvent"]!["event"]!;

    async Task<List<string?>> Events() => Messages(
        (await _app.Admin.Ask("{ events { message } }")).Data()["events"]!);

    async Task<List<string?>> Found(string arguments) => Messages(
        (await _app.Admin.Ask($"{{ eventsByParameters({arguments}) {{ message }} }}")).Data()["eventsByParameters"]!);

    static List<string?> Messages(JsonNode events) =>
        events.AsArray().Select(one => (string?)one!["message"]).ToList();
}

public sealed class EventBoundTestsOnSqlite(SqliteApp app) : EventBoundTests(app), IClassFixture<SqliteApp>;

public sealed class EventBoundTestsOnPostgres(PostgresApp app) : EventBoundTests(app), IClassFixture<PostgresApp>;
