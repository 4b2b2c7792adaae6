using Kalends.Tests.Kit;

namespace Kalends.Tests.Accounts;

/// <summary>Changes of one user at the same time: none takes another one away.</summary>
public abstract class AccountRaceTests
{
    const int Rounds = 5;
    const string New = "a new password";
    const string Reset = "a reset password";

    static readonly string[] Client = ["client"];
    static readonly string[] Admin = ["admin"];

    readonly TestApp _app;

    protected AccountRaceTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task A_password_change_takes_no_demotion_back()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var (name, id) = await _app.GivenAUser("admin");
            var user = _app.Nobody.With((await _app.Nobody.SignIn(name)).Access());

            var answers = await Race.AtOnce(2, i => i == 0
                ? ChangePassword(user)
                : _app.Admin.Put($"/v1/users/{id}", new { roles = Client }));

            Assert.Contains(answers[0].Status, new[] { 204, 401 });
            answers[1].Is(200);
            var known = (await _app.Admin.Get($"/v1/users/{id}")).Is(200);
            Assert.Equal("[\"client\"]", known["roles"]!.ToJsonString());
            (await _app.Nobody.SignIn(name, answers[0].Status == 204 ? New : People.Password)).Is(200);
        }
    }

    [Fact]
    public async Task A_password_change_takes_no_reset_back()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var (name, id) = await _app.GivenAUser();
            var user = _app.Nobody.With((await _app.Nobody.SignIn(name)).Access());

            var answers = await Race.AtOnce(2, i => i == 0
                ? ChangePassword(user)
                : _app.Admin.Put($"/v1/users/{id}", new { roles = Client, password = Reset }));

            Assert.Contains(answers[0].Status, new[] { 204, 401, 422 });
            answers[1].Is(200);
            (await _app.Nobody.SignIn(name, New)).IsRefused(401, "bad_credentials");
            (await _app.Nobody.SignIn(name, Reset)).Is(200);
        }
    }

    [Fact]
    public async Task Of_two_password_changes_at_once_one_is_made()
    {
        var (name, _) = await _app.GivenAUser();
        var user = _app.Nobody.With((await _app.Nobody.SignIn(name)).Access());

        var answers = await Race.AtOnce(4, i => ChangePassword(user, $"{New} {i}"));

        var won = Array.FindIndex(answers, answer => answer.Status == 204);
        Assert.Single(answers, answer => answer.Status == 204);
        Assert.All(
            answers.Where(answer => answer.Status != 204), lost => Assert.Contains(lost.Status, new[] { 401, 422 }));
        (await _app.Nobody.SignIn(name, $"{New} {won}")).Is(200);
    }

    [Fact]
    public async Task A_disabling_is_taken_back_by_no_change_beside_it()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var (name, id) = await _app.GivenAUser();
            var user = _app.Nobody.With((await _app.Nobody.SignIn(name)).Access());

            await Race.AtOnce(3, i => i switch
            {
                0 => ChangePassword(user),
                1 => _app.Admin.Put($"/v1/users/{id}", new { roles = Admin, password = Reset }),
                _ => _app.Admin.Post($"/v1/users/{id}/disable"),
            });

            var known = (await _app.Admin.Get($"/v1/users/{id}")).Is(200);
            Assert.NotNull(known["disabled_at"]);
            Assert.Equal("[\"admin\"]", known["roles"]!.ToJsonString());
            (await _app.Nobody.SignIn(name, Reset)).IsRefused(401, "bad_credentials");
        }
    }

    [Theory]
    [InlineData("reset")]
    [InlineData("disable")]
    [InlineData("delete")]
    public async Task No_sign_in_outlives_what_ends_the_users_sign_ins_beside_it(string how)
    {
        for (var round = 0; round < Rounds; round++)
        {
            var (name, id) = await _app.GivenAUser();

            var answers = await Race.AtOnce(
                5, i => i == 2 ? _app.Admin.EndSignIns(how, id) : _app.Nobody.SignIn(name));

            answers[2].Is(200);
            foreach (var pair in answers.Where((answer, i) => i != 2 && answer.Status != 401))
                await _app.AreDead(pair);
        }
    }

    [Theory]
    [InlineData("reset")]
    [InlineData("disable")]
    [InlineData("delete")]
    public async Task No_refresh_outlives_what_ends_the_users_sign_ins_beside_it(string how)
    {
        for (var round = 0; round < Rounds; round++)
        {
            var (name, id) = await _app.GivenAUser();
            var pair = (await _app.Nobody.SignIn(name)).Is(200);

            var answers = await Race.AtOnce(
                5, i => i == 2 ? _app.Admin.EndSignIns(how, id) : _app.Nobody.Refresh(pair.RefreshToken()));

            answers[2].Is(200);
            foreach (var next in answers.Where((answer, i) => i != 2 && answer.Status != 401))
                await _app.AreDead(next);
            await _app.AreDead(pair);
        }
    }

    [Fact]
    public async Task Whoever_is_bound_to_a_user_and_whoever_deletes_the_user_do_not_both_succeed()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var (_, id) = await _app.GivenAUser();

            var answers = await Race.AtOnce(2, i => i == 0
                ? _app.Admin.Post("/v1/clients", new { first_name = "a", user_id = id })
                : _app.Admin.Delete($"/v1/users/{id}"));

            Assert.Equal(
                answers[0].Status == 201 ? (201, 409) : (422, 200), (answers[0].Status, answers[1].Status));
        }
    }

    [Fact]
    public async Task Of_two_changes_decided_on_one_version_one_is_made()
    {
        var (_, id) = await _app.GivenAUser();
        var tag = (await _app.Admin.Get($"/v1/users/{id}")).Is(200).Headers["ETag"];

        var answers = await Race.AtOnce(6, i => i % 2 == 0
            ? _app.Admin.Put($"/v1/users/{id}", new { roles = Client }, tag)
            : _app.Admin.Send(HttpMethod.Post, $"/v1/users/{id}/disable", null, headers: ("If-Match", tag)));

        Assert.Single(answers, answer => answer.Status == 200);
        Assert.All(
            answers.Where(answer => answer.Status != 200), lost => lost.IsRefused(412, "precondition_failed"));
    }

    static Task<Answer> ChangePassword(Visitor user, string to = New) =>
        user.Post("/v1/me/password", new { old_password = People.Password, new_password = to });
}

public sealed class AccountRaceTestsOnSqlite(SqliteApp app) : AccountRaceTests(app), IClassFixture<SqliteApp>;

public sealed class AccountRaceTestsOnPostgres(PostgresApp app) : AccountRaceTests(app), IClassFixture<PostgresApp>;
