using Kalends.Tests.GraphQL;
using Kalends.Tests.Http;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Originals;

/// <summary>Signing in over GraphQL, with the requests that the original appointment service documented.</summary>
public abstract class AuthTests
{
    const string TestUser = """{"username":"test_user","password":"long enough","roles":["admin"]}""";

    const string Auth = """
        mutation {
          auth(password: "long enough", username: "test_user") {
            accessToken
            refreshToken
          }
        }

        """;

    const string WithVariables = """
        mutation ($username: String, $password: String) {
          auth(username: $username, password: $password) { accessToken }
        }
        """;

    readonly TestApp _app;

    protected AuthTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task The_documented_requests_sign_in_and_refresh()
    {
        await GivenTheTestUser();

        var pair = (await _app.Nobody.Ask(Auth)).Data()["auth"]!;
        var refresh = "mutation {\n  refresh(refreshToken: \"" + (string?)pair["refreshToken"] +
            "\") {\n    newToken\n  }\n}\n";
        var first = (await _app.Nobody.Ask(refresh)).Data()["refresh"]!;
        _app.Clock.Advance(TimeSpan.FromDays(29));
        var later = (await _app.Nobody.Ask(refresh)).Data()["refresh"]!;
        var me = await _app.Nobody.With((string)later["newToken"]!).Ask("{ me { username roles provider { name } } }");

        Assert.Equal("accessToken, refreshToken", pair.Keys());
        Assert.Equal("newToken", first.Keys());
        Assert.Equal(
            """{"username":"test_user","roles":["ADMIN"],"provider":null}""", me.Data()["me"]!.ToJsonString());
    }

    [Fact]
    public async Task An_unknown_user_and_a_wrong_password_are_answered_alike()
    {
        await GivenTheTestUser();

        var wrong = await _app.Nobody.Ask(WithVariables, new { username = "test_user", password = "guess" });
        var unknown = await _app.Nobody.Ask(WithVariables, new { username = "nobody", password = "guess" });

        Assert.Equal("bad_credentials", wrong.Is(200).Refusal());
        Assert.Equal(wrong.Text, unknown.Text);
        Assert.Null(wrong["data"]!["auth"]);
    }

    [Fact]
    public async Task A_missing_argument_is_named()
    {
        var auth = await _app.Nobody.Ask("mutation { auth { accessToken } }");
        var half = await _app.Nobody.Ask(WithVariables, new { username = "test_user", password = (string?)null });
        var refresh = await _app.Nobody.Ask("mutation { refresh { newToken } }");

        Assert.Equal("password required, username required", Errors(auth));
        Assert.Equal("password required", Errors(half));
        Assert.Equal("refreshToken required", Errors(refresh));
    }

    [Fact]
    public async Task An_access_token_is_no_refresh_token_and_the_other_way_round()
    {
        await GivenTheTestUser();
        var pair = (await _app.Nobody.Ask(Auth)).Data()["auth"]!;

        var refreshed = await _app.Nobody.Ask(
            "mutation ($token: String) { refresh(refreshToken: $token) { newToken } }",
            new { token = (string?)pair["accessToken"] });
        var me = await _app.Nobody.With((string)pair["refreshToken"]!).Ask("{ me { username } }");
        var rubbish = await _app.Nobody.Ask("mutation { refresh(refreshToken: \"rubbish\") { newToken } }");

        Assert.Equal("wrong_token_type", refreshed.Refusal());
        Assert.Equal("wrong_token_type", me.Refusal());
        Assert.Equal("token_invalid", rubbish.Refusal());
    }

    [Fact]
    public async Task Who_is_not_signed_in_learns_of_nobody()
    {
        var answer = await _app.Nobody.Ask("{ me { username } }");

        Assert.Equal("token_missing", answer.Refusal());
        Assert.Null(answer["data"]!["me"]);
    }

    [Fact]
    public async Task Me_leads_to_the_client_that_the_caller_is()
    {
        var (visitor, clientId) = await _app.GivenAClientUser();

        var me = (await visitor.Ask("{ me { userId roles client { clientId firstName } } }")).Data()["me"]!;

        Assert.Equal(
            $$$"""{"userId":"{{{visitor.UserId}}}","roles":["CLIENT"],"client":{"clientId":"{{{clientId}}}",""" +
            "\"firstName\":\"Alan\"}}", me.ToJsonString());
    }

    [Fact]
    public async Task Guesses_over_GraphQL_and_REST_use_up_the_same_tries()
    {
        await using var changed = await _app.Restart("--Kalends:Accounts:FailedSignIns=2");
        var guess = new { username = "guessed", password = "a" };

        var first = (await _app.Nobody.Post("/v1/auth/token", guess)).Status;
        var second = (await _app.Nobody.Ask(WithVariables, guess)).Refusal();
        var third = (await _app.Nobody.Ask(WithVariables, guess)).Refusal();
        var fourth = (await _app.Nobody.Post("/v1/auth/token", guess)).Status;

        Assert.Equal((401, "bad_credentials", "too_many_sign_ins", 429), (first, second, third, fourth));
    }

    async Task GivenTheTestUser()
    {
        var made = await _app.Admin.Post("/v1/users", TestUser);
        Assert.Contains(made.Status, new[] { 201, 409 });
    }

    static string Errors(Answer answer)
    {
        Assert.Equal("invalid_input", answer.Is(200).Refusal());
        return string.Join(", ", answer["errors"]![0]!["extensions"]!["errors"]!.AsArray()
            .Select(fault => $"{(string?)fault!["parameter"]} {(string?)fault["code"]}").Order(StringComparer.Ordinal));
    }
}

public sealed class AuthTestsOnSqlite(SqliteApp app) : AuthTests(app), IClassFixture<SqliteApp>;

public sealed class AuthTestsOnPostgres(PostgresApp app) : AuthTests(app), IClassFixture<PostgresApp>;
