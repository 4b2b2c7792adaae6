using System.Text.Json.Nodes;
using Kalends.Tests.Http;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Accounts;

public abstract class SignInTests
{
    const string Password = " pass word ";

    static readonly string[] Client = ["client"];
    static int _names;

    readonly TestApp _app;

    protected SignInTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task A_user_signs_in_and_learns_who_they_are()
    {
        var name = await GivenAUser("client", "provider");

        var pair = (await SignIn(name)).Is(200);
        var me = await _app.Nobody.With((string)pair["access_token"]!).Get("/v1/me");

        Assert.Equal("access_token, refresh_token, token_type, expires_in", pair.Body.Keys());
        Assert.Equal("Bearer", (string?)pair["token_type"]);
        Assert.Equal(600, (int)pair["expires_in"]!);
        Assert.Equal(name, (string?)me.Is(200)["username"]);
        Assert.Equal("[\"client\",\"provider\"]", me["roles"]!.ToJsonString());
        Assert.Null(me["client_id"]);
        Assert.DoesNotContain("password", me.Text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_name_has_no_case_and_no_outer_blanks_and_a_password_has_both()
    {
        var name = await GivenAUser("client");

        var shouted = await SignIn($"  {name.ToUpperInvariant()} ");
        var otherCase = await SignIn(name, Password.ToUpperInvariant());
        var trimmed = await SignIn(name, Password.Trim());

        shouted.Is(200);
        otherCase.IsRefused(401, "bad_credentials");
        trimmed.IsRefused(401, "bad_credentials");
    }

    [Fact]
    public async Task An_unknown_user_and_a_wrong_password_are_answered_alike()
    {
        var name = await GivenAUser("client");

        var wrong = await SignIn(name, "not the password");
        var unknown = await SignIn("nobody of this name", "not the password");

        wrong.IsRefused(401, "bad_credentials").IsCleanRefusal();
        unknown.IsRefused(401, "bad_credentials").IsCleanRefusal();
        Assert.Equal(WithoutTrace(wrong), WithoutTrace(unknown));
        Assert.Equal(wrong.Headers.Keys.Order(), unknown.Headers.Keys.Order());
    }

    [Fact]
    public async Task A_name_is_taken_once_whatever_its_case()
    {
        var name = await GivenAUser("client");

        var again = await _app.Admin.Post(
            "/v1/users", new { username = name.ToUpperInvariant(), password = Password, roles = Client });

        again.IsRefused(409, "username_taken");
    }

    [Fact]
    public async Task A_refresh_token_stays_good_until_it_is_revoked()
    {
        var refresh = RefreshOf(await SignIn(await GivenAUser("client")));

        var first = await _app.Nobody.Post("/v1/auth/refresh", refresh);
        _app.Clock.Advance(TimeSpan.FromDays(29));
        var second = await _app.Nobody.Post("/v1/auth/refresh", refresh);
        var revoked = await _app.Nobody.Post("/v1/auth/revoke", refresh);
        var third = await _app.Nobody.Post("/v1/auth/refresh", refresh);
        var revokedAgain = await _app.Nobody.Post("/v1/auth/revoke", refresh);

        Assert.Equal("access_token, token_type, expires_in", first.Is(200).Body.Keys());
        (await _app.Nobody.With((string)second.Is(200)["access_token"]!).Get("/v1/me")).Is(200);
        Assert.Equal((204, ""), (revoked.Status, revoked.Text));
        third.IsRefused(401, "token_revoked");
        revokedAgain.Is(204);
    }

    [Fact]
    public async Task Revoking_one_sign_in_leaves_another_alone()
    {
        var name = await GivenAUser("client");
        var (here, there) = (await SignIn(name), await SignIn(name));

        await _app.Nobody.Post("/v1/auth/revoke", RefreshOf(here));
        var refreshed = await _app.Nobody.Post("/v1/auth/refresh", RefreshOf(there));

        refreshed.Is(200);
    }

    [Fact]
    public async Task A_refresh_token_expires_after_thirty_days()
    {
        var refresh = RefreshOf(await SignIn(await GivenAUser("client")));

        _app.Clock.Advance(TimeSpan.FromDays(30) + TimeSpan.FromSeconds(30));
        var late = await _app.Nobody.Post("/v1/auth/refresh", refresh);

        late.IsRefused(401, "token_expired");
    }

    [Fact]
    public async Task A_refresh_token_that_we_signed_and_never_issued_gets_nothing()
    {
        var token = Forge.Token(
            await Forge.KeyOf(_app), Forge.Header, Forge.Claims(_app.Admin.UserId, _app.Clock.GetUtcNow(), "refresh"));

        var answer = await _app.Nobody.Post("/v1/auth/refresh", new { refresh_token = token });

        answer.IsRefused(401, "token_revoked");
    }

    [Theory]
    [InlineData("garbage", "token_invalid")]
    [InlineData("a.b.c", "token_invalid")]
    public async Task What_is_no_refresh_token_is_refused(string token, string code)
    {
        var refreshed = await _app.Nobody.Post("/v1/auth/refresh", new { refresh_token = token });
        var revoked = await _app.Nobody.Post("/v1/auth/revoke", new { refresh_token = token });
        var access = await _app.Nobody.Post("/v1/auth/refresh", new { refresh_token = _app.Admin.Token });

        refreshed.IsRefused(401, code).IsCleanRefusal();
        revoked.Is(204);
        access.IsRefused(401, "wrong_token_type").IsCleanRefusal();
    }

    async Task<string> GivenAUser(params string[] roles)
    {
        var name = $"somebody {Interlocked.Increment(ref _names)}";
        var made = await _app.Admin.Post("/v1/users", new
        {
            username = name,
            password = Password,
            roles,
        });
        Assert.Equal("id, username, roles, organisation_id", made.Is(201).Body.Keys());
        return name;
    }

    Task<Answer> SignIn(string username, string password = Password) =>
        _app.Nobody.Post("/v1/auth/token", new { username, password });

    static object RefreshOf(Answer pair) => new { refresh_token = (string)pair.Is(200)["refresh_token"]! };

    static string WithoutTrace(Answer answer)
    {
        var body = answer.Body.AsObject();
        body.Remove("trace_id");
        return ((JsonNode)body).ToJsonString();
    }
}

public sealed class SignInTestsOnSqlite(SqliteApp app) : SignInTests(app), IClassFixture<SqliteApp>;

public sealed class SignInTestsOnPostgres(PostgresApp app) : SignInTests(app), IClassFixture<PostgresApp>;
