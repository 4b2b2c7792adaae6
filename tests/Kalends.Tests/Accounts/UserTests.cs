using System.Text;
using System.Text.Json;
using Kalends.Platform.Calls;
using Kalends.Tests.Http;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Accounts;

/// <summary>What admins do with users, and how soon it acts.</summary>
public abstract class UserTests
{
    static readonly string[] Admin = ["admin"];
    static readonly string[] Accountant = ["accountant"];

    readonly TestApp _app;

    protected UserTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task A_user_is_read_by_admins_in_the_state_that_a_change_may_insist_on()
    {
        var (name, id) = await _app.GivenAUser("client", "provider");

        var read = (await _app.Admin.Get($"/v1/users/{id}")).Is(200);
        var known = await _app.Admin.Send(
            HttpMethod.Get, $"/v1/users/{id}", null, headers: ("If-None-Match", read.Headers["ETag"]));

        Assert.Equal("id, username, roles, organisation_id, disabled_at, version, erased_at", read.Body.Keys());
        Assert.Equal((id, name), ((string?)read["id"], (string?)read["username"]));
        Assert.Equal("[\"client\",\"provider\"]", read["roles"]!.ToJsonString());
        Assert.Null(read["disabled_at"]);
        known.Is(304);
        (await _app.Admin.Get($"/v1/users/{Guid.NewGuid()}")).IsRefused(404, "not_found");
        (await (await _app.As(Roles.Manager)).Get($"/v1/users/{id}")).IsRefused(403, "forbidden");
    }

    [Fact]
    public async Task A_disabled_user_is_out_at_the_next_request_until_they_are_enabled()
    {
        var (name, id) = await _app.GivenAUser();
        var (first, second) = (await _app.Nobody.SignIn(name), await _app.Nobody.SignIn(name));
        (await _app.Nobody.With(first.Access()).Get("/v1/me")).Is(200);

        var disabled = (await _app.Admin.Post($"/v1/users/{id}/disable")).Is(200);

        Assert.Equal(_app.Clock.GetUtcNow().Text(), (string?)disabled["disabled_at"]);
        await _app.AreDead(first);
        await _app.AreDead(second);
        var wrong = await _app.Nobody.SignIn(name, "not the password");
        var right = (await _app.Nobody.SignIn(name)).IsRefused(401, "bad_credentials");
        Assert.Equal((string?)wrong["detail"], (string?)right["detail"]);

        var enabled = (await _app.Admin.Post($"/v1/users/{id}/enable")).Is(200);

        Assert.Null(enabled["disabled_at"]);
        await _app.AreDead(first);
        (await _app.Nobody.With((await _app.Nobody.SignIn(name)).Access()).Get("/v1/me")).Is(200);
    }

    [Theory]
    [InlineData("disable")]
    [InlineData("enable")]
    public async Task The_same_once_more_changes_nothing(string verb)
    {
        var (_, id) = await _app.GivenAUser();

        var first = (await _app.Admin.Post($"/v1/users/{id}/{verb}")).Is(200);
        _app.Clock.Advance(TimeSpan.FromSeconds(1));
        var second = (await _app.Admin.Post($"/v1/users/{id}/{verb}")).Is(200);

        Assert.Equal(first.Text, second.Text);
        (await _app.Admin.Post($"/v1/users/{Guid.NewGuid()}/{verb}")).IsRefused(404, "not_found");
    }

    [Fact]
    public async Task Other_roles_and_a_reset_act_at_the_next_request()
    {
        var (name, id) = await _app.GivenAUser("admin");
        var admin = await _app.Nobody.SignIn(name);
        (await _app.Nobody.With(admin.Access()).Get("/v1/users")).Is(200);

        (await _app.Admin.Put($"/v1/users/{id}", new { roles = Accountant })).Is(200);

        await _app.AreDead(admin);
        var accountant = await _app.Nobody.SignIn(name);
        (await _app.Nobody.With(accountant.Access()).Get("/v1/users")).IsRefused(403, "forbidden");

        (await _app.Admin.Put($"/v1/users/{id}", new { roles = Accountant, password = "a new one" })).Is(200);

        await _app.AreDead(accountant);
        (await _app.Nobody.SignIn(name)).IsRefused(401, "bad_credentials");
        (await _app.Nobody.SignIn(name, "a new one")).Is(200);
    }

