using System.Text;
using System.Text.Json.Nodes;
using Kalends.Tests.GraphQL;
using Kalends.Tests.Http;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Unicode;

/// <summary>Names are taken, counted and told apart as people see them, over every door.</summary>
public abstract class NameTests
{
    readonly TestApp _app;

    protected NameTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    public static TheoryData<string, string, string, int> Characters() => new(
        from character in (string[])
        [
            "a", "\u00e4", "a\u0308", "\U0001f600", "\U00020bb7", "\U0001f44d\U0001f3fd", "\u0928\u093f",
            "\u1112\u1161\u11ab",
        ]
        from member in ((string, string, int)[])[("/v1/clients", "first_name", 100), ("/v1/providers", "name", 250)]
        select (character, member.Item1, member.Item2, member.Item3));

    [Theory]
    [MemberData(nameof(Characters))]
    public async Task A_limit_lets_as_many_characters_through_as_it_says_whatever_they_are(
        string character, string path, string member, int most)
    {
        Task<Answer> Make(int count) => _app.Admin.Post(
            path, $$"""{"{{member}}":"{{new StringBuilder().Insert(0, character, count)}}"}""");

        (await Make(most)).Is(201);
        var refused = (await Make(most + 1)).IsRefused(422, "invalid_input");

        Assert.Equal([$"/{member} too_long"], refused.Errors);
        Assert.Contains($"{most} characters", refused.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_letter_with_endless_marks_is_refused_at_once()
    {
        var marks = string.Concat(Enumerable.Repeat("\u0301\u0323", 20_000));

        foreach (var answer in (Answer[])
        [
            await _app.Admin.Post("/v1/clients", new { first_name = "e" + marks }),
            await _app.Admin.Post("/v1/providers", new { name = "e" + marks }),
            await _app.Nobody.Post("/v1/auth/token", new { username = "e" + marks, password = "p" + marks }),
        ])
            Assert.All(answer.IsRefused(422, "invalid_input").Errors, fault =>
                Assert.EndsWith(" too_long", fault, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Blanks_of_all_scripts_are_taken_off()
    {
        var made = await _app.Admin.Post(
            "/v1/clients", new { first_name = " \ufeffAnn ", last_name = "\u00a0\u3000Lee\u200b" });
        var empty = await _app.Admin.Post("/v1/clients", new { first_name = "\u200b\u3164", last_name = "Lee" });

        Assert.Equal(("Ann", "Lee"), ((string?)made.Is(201)["first_name"], (string?)made["last_name"]));
        Assert.Equal(["/first_name too_short"], empty.IsRefused(422, "invalid_input").Errors);
    }

    [Fact]
    public async Task One_name_in_two_encodings_is_one_name()
    {
        var composed = $"Thérapie Đặng {Guid.NewGuid():N}";
        var apart = composed.Normalize(NormalizationForm.FormD);
        Assert.NotEqual(composed, apart);

        foreach (var path in (string[])["/v1/organisations", "/v1/event-types"])
        {
            var made = await _app.Admin.Post(path, Named(path, apart));
            (await _app.Admin.Post(path, Named(path, composed))).IsRefused(409, "name_taken");
            Assert.Equal(composed, (string?)made.Is(201)["name"]);
        }
        (await _app.Admin.Post("/v1/providers", new { name = apart, skills = new[] { apart } })).Is(201);
        (await _app.Admin.Post("/v1/providers", new { name = composed, skills = new[] { composed } })).Is(201);
        foreach (var asked in (string[])[composed, apart])
        {
            var text = Uri.EscapeDataString(asked);
            var found = (await _app.Admin.Get($"/v1/providers?name={text}&facets=skills")).Is(200);
            Assert.Equal((2, 1), (
                found["items"]!.AsArray().Count, found["facets"]!["skills"]!.AsArray().Count));
            Assert.Equal(2, (await _app.Admin.Get($"/v1/providers?skills={text}")).Is(200)["items"]!.AsArray().Count);
            Assert.Equal(2, (await _app.Admin.Ask(
                "query($n: String!) { providers(name: $n) { edges { node { name } } } }", new { n = asked }))
                .Data()["providers"]!["edges"]!.AsArray().Count);
        }
        Assert.Equal(["/skills/1 repeated"], (await _app.Admin.Post(
            "/v1/providers", new { name = "a", skills = new[] { composed, apart } }))
            .IsRefused(422, "invalid_input").Errors);
    }

    [Fact]
    public async Task What_an_event_is_of_is_one_name_and_what_it_says_is_kept_as_it_is()
    {
        var composed = $"Ågård {Guid.NewGuid():N}";
        var apart = composed.Normalize(NormalizationForm.FormD);

        var saved = (await _app.Admin.Ask("""
            mutation($c: String!, $m: String) {
              appendEvent(input: {component: $c, email: $c, environment: $c, message: $m}) {
                logEvent { eventId message }
              }
            }
            """, new { c = composed, m = apart })).Data()["appendEvent"]!["logEvent"]!;
        await _app.LogIsTold();

        Assert.Equal(apart, (string?)saved["message"]);
        foreach (var asked in (string[])[composed, apart])
            Assert.Equal((string?)saved["eventId"], (string?)Assert.Single((await _app.Admin.Ask("""
                query($c: String) {
                  eventLog(first: 9, filter: {component: $c, email: $c, environment: $c}) { edges { node { eventId } } }
                }
                """, new { c = asked })).Data()["eventLog"]!["edges"]!.AsArray())!["node"]!["eventId"]);
    }

    /// <summary>The longest text of any kind that a rule lets through is one that every index can hold.</summary>
    [Fact]
    public async Task The_longest_names_can_be_kept_and_found()
    {
        // Marks at random, so that no engine makes them shorter.
        var random = new Random(3);
        string Long(int characters, int bytes)
        {
            var text = new StringBuilder();
            for (var i = 0; i < characters; i++)
            {
                text.Append((char)random.Next(0x4e00, 0x9f00));
                while ((text.Length + 1) * 3 <= bytes * (i + 1) / characters)
                    text.Append((char)random.Next(0x1ab0, 0x1abe));
            }
            return text.ToString().Normalize();
        }

        var (name, skill, component) = (Long(250, 2500), Long(100, 2500), Long(200, 2500));
        var made = await _app.Admin.Post("/v1/providers", new { name, skills = new[] { skill } });
        (await _app.Admin.Post("/v1/organisations", new { name = Long(200, 2500) })).Is(201);
        (await _app.Admin.Post("/v1/users", new { username = skill, password = Long(200, 2500), roles = Client }))
            .Is(201);
        (await _app.Admin.Post("/v1/events", new
        {
            component,
            kind = component,
            subject = component,
            email = Long(500, 2500),
            message = Long(4000, 30_000),
        })).Is(201);

        Assert.Equal(made.Is(201).Id, (await Search(new { name })).Single());
        Assert.Equal(made.Id, (await Search(new { skills = new[] { skill } })).Single());
        Assert.Equal(made.Id, (await Search(new { text = name[..50] })).Single());
    }

    [Fact]
    public async Task What_is_no_Unicode_is_refused_over_every_door()
    {
        foreach (var wrong in (string[])["\\ud800", "\\ufffe"])
        {
            (await _app.Admin.Post("/v1/clients", $$"""{"first_name":"a{{wrong}}"}""")).IsRefused(422, "invalid_input");
            var graph = await _app.Admin.Ask($"{{ providers(name: \"a{wrong}\") {{ edges {{ node {{ name }} }} }} }}");
            Assert.True(graph.Status is 200 or 400 && graph["errors"] is JsonArray, graph.Text);
            Assert.DoesNotContain("INTERNAL", graph.Text, StringComparison.OrdinalIgnoreCase);
        }
        (await _app.Admin.Get("/v1/providers?name=%EF%BF%BE")).IsRefused(422, "invalid_input").IsCleanRefusal();
        var saved = await _app.Admin.Ask(
            """mutation { appendEvent(input: {component: "a\ud83d", message: "b\ude00"}) { logEvent { eventId } } }""");
        Assert.DoesNotContain("INTERNAL", saved.Text, StringComparison.OrdinalIgnoreCase);
    }

    static readonly string[] Client = ["client"];

    static object Named(string path, string name) => path == "/v1/event-types"
        ? new { name, currency = "EUR", amount = 1 }
        : new { name };

    async Task<List<long>> Search(object body) => (await _app.Admin.Post("/v1/providers/search", body))
        .Is(200)["items"]!.AsArray().Select(item => (long)item!["id"]!).ToList();
}

public sealed class NameTestsOnSqlite(SqliteApp app) : NameTests(app), IClassFixture<SqliteApp>;

public sealed class NameTestsOnPostgres(PostgresApp app) : NameTests(app), IClassFixture<PostgresApp>;
