using System.Text;
using Kalends.Tests.GraphQL;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Originals;

/// <summary>The original services take, count and tell names apart as people see them, too.</summary>
public abstract class NameTests
{
    readonly TestApp _app;

    protected NameTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task A_name_has_thirty_characters_whatever_they_are_without_the_blanks_around_it()
    {
        Task<Answer> Make(string first, string last) =>
            _app.Admin.Post("/client/create", new { first_name = first, last_name = last });

        var made = await Make($" \ufeff{Owls(30)} ", "\u00a0\u3000Lee\u200b");
        var tooLong = await Make(Owls(31), "Lee");
        var empty = await Make("\u200b\u3164", "Lee");

        Assert.Equal((Owls(30), "Lee"), ((string?)made.Is(201)["first_name"], (string?)made["last_name"]));
        Assert.Equal(["/first_name too_long"], tooLong.IsRefused(422, "invalid_input").Errors);
        Assert.Equal(["/first_name too_short"], empty.IsRefused(422, "invalid_input").Errors);

        static string Owls(int count) => new StringBuilder().Insert(0, "\U0001f989", count).ToString();
    }

    [Fact]
    public async Task What_an_event_is_of_is_one_name_and_what_it_says_is_kept_as_it_is()
    {
        var composed = $" Ågård {Guid.NewGuid():N}";
        var apart = composed.Normalize(NormalizationForm.FormD);

        var saved = (await _app.Admin.Ask("""
            mutation($c: String, $m: String) {
              saveEvent(component: $c, email: $c, environment: $c, message: $m) { event { id message } }
            }
            """, new { c = composed, m = apart })).Data()["saveEvent"]!["event"]!;

        Assert.Equal(apart, (string?)saved["message"]);
        foreach (var asked in (string[])[composed, apart])
            Assert.Equal((string?)saved["id"], (string?)Assert.Single((await _app.Admin.Ask("""
                query($c: String) { eventsByParameters(component: $c, email: $c, environment: $c) { id } }
                """, new { c = asked })).Data()["eventsByParameters"]!.AsArray())!["id"]);
    }

    [Fact]
    public async Task What_is_no_Unicode_is_refused()
    {
        var saved = await _app.Admin.Ask(
            """mutation { saveEvent(component: "a\ud83d", message: "b\ude00") { event { id } } }""");

        Assert.DoesNotContain("INTERNAL", saved.Text, StringComparison.OrdinalIgnoreCase);
    }
}

public sealed class NameTestsOnSqlite(SqliteApp app) : NameTests(app), IClassFixture<SqliteApp>;

public sealed class NameTestsOnPostgres(PostgresApp app) : NameTests(app), IClassFixture<PostgresApp>;
