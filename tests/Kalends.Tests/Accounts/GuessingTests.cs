using Kalends.Tests.GraphQL;
using Kalends.Tests.Http;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Accounts;

/// <summary>Guessing passwords, from one address and from many, beside people who know theirs.</summary>
public abstract class GuessingTests
{
    const string Password = "the right one";

    static readonly string[] Client = ["client"];
    static int _names;

    readonly TestApp _app;

    protected GuessingTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(20)]
    public async Task So_many_guesses_are_checked_and_not_one_more_however_many_come_at_once(int free)
    {
        await using var changed = await Restart(free);
        var (known, unknown) = (await GivenAUser(), NewName());

        foreach (var name in (string[])[known, unknown])
        {
            var answers = await Race.AtOnce(
                free + 20, i => SignIn(i % 2 == 0 ? name : name.ToUpperInvariant(), "guess"));

            Assert.Equal(free, answers.Count(answer => answer.Status == 401));
            foreach (var refused in answers.Where(answer => answer.Status != 401))
            {
                refused.IsRefused(429, "too_many_sign_ins").IsCleanRefusal();
                Assert.Equal("1", refused.Headers["Retry-After"]);
            }
            (await SignIn(name, Password)).IsRefused(429, "too_many_sign_ins");
        }
    }

    [Fact]
    public async Task Who_waits_as_long_as_they_are_told_may_try_again_and_waits_twice_as_long_after_a_failure()
    {
        await using var changed = await Restart(1);
        var name = await GivenAUser();
        (await SignIn(name, "guess")).Is(401);

        foreach (var seconds in (int[])[1, 2, 4])
        {
            var refused = (await SignIn(name, "guess")).IsRefused(429, "too_many_sign_ins");
            Assert.Equal(seconds, int.Parse(refused.Headers["Retry-After"]));
            _app.Clock.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromMilliseconds(1));
            (await SignIn(name, Password)).Is(429);
            _app.Clock.Advance(TimeSpan.FromMilliseconds(1));
            (await SignIn(name, "guess")).Is(401);
        }

        _app.Clock.Advance(TimeSpan.FromSeconds(8));
        (await SignIn(name, Password)).Is(200);
        (await SignIn(name, "guess")).Is(401);
    }

    [Fact]
    public async Task Who_knows_the_password_signs_in_as_often_as_they_like_and_their_slips_are_forgiven()
    {
        await using var changed = await Restart(5);
        var name = await GivenAUser();

        for (var round = 0; round < 3; round++)
        {
            for (var i = 0; i < 4; i++)
                (await SignIn(name, "guess")).Is(401);
            (await SignIn(name, Password)).Is(200);
        }
    }

    [Fact]
    public async Task A_name_that_nobody_has_is_braked_like_any_other()
    {
        await using var changed = await Restart(1);
        var answers = new List<string>();

        foreach (var name in (string[])[await GivenAUser(), NewName()])
        {
            var told = new List<string>();
            for (var i = 0; i < 12; i++)
                told.Add(Told(await SignIn(name, "guess", from: $"127.0.2.{i + 1}")));
            told.Add(Told(await SignIn(name, "guess", from: "127.0.2.1")));
            answers.Add(string.Join('\n', told));
        }

        Assert.Equal(answers[0], answers[1]);
        Assert.Contains("too_many_sign_ins", answers[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stranger_keeps_nobody_out_of_an_address_of_their_own()
    {
        await using var changed = await Restart(5);
        var name = await GivenAUser();

        for (var i = 0; i < 10; i++)
            await SignIn(name, "guess", from: "127.0.3.1");

        (await SignIn(name, Password, from: "127.0.3.1")).IsRefused(429, "too_many_sign_ins");
        (await SignIn(name, Password, from: "127.0.3.2")).Is(200);
    }

    [Fact]
    public async Task Strangers_all_over_the_world_slow_down_each_other_and_no_address_where_the_user_has_been()
    {
        await using var changed = await Restart(1);
        var name = await GivenAUser();
        (await SignIn(name, Password, from: "127.0.4.200")).Is(200);

        for (var i = 0; i < 10; i++)
            (await SignIn(name, "guess", from: $"127.0.4.{i + 1}")).Is(401);
        var stranger = await SignIn(name, "guess", from: "127.0.4.11");
        var traveller = await SignIn(name, Password, from: "127.0.4.201");
        var atHome = await SignIn(name, Password, from: "127.0.4.200");
        var other = await SignIn(await GivenAUser(), Password, from: "127.0.4.11");
        _app.Clock.Advance(TimeSpan.FromSeconds(int.Parse(traveller.Headers["Retry-After"])));
        var later = await SignIn(name, Password, from: "127.0.4.201");

        stranger.IsRefused(429, "too_many_sign_ins");
        traveller.IsRefused(429, "too_many_sign_ins");
        atHome.Is(200);
        other.Is(200);
        later.Is(200);
    }

    [Fact]
    public async Task Where_somebody_has_been_is_still_known_after_a_restart_and_after_a_reset()
    {
        await using var changed = await Restart(1);
        var name = await GivenAUser();
        (await SignIn(name, Password, from: "127.0.5.200")).Is(200);
        await _app.Stop();
        await _app.Start("--Kalends:Accounts:FailedSignIns=1");
        var id = await IdOf(name);
        (await _app.Admin.Put($"/v1/users/{id}", new { roles = Client, password = "another right one" })).Is(200);

        for (var i = 0; i < 11; i++)
            await SignIn(name, "guess", from: $"127.0.5.{i + 1}");

        (await SignIn(name, "another right one", from: "127.0.5.201")).Is(429);
        (await SignIn(name, "another right one", from: "127.0.5.200")).Is(200);
    }

    [Fact]
    public async Task An_address_that_tries_one_name_after_the_other_is_braked_and_who_has_been_there_is_not()
    {
        await using var changed = await Restart(1);
        var name = await GivenAUser();
        (await SignIn(name, Password, from: "127.0.6.1")).Is(200);

        for (var i = 0; i < 10; i++)
            (await SignIn(NewName(), "guess", from: "127.0.6.1")).Is(401);

        (await SignIn(NewName(), "guess", from: "127.0.6.1")).IsRefused(429, "too_many_sign_ins");
        (await SignIn(NewName(), "guess", from: "127.0.6.2")).Is(401);
        (await SignIn(name, Password, from: "127.0.6.1")).Is(200);
    }

    [Fact]
    public async Task Changing_a_password_and_signing_in_use_up_the_same_tries()
    {
        await using var changed = await Restart(2);
        var name = await GivenAUser();
        var user = _app.Nobody.With((string)(await SignIn(name, Password)).Is(200)["access_token"]!);

        var first = await user.Post("/v1/me/password", new { old_password = "guess", new_password = "anything else" });
        var second = await SignIn(name.ToUpperInvariant(), "guess");
        var third = await user.Post("/v1/me/password", new { old_password = Password, new_password = "anything else" });
        var graph = await _app.Nobody.Ask(
            "mutation ($name: String!) { issueToken(input: {username: $name, password: \"guess\"}) { accessToken } }",
            new { name });

        first.IsRefused(422, "invalid_input");
        second.IsRefused(401, "bad_credentials");
        third.IsRefused(429, "too_many_sign_ins").IsCleanRefusal();
        Assert.Equal("1", third.Headers["Retry-After"]);
        Assert.Equal("too_many_sign_ins", graph.Refusal());
        Assert.Equal(1, (int)graph["errors"]![0]!["extensions"]!["retry_after"]!);
    }

    [Fact]
    public async Task Ninety_connections_of_a_stranger_deny_nobody_else_a_sign_in()
    {
        var name = await GivenAUser();

        var flood = Race.AtOnce(90, i => SignIn(NewName(), "guess", from: "127.0.7.1"));
        var honest = await SignIn(name, Password, from: "127.0.7.2");
        var told = (await flood).Select(answer => answer.Status).Distinct().Order();

        honest.Is(200);
        Assert.Subset(new HashSet<int> { 401, 503 }, told.ToHashSet());
    }

    Task<IAsyncDisposable> Restart(int failures) => _app.Restart($"--Kalends:Accounts:FailedSignIns={failures}");

    static string NewName() => $"Guessed {Interlocked.Increment(ref _names)}";

    async Task<string> GivenAUser()
    {
        var name = NewName();
        (await _app.Admin.Post("/v1/users", new { username = name, password = Password, roles = Client })).Is(201);
        return name;
    }

    async Task<string> IdOf(string name) => (string)(await _app.Admin.Get("/v1/users?limit=100")).Is(200)["items"]!
        .AsArray()
        .First(user => string.Equals((string?)user!["username"], name, StringComparison.OrdinalIgnoreCase))!["id"]!;

    Task<Answer> SignIn(string username, string password, string from = "127.0.0.1") =>
        _app.Nobody.From(from).Post("/v1/auth/token", new { username, password });

    static string Told(Answer answer)
    {
        var body = answer.Body.AsObject();
        body.Remove("trace_id");
        return $"{answer.Status} {answer.Headers.GetValueOrDefault("Retry-After")} {body.ToJsonString()}";
    }
}

public sealed class GuessingTestsOnSqlite(SqliteApp app) : GuessingTests(app), IClassFixture<SqliteApp>;

public sealed class GuessingTestsOnPostgres(PostgresApp app) : GuessingTests(app), IClassFixture<PostgresApp>;
