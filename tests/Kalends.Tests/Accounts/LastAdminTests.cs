using Kalends.Platform.Calls;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Accounts;

/// <summary>One admin who may sign in always stays.</summary>
public abstract class LastAdminTests
{
    static readonly string[] Client = ["client"];
    static readonly string[] Admin = ["admin"];

    readonly TestApp _app;

    protected LastAdminTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Theory]
    [InlineData("demote")]
    [InlineData("disable")]
    [InlineData("delete")]
    public async Task The_last_admin_cannot_be_taken_away(string how)
    {
        var (left, right) = await GivenTwoAdmins();
        await Do("disable", left, right.Id);

        (await Do(how, left, left.Id)).IsRefused(409, "last_admin");

        (await left.Visitor.Get("/v1/users")).Is(200);
        (await left.Visitor.Put($"/v1/users/{left.Id}", new { roles = Admin })).Is(200);
    }

    [Theory]
    [InlineData("demote", "demote")]
    [InlineData("disable", "disable")]
    [InlineData("delete", "delete")]
    [InlineData("demote", "disable")]
    [InlineData("disable", "delete")]
    public async Task Two_admins_who_take_each_other_away_at_once_leave_one(string one, string other)
    {
        for (var round = 0; round < 4; round++)
        {
            var (left, right) = await GivenTwoAdmins();

            var answers = await Race.AtOnce(2, i => i == 0 ? Do(one, left, right.Id) : Do(other, right, left.Id));

            // Who is second is the last admin's enemy, or no admin any more.
            Assert.Single(answers, answer => answer.Status == 200);
            Assert.Single(answers, answer => answer.Status is 409 or 401);
            Assert.Equal(1, await CountAdmins());
        }
    }

    [Fact]
    public async Task Of_many_admins_who_all_leave_at_once_one_stays()
    {
        var (left, right) = await GivenTwoAdmins();
        var more = new List<Someone> { left, right };
        for (var i = 0; i < 6; i++)
            more.Add(await GivenAnAdmin(left.Visitor));

        var answers = await Race.AtOnce(more.Count, i => Do(i % 2 == 0 ? "demote" : "disable", more[i], more[i].Id));

        Assert.Equal(more.Count - 1, answers.Count(answer => answer.Status == 200));
        Assert.Single(answers, answer => answer.Status == 409).IsRefused(409, "last_admin");
        Assert.Equal(1, await CountAdmins());
    }

    sealed record Someone(string Id, Visitor Visitor);

    /// <summary>Two admins, and no others.</summary>
    async Task<(Someone Left, Someone Right)> GivenTwoAdmins()
    {
        var first = await _app.As(Roles.Admin);
        foreach (var user in (await first.Get("/v1/users?limit=100")).Is(200)["items"]!.AsArray())
            if ((string?)user!["id"] != first.UserId && user["disabled_at"] is null)
                (await first.Post($"/v1/users/{user["id"]}/disable")).Is(200);
        return (new Someone(first.UserId, first), await GivenAnAdmin(first));
    }

    async Task<Someone> GivenAnAdmin(Visitor by)
    {
        var name = $"{Guid.NewGuid()}";
        var made = await by.Post("/v1/users", new { username = name, password = People.Password, roles = Admin });
        return new Someone(
            (string)made.Is(201)["id"]!, _app.Nobody.With((await _app.Nobody.SignIn(name)).Access()));
    }

    static Task<Answer> Do(string how, Someone by, string id) => how switch
    {
        "demote" => by.Visitor.Put($"/v1/users/{id}", new { roles = Client }),
        "disable" => by.Visitor.Post($"/v1/users/{id}/disable"),
        _ => by.Visitor.Delete($"/v1/users/{id}"),
    };

    Task<long?> CountAdmins() =>
        _app.Db.Read(async session => await session.Number(Count), CancellationToken.None);

    static readonly Platform.Storage.Sql Count =
        new("SELECT COUNT(*) AS n FROM users WHERE roles >= 16 AND disabled_at IS NULL");
}

public sealed class LastAdminTestsOnSqlite(SqliteApp app) : LastAdminTests(app), IClassFixture<SqliteApp>;

public sealed class LastAdminTestsOnPostgres(PostgresApp app) : LastAdminTests(app), IClassFixture<PostgresApp>;
