using Kalends.Tests.GraphQL;
using Kalends.Tests.Http;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Accounts.ApiKeys;

public abstract class ServiceAccountTests
{
    readonly TestApp _app;

    protected ServiceAccountTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task A_service_account_acts_by_its_keys_and_never_signs_in()
    {
        var name = $"Importer {Guid.NewGuid()}";
        var made = (await _app.Admin.Post(
            "/v1/service-accounts", new { name, roles = (string[])["admin"] })).Is(201);
        var id = (string)made["id"]!;

        var key = (await KeyOf(_app.Admin, id, "events:write")).Is(201);
        var program = _app.Nobody.With(key.Secret());
        var saved = await program.Post("/v1/events", new { component = "billing", message = "The invoice was sent." });
        var refused = await program.Get("/v1/users");
        var me = await program.Get("/v1/me");
        var signedIn = await _app.Nobody.SignIn(name, "");
        var guessed = await _app.Nobody.SignIn(name, "a password");

        Assert.Equal(name.ToLowerInvariant(), (string?)made["name"]);
        saved.Is(201);
        refused.IsRefused(403, "scope_missing");
        Assert.Equal(id, (string?)me.Is(200)["id"]);
        signedIn.IsRefused(422, "invalid_input");
        guessed.IsRefused(401, "bad_credentials");
    }

    [Fact]
    public async Task A_service_account_is_no_user_who_can_be_given_a_password()
    {
        var id = await _app.Admin.GivenAServiceAccount("client");

        (await _app.Admin.Get($"/v1/users/{id}")).IsRefused(404, "not_found");
        (await _app.Admin.Put($"/v1/users/{id}", new { roles = (string[])["client"], password = "long enough" }))
            .IsRefused(404, "not_found");
        (await _app.Admin.Post($"/v1/users/{id}/enable")).IsRefused(404, "not_found");
        var users = (await _app.Admin.Get("/v1/users?limit=100")).Is(200);
        Assert.Null(users["next"]);
        Assert.DoesNotContain(users["items"]!.AsArray(), user => (string?)user!["id"] == id);
    }

    [Fact]
    public async Task The_last_admin_is_the_last_who_may_sign_in()
    {
        await _app.Admin.GivenAServiceAccount("admin");

        foreach (var admin in (await _app.Admin.Get("/v1/users?limit=100")).Is(200)["items"]!.AsArray())
            if (admin!["roles"]!.ToJsonString().Contains("admin") && (string?)admin["id"] != _app.Admin.UserId)
                (await _app.Admin.Post($"/v1/users/{admin["id"]}/disable")).Is(200);

        (await _app.Admin.Post($"/v1/users/{_app.Admin.UserId}/disable")).IsRefused(409, "last_admin");
    }

    [Fact]
    public async Task A_manager_keeps_the_service_accounts_of_their_organisation_and_no_others()
    {
        var (organisation, manager) = await _app.GivenAnOrganisation();
        var (_, stranger) = await _app.GivenAnOrganisation();
        var own = await manager.GivenAServiceAccount();
        var wide = await _app.Admin.GivenAServiceAccount("admin", organisation);
        var key = (await KeyOf(manager, own, "providers:write")).Is(201);

        var program = _app.Nobody.With(key.Secret());
        var provider = (await program.Post("/v1/providers", new { name = "Ada" })).Is(201);

        Assert.Equal(organisation, (long)provider["organisation_id"]!);
        Assert.Equal([own], Ids(await manager.Get("/v1/service-accounts")));
        Assert.Empty(Ids(await stranger.Get("/v1/service-accounts")));
        (await manager.Get($"/v1/service-accounts/{wide}")).IsRefused(404, "not_found");
        (await stranger.Get($"/v1/service-accounts/{own}")).IsRefused(404, "not_found");
        (await stranger.Post($"/v1/service-accounts/{own}/disable")).IsRefused(404, "not_found");
        (await stranger.Get($"/v1/api-keys/{key.KeyId()}")).IsRefused(404, "not_found");
        foreach (var (keeper, account) in ((Visitor, string)[])[(stranger, own), (manager, wide)])
            Assert.Equal(
                ["/user_id unknown_user"],
                (await KeyOf(keeper, account, "providers:read")).IsRefused(422, "invalid_input").Errors);
        (await manager.Delete($"/v1/api-keys/{key.KeyId()}")).Is(200);
        (await program.Get("/v1/me")).IsRefused(401, "api_key_invalid");
    }

    [Theory]
    [InlineData("admin")]
    [InlineData("accountant")]
    public async Task A_manager_gives_no_role_that_reaches_beyond_their_organisation(string role)
    {
        var (_, manager) = await _app.GivenAnOrganisation();
        var (other, _) = await _app.GivenAnOrganisation();

        var wide = await manager.Post("/v1/service-accounts", new { name = "wide", roles = new[] { "client", role } });
        var foreign = await manager.Post(
            "/v1/service-accounts", new { name = "foreign", roles = (string[])["client"], organisation_id = other });

        Assert.Equal(["/roles role_not_yours"], wide.IsRefused(422, "invalid_input").Errors);
        Assert.Equal(["/organisation_id unknown_organisation"], foreign.IsRefused(422, "invalid_input").Errors);
    }

    [Fact]
    public async Task A_disabled_service_account_has_no_valid_keys_and_gets_none()
    {
        var id = await _app.Admin.GivenAServiceAccount("client");
        var program = _app.Nobody.With((await KeyOf(_app.Admin, id, "providers:read")).Secret());
        (await program.Get("/v1/me")).Is(200);

        var disabled = (await _app.Admin.Ask(
            "mutation ($id: ID!) { disableServiceAccount(input: {serviceAccountId: $id}) { " +
            "serviceAccount { disabledAt } } }", new { id })).Data();

        Assert.NotNull(disabled["disableServiceAccount"]!["serviceAccount"]!["disabledAt"]);
        (await program.Get("/v1/me")).IsRefused(401, "api_key_invalid").IsCleanRefusal();
        (await KeyOf(_app.Admin, id, "providers:read")).IsRefused(422, "invalid_input");
        (await _app.Admin.Post($"/v1/service-accounts/{id}/disable")).Is(200);
    }

    [Fact]
    public async Task An_organisation_has_a_hundred_service_accounts_and_no_more_however_many_come_at_once()
    {
        var (_, manager) = await _app.GivenAnOrganisation();

        var answers = await Race.AtOnce(105, i => manager.Post(
            "/v1/service-accounts", new { name = $"{i} {Guid.NewGuid()}", roles = (string[])["client"] }));

        Assert.Equal(100, answers.Count(answer => answer.Status == 201));
        foreach (var refused in answers.Where(answer => answer.Status != 201))
            refused.IsRefused(409, "too_many_service_accounts").IsCleanRefusal();
    }

    static Task<Answer> KeyOf(Visitor keeper, string id, params string[] scopes) =>
        keeper.Post("/v1/api-keys", new { name = "a key", scopes, user_id = id });

    static IEnumerable<string> Ids(Answer page) =>
        page.Is(200)["items"]!.AsArray().Select(one => (string)one!["id"]!);
}

public sealed class ServiceAccountTestsOnSqlite(SqliteApp app) : ServiceAccountTests(app), IClassFixture<SqliteApp>;

public sealed class ServiceAccountTestsOnPostgres(PostgresApp app)
    : ServiceAccountTests(app), IClassFixture<PostgresApp>;
