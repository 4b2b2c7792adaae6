using Kalends.Platform.Calls;
using Kalends.Tests.GraphQL;
using Kalends.Tests.Http;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Providers;

/// <summary>The ETags of clients, what may insist on them, and changes at once.</summary>
public abstract class ClientVersionTests
{
    readonly TestApp _app;

    protected ClientVersionTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task Every_answer_that_shows_a_client_names_its_state()
    {
        var made = (await _app.Admin.Post("/v1/clients", new { first_name = "a" })).Is(201);
        var path = $"/v1/clients/{made.Id}";

        var read = (await _app.Admin.Get(path)).Is(200);
        var put = (await _app.Admin.Put(path, Named("b"))).Is(200);
        var last = (await _app.Admin.Get(path)).Is(200);
        var known = await _app.Admin.Send(HttpMethod.Get, path, null, headers: ("If-None-Match", ETag(last)));
        var graph = (await _app.Admin.Ask($"{{ client(clientId: {made.Id}) {{ version }} }}")).Data();

        Assert.Equal([1, 1, 2, 2], new[] { made, read, put, last }.Select(answer => (long)answer["version"]!));
        Assert.Equal(ETag(made), ETag(read));
        Assert.Equal(ETag(put), ETag(last));
        Assert.NotEqual(ETag(read), ETag(put));
        Assert.Equal(("", ETag(last)), (known.Is(304).Text, ETag(known)));
        Assert.Equal(ETag(last), (string?)graph["client"]!["version"]);
    }

    [Fact]
    public async Task A_change_that_insists_on_a_state_is_refused_on_another()
    {
        var path = $"/v1/clients/{await _app.GivenAClient()}";
        var old = ETag(await _app.Admin.Get(path));
        var tag = ETag(await _app.Admin.Put(path, Named("b"), old));

        foreach (var wrong in (string[])[old, "garbage", "", "\"2\"", $"\"x\", {old}"])
        {
            (await _app.Admin.Put(path, Named("c"), wrong)).IsRefused(412, "precondition_failed").IsCleanRefusal();
            (await _app.Admin.Patch(path, new { first_name = "c" }, wrong)).IsRefused(412, "precondition_failed");
        }

        (await _app.Admin.Put(path, Named("c"), $"{old}, {tag}")).Is(200);
        (await _app.Admin.Put(path, Named("d"), "*")).Is(200);
        var now = ETag(await _app.Admin.Get(path));
        Assert.Equal(5, (long)(await _app.Admin.Patch(path, new { first_name = "p" }, now)).Is(200)["version"]!);
        (await _app.Admin.Put(path, Named("e"))).Is(200);
    }

    [Fact]
    public async Task Whoever_may_not_see_a_client_is_told_of_no_version()
    {
        var path = $"/v1/clients/{await _app.GivenAClient()}";
        var stranger = await _app.As(Roles.Client);

        (await stranger.Put(path, Named("b"), "\"9-\"")).IsRefused(404, "not_found");
    }

    [Fact]
    public async Task Of_two_changes_decided_on_one_state_one_is_made()
    {
        for (var round = 0; round < 10; round++)
        {
            var path = $"/v1/clients/{await _app.GivenAClient()}";
            var tag = ETag(await _app.Admin.Get(path));

            var answers = await Race.AtOnce(8, i => i % 2 == 0
                ? _app.Admin.Put(path, Named($"n{i}"), tag)
                : _app.Admin.Patch(path, new { first_name = $"n{i}" }, tag));

            var won = Assert.Single(answers, answer => answer.Status == 200);
            Assert.All(answers.Where(one => one != won), lost => lost.IsRefused(412, "precondition_failed"));
            Assert.Equal(won.Text, (await _app.Admin.Get(path)).Text);
        }
    }

    [Fact]
    public async Task Every_change_is_counted_however_many_come_at_once()
    {
        var path = $"/v1/clients/{await _app.GivenAClient()}";

        var answers = await Race.AtOnce(16, i => i % 2 == 0
            ? _app.Admin.Put(path, Named($"n{i}"))
            : _app.Admin.Patch(path, new { first_name = $"n{i}" }));

        Assert.Equal(
            Enumerable.Range(2, 16).Select(n => (long)n), answers.Select(one => (long)one.Is(200)["version"]!).Order());
        Assert.Equal(17, (long)(await _app.Admin.Get(path)).Is(200)["version"]!);
    }

    static object Named(string name) => new { first_name = name, last_name = "", time_zone = "UTC" };

    static string ETag(Answer answer) => answer.Headers["ETag"];
}

public sealed class ClientVersionTestsOnSqlite(SqliteApp app) : ClientVersionTests(app), IClassFixture<SqliteApp>;

public sealed class ClientVersionTestsOnPostgres(PostgresApp app) : ClientVersionTests(app), IClassFixture<PostgresApp>;