    [Fact]
    public async Task Signing_out_ends_all_sign_ins_of_the_caller_and_of_nobody_else()
    {
        var (name, _) = await _app.GivenAUser();
        var (here, there) = (await _app.Nobody.SignIn(name), await _app.Nobody.SignIn(name));
        var other = await _app.Nobody.SignIn((await _app.GivenAUser()).Name);

        (await SignOut(here)).Is(204);

        await _app.AreDead(here);
        await _app.AreDead(there);
        (await _app.Nobody.With(other.Access()).Get("/v1/me")).Is(200);
        (await _app.Nobody.Refresh(other.RefreshToken())).Is(200);
        (await _app.Nobody.SignIn(name)).Is(200);
    }

    [Theory]
    [InlineData("disable")]
    [InlineData("demote")]
    [InlineData("delete")]
    [InlineData("sign out")]
    [InlineData("change the password")]
    public async Task What_goes_on_ends_with_the_sign_ins(string how)
    {
        var (name, id) = await _app.GivenAUser("admin");
        var pair = await _app.Nobody.SignIn(name);
        var user = _app.Nobody.With(pair.Access());
        var address = new Uri(_app.Address, "/v1/events/stream?component=none");
        await using var stream = await Listener.Open(address, user.Token);
        await using var subscription = await Subscribe(user.Token!);
        await using var other = await Listener.Open(address, _app.Admin.Token);

        (await (how switch
        {
            "disable" => _app.Admin.Post($"/v1/users/{id}/disable"),
            "demote" => _app.Admin.Put($"/v1/users/{id}", new { roles = Accountant }),
            "delete" => _app.Admin.Delete($"/v1/users/{id}"),
            "sign out" => SignOut(pair),
            _ => user.Post("/v1/me/password", new { old_password = People.Password, new_password = "another one" }),
        })).IsOneOf(200, 204);

        Assert.Null(await stream.Next());
        Assert.Null(await subscription.Next());
        // Whoever is still there is told what happens.
        (await _app.Admin.Post("/v1/events", new { component = "none", kind = "told" })).Is(201);
        Assert.Equal("told", (await other.Next())!.Kind);
    }

    [Fact]
    public async Task A_user_whom_nothing_names_is_deleted_and_their_name_is_free()
    {
        var (name, id) = await _app.GivenAUser();
        // What somebody did to their own account names nobody else.
        (await SignOut(await _app.Nobody.SignIn(name))).Is(204);
        var later = await _app.Nobody.SignIn(name);

        var deleted = (await _app.Admin.Delete($"/v1/users/{id}")).Is(200);

        Assert.Equal(name, (string?)deleted["username"]);
        await _app.AreDead(later);
        (await _app.Nobody.SignIn(name)).IsRefused(401, "bad_credentials");
        (await _app.Admin.Get($"/v1/users/{id}")).IsRefused(404, "not_found");
        (await _app.Admin.Delete($"/v1/users/{id}")).IsRefused(404, "not_found");
        var again = await _app.Admin.Post(
            "/v1/users", new { username = name, password = People.Password, roles = Accountant });
        Assert.NotEqual(id, (string?)again.Is(201)["id"]);
        await _app.AreDead(later);
    }

    [Theory]
    [InlineData("providers", "the provider")]
    [InlineData("providers", "the owner of a provider")]
    [InlineData("clients", "the client")]
    [InlineData("clients", "the owner of a client")]
    [InlineData("reviews", "an author")]
    [InlineData("event log", "an actor")]
    [InlineData("event log", "an owner at the time")]
    public async Task A_user_whom_something_names_is_disabled_and_not_deleted(string what, string how)
    {
        var (name, id) = await _app.GivenAUser("client", "admin");
        var user = _app.Nobody.With((await _app.Nobody.SignIn(name)).Access());
        (await (how switch
        {
            "the provider" => _app.Admin.Post("/v1/providers", new { first_name = "a", user_id = id }),
            "the owner of a provider" => _app.Admin.Post("/v1/providers", new { first_name = "a", owner_user_id = id }),
            "the client" => _app.Admin.Post("/v1/clients", new { first_name = "a", user_id = id }),
            "the owner of a client" => _app.Admin.Post("/v1/clients", new { first_name = "a", owner_user_id = id }),
            "an author" => user.Post($"/v1/providers/{await _app.GivenAProvider()}/reviews", new { rating = 4 }),
            "an owner at the time" => GivenAProviderOnce(id),
            _ => user.Post("/v1/organisations", new { name = $"made by {name}" }),
        })).Is(201);

        var refused = (await _app.Admin.Delete($"/v1/users/{id}")).IsRefused(409, "user_in_use").IsCleanRefusal();

        Assert.Contains(what, refused["named_in"]!.AsArray().Select(one => (string?)one));
        Assert.Contains("Disable the user", (string?)refused["detail"], StringComparison.Ordinal);
        (await _app.Nobody.SignIn(name)).Is(200);
    }

