using Kalends.Tests.Kit;

namespace Kalends.Tests.Accounts;

public abstract class ChangeTests
{
    const string Old = "old password";
    const string New = "new password";

    static readonly string[] Client = ["client"];
    static readonly string[] Manager = ["manager"];
    static int _names;

    readonly TestApp _app;

    protected ChangeTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task A_new_password_takes_the_old_ones_place_and_ends_the_other_sign_ins()
    {
        var (name, _) = await GivenAUser();
        var pair = (await SignIn(name, Old)).Is(200);
        var user = _app.Nobody.With((string)pair["access_token"]!);

        (await user.Post("/v1/me/password", new { old_password = Old, new_password = New })).Is(204);

        (await SignIn(name, Old)).IsRefused(401, "bad_credentials");
        (await SignIn(name, New)).Is(200);
        (await _app.Nobody.Post("/v1/auth/refresh", new { refresh_token = (string?)pair["refresh_token"] }))
            .IsRefused(401, "token_revoked");
    }

    [Fact]
    public async Task A_password_is_not_changed_without_the_old_one()
    {
        var (name, _) = await GivenAUser();
        var user = _app.Nobody.With((string)(await SignIn(name, Old)).Is(200)["access_token"]!);

        var refused = await user.Post("/v1/me/password", new { old_password = "a guess", new_password = New });

        Assert.Equal(["/old_password wrong_password"], refused.IsRefused(422, "invalid_input").Errors);
        (await SignIn(name, Old)).Is(200);
    }

    [Fact]
    public async Task An_admin_changes_what_a_user_may_be_and_their_next_token_says_so()
    {
        var (name, id) = await GivenAUser();
        var pair = (await SignIn(name, Old)).Is(200);
        var organisation = (await _app.Admin.Post("/v1/organisations", new { name = $"clinic of {name}" })).Is(201).Id;

        var changed = await _app.Admin.Put(
            $"/v1/users/{id}", new { roles = Manager, organisation_id = organisation, password = New });

        Assert.Equal(organisation, (long)changed.Is(200)["organisation_id"]!);
        (await _app.Nobody.Post("/v1/auth/refresh", new { refresh_token = (string?)pair["refresh_token"] }))
            .IsRefused(401, "token_revoked");
        var user = _app.Nobody.With((string)(await SignIn(name, New)).Is(200)["access_token"]!);
        var me = (await user.Get("/v1/me")).Is(200);
        Assert.Equal("[\"manager\"]", me["roles"]!.ToJsonString());
        Assert.Equal(organisation, (long)me["organisation_id"]!);
    }

    [Fact]
    public async Task Unknown_users_and_organisations_are_refused()
    {
        var (_, id) = await GivenAUser();

        (await _app.Admin.Put($"/v1/users/{Guid.NewGuid()}", new { roles = Client })).IsRefused(404, "not_found");
        var refused = await _app.Admin.Put($"/v1/users/{id}", new { roles = Client, organisation_id = 999_999 });
        Assert.Equal(["/organisation_id unknown_organisation"], refused.IsRefused(422, "invalid_input").Errors);
    }

    async Task<(string Name, string Id)> GivenAUser()
    {
        var name = $"changing{Interlocked.Increment(ref _names)}";
        var made = await _app.Admin.Post("/v1/users", new { username = name, password = Old, roles = Client });
        return (name, (string)made.Is(201)["id"]!);
    }

    Task<Answer> SignIn(string username, string password) =>
        _app.Nobody.Post("/v1/auth/token", new { username, password });
}

public sealed class ChangeTestsOnSqlite(SqliteApp app) : ChangeTests(app), IClassFixture<SqliteApp>;

public sealed class ChangeTestsOnPostgres(PostgresApp app) : ChangeTests(app), IClassFixture<PostgresApp>;