    [Fact]
    public async Task Changes_that_insist_on_another_version_are_refused()
    {
        var (_, id) = await _app.GivenAUser();
        var path = $"/v1/users/{id}";
        var old = (await _app.Admin.Get(path)).Is(200).Headers["ETag"];
        var tag = (await _app.Admin.Put(path, new { roles = Accountant }, old)).Is(200).Headers["ETag"];

        foreach (var (method, where) in ((string, string)[])[
            ("PUT", path), ("POST", $"{path}/disable"), ("POST", $"{path}/enable"), ("DELETE", path)])
        {
            (await Change(method, where, old)).IsRefused(412, "precondition_failed").IsCleanRefusal();
            Assert.NotEqual(412, (await Change(method, where, method == "DELETE" ? "*" : tag)).Status);
            if (method != "DELETE")
                tag = (await _app.Admin.Get(path)).Is(200).Headers["ETag"];
        }
    }

    [Fact]
    public async Task What_users_do_to_their_own_sign_ins_takes_no_change_of_an_admin_away()
    {
        var (name, id) = await _app.GivenAUser();
        var tag = (await _app.Admin.Get($"/v1/users/{id}")).Is(200).Headers["ETag"];
        var user = _app.Nobody.With((await _app.Nobody.SignIn(name)).Access());

        (await user.Post("/v1/me/password", new { old_password = People.Password, new_password = "another one" }))
            .Is(204);

        (await _app.Admin.Put($"/v1/users/{id}", new { roles = Admin }, tag)).Is(200);
    }

    [Fact]
    public async Task A_token_of_another_version_than_the_users_is_refused_whether_older_or_newer()
    {
        var (name, id) = await _app.GivenAUser();
        var key = await Forge.KeyOf(_app);
        string Token(string subject, long version) => Forge.Token(key, Forge.Header,
            Forge.Claims(subject, _app.Clock.GetUtcNow()).Replace(
                "\"ver\":1", $"\"ver\":{version}", StringComparison.Ordinal));

        foreach (var version in (long[])[0, 2, -1, long.MaxValue])
            (await _app.Nobody.With(Token(id, version)).Get("/v1/me")).IsRefused(401, "token_revoked");
        (await _app.Nobody.With(Token(id, 1)).Get("/v1/me")).Is(200);
        (await _app.Nobody.With(Token($"{Guid.NewGuid()}", 1)).Get("/v1/me")).IsRefused(401, "token_revoked");
        (await _app.Nobody.With(Token(name, 1)).Get("/ping")).Is(200);
    }

    [Fact]
    public async Task A_token_is_good_for_no_longer_than_this_server_lets_tokens_live()
    {
        var (_, id) = await _app.GivenAUser();
        var token = Forge.Token(
            await Forge.KeyOf(_app), Forge.Header, Forge.Claims(id, _app.Clock.GetUtcNow(), expires: 86_400));

        _app.Clock.Advance(TimeSpan.FromMinutes(10));
        (await _app.Nobody.With(token).Get("/v1/me")).Is(200);
        _app.Clock.Advance(TimeSpan.FromSeconds(30));
        (await _app.Nobody.With(token).Get("/v1/me")).IsRefused(401, "token_expired");
    }

    Task<Answer> SignOut(Answer pair) => _app.Nobody.Post(
        "/v1/auth/revoke", new { refresh_token = pair.RefreshToken(), everywhere = true });

    async Task<Answer> GivenAProviderOnce(string owner)
    {
        var made = (await _app.Admin.Post("/v1/providers", new { first_name = "a", owner_user_id = owner })).Is(201);
        (await _app.Admin.Patch($"/v1/providers/{made.Id}", new { owner_user_id = _app.Admin.UserId })).Is(200);
        return made;
    }

    Task<Answer> Change(string method, string path, string ifMatch) => _app.Admin.Send(
        HttpMethod.Parse(method), path, method == "PUT" ? Wire.Body("""{"roles":["client"]}""") : null,
        headers: ("If-Match", ifMatch));

    Task<Listener> Subscribe(string token)
    {
        const string query = "subscription { eventLog(filter: {component: \"none\"}) { kind } }";
        return Listener.Open(
            new HttpRequestMessage(HttpMethod.Post, new Uri(_app.Address, "/graphql"))
            {
                Content = new StringContent(JsonSerializer.Serialize(new { query }), Encoding.UTF8, "application/json"),
            },
            token);
    }
}

public sealed class UserTestsOnSqlite(SqliteApp app) : UserTests(app), IClassFixture<SqliteApp>;

public sealed class UserTestsOnPostgres(PostgresApp app) : UserTests(app), IClassFixture<PostgresApp>;
