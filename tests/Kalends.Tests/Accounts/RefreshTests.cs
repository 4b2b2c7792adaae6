using Kalends.Tests.Http;
using Kalends.Tests.Kit;
using Npgsql;

namespace Kalends.Tests.Accounts;

/// <summary>Refresh tokens: good once, and for thirty days.</summary>
public abstract class RefreshTests
{
    readonly TestApp _app;

    protected RefreshTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task Each_refresh_token_gets_the_next_pair()
    {
        var pair = await SignIn();

        for (var i = 0; i < 4; i++)
        {
            _app.Clock.Advance(TimeSpan.FromDays(7));
            var next = (await _app.Nobody.Refresh(pair.RefreshToken())).Is(200);

            Assert.Equal("access_token, refresh_token, token_type, expires_in", next.Body.Keys());
            Assert.NotEqual(pair.RefreshToken(), next.RefreshToken());
            (await _app.Nobody.With(next.Access()).Get("/v1/me")).Is(200);
            pair = next;
        }

        // However often it is refreshed, a sign-in ends thirty days after it began.
        _app.Clock.Advance(TimeSpan.FromDays(2) + TimeSpan.FromSeconds(30));
        (await _app.Nobody.Refresh(pair.RefreshToken())).IsRefused(401, "token_expired");
    }

    [Fact]
    public async Task A_token_that_is_used_again_later_ends_its_sign_in_and_no_other()
    {
        var (name, id) = await _app.GivenAUser();
        var (stolen, other) = (await _app.Nobody.SignIn(name), await _app.Nobody.SignIn(name));
        var second = (await _app.Nobody.Refresh(stolen.RefreshToken())).Is(200);
        var third = (await _app.Nobody.Refresh(second.RefreshToken())).Is(200);

        _app.Clock.Advance(TimeSpan.FromSeconds(11));
        (await _app.Nobody.Refresh(second.RefreshToken())).IsRefused(401, "token_revoked").IsCleanRefusal();

        await _app.AreDead(third);
        // The other sign-in goes on, once it has refreshed.
        (await _app.Nobody.With(other.Access()).Get("/v1/me")).IsRefused(401, "token_revoked");
        (await _app.Nobody.With((await _app.Nobody.Refresh(other.RefreshToken())).Access()).Get("/v1/me")).Is(200);
        var told = (await _app.Admin.Get($"/v1/events?subject=user/{id}&kind=user.refresh_token_reused")).Is(200);
        Assert.Equal(id, (string?)Assert.Single(told["items"]!.AsArray())!["actor"]);
    }

    [Fact]
    public async Task Who_lost_the_answer_repeats_within_ten_seconds_and_gets_another_token_of_the_sign_in()
    {
        var first = await SignIn();
        var lost = (await _app.Nobody.Refresh(first.RefreshToken())).Is(200);
        _app.Clock.Advance(TimeSpan.FromSeconds(10));
        var repeated = (await _app.Nobody.Refresh(first.RefreshToken())).Is(200);

        (await _app.Nobody.With(repeated.Access()).Get("/v1/me")).Is(200);
        var next = (await _app.Nobody.Refresh(repeated.RefreshToken())).Is(200);

        // The one that was lost was found by somebody else.
        _app.Clock.Advance(TimeSpan.FromSeconds(11));
        (await _app.Nobody.Refresh(lost.RefreshToken())).IsRefused(401, "token_revoked");
        await _app.AreDead(next);
    }

    [Fact]
    public async Task A_clock_that_is_set_back_makes_the_ten_seconds_no_longer()
    {
        var first = await SignIn();
        var second = (await _app.Nobody.Refresh(first.RefreshToken())).Is(200);

        _app.Clock.Advance(-TimeSpan.FromSeconds(20));
        var again = await _app.Nobody.Refresh(first.RefreshToken());
        _app.Clock.Advance(TimeSpan.FromSeconds(20));

        again.IsRefused(401, "token_revoked");
        await _app.AreDead(second);
    }

    [Fact]
    public async Task Sixteen_who_refresh_with_one_token_at_once_all_go_on()
    {
        var first = await SignIn();

        var answers = await Race.AtOnce(16, _ => _app.Nobody.Refresh(first.RefreshToken()));

        Assert.All(answers, answer => answer.Is(200));
        Assert.Equal(16, answers.Select(answer => answer.RefreshToken()).Distinct().Count());
        (await _app.Nobody.Refresh(answers[7].RefreshToken())).Is(200);
    }

    [Fact]
    public async Task Logging_out_with_any_token_of_a_sign_in_ends_it()
    {
        var first = await SignIn();
        var second = (await _app.Nobody.Refresh(first.RefreshToken())).Is(200);

        (await Revoke(first.RefreshToken())).Is(204);

        (await _app.Nobody.Refresh(second.RefreshToken())).IsRefused(401, "token_revoked");
    }

    [Fact]
    public async Task What_changes_nothing_takes_no_turn_of_those_who_write()
    {
        var pair = await SignIn();
        (await Revoke(pair.RefreshToken())).Is(204);
        var key = await Forge.KeyOf(_app);
        string[] junk =
        [
            "garbage", _app.Admin.Token!, pair.RefreshToken(),
            Forge.Token(key, Forge.Header, Forge.Claims(_app.Admin.UserId, _app.Clock.GetUtcNow(), "refresh")),
            Forge.Token(key, Forge.Header, Forge.Claims(_app.Admin.UserId, _app.Clock.GetUtcNow(), "refresh", 0, -90)),
        ];

        await using (await WhileNobodyWrites())
            foreach (var token in junk)
            {
                (await Revoke(token)).Is(204);
                (await Revoke(token, everywhere: true)).Is(204);
                Assert.Equal(401, (await _app.Nobody.Refresh(token)).Status);
            }
    }

    /// <summary>Keeps everybody from writing refresh tokens, until the answer is disposed of.</summary>
    protected abstract Task<IAsyncDisposable> WhileNobodyWrites();

    async Task<Answer> SignIn() => (await _app.Nobody.SignIn((await _app.GivenAUser()).Name)).Is(200);

    Task<Answer> Revoke(string token, bool everywhere = false) =>
        _app.Nobody.Post("/v1/auth/revoke", new { refresh_token = token, everywhere });
}

public sealed class RefreshTestsOnSqlite(SqliteApp app) : RefreshTests(app), IClassFixture<SqliteApp>
{
    protected override async Task<IAsyncDisposable> WhileNobodyWrites()
    {
        var (begun, end) = (new TaskCompletionSource(), new ManualResetEventSlim());
        var write = Task.Run(() => app.Db.Write(_ =>
        {
            begun.SetResult();
            end.Wait();
            return Task.FromResult(true);
        }, CancellationToken.None));
        await begun.Task;
        return new Writing(end, write);
    }

    sealed class Writing(ManualResetEventSlim end, Task write) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            end.Set();
            await write;
            end.Dispose();
        }
    }
}

public sealed class RefreshTestsOnPostgres(PostgresApp app) : RefreshTests(app), IClassFixture<PostgresApp>
{
    protected override async Task<IAsyncDisposable> WhileNobodyWrites()
    {
        var connection = new NpgsqlConnection(app.Database);
        await connection.OpenAsync();
        await connection.BeginTransactionAsync();
        await using var command = new NpgsqlCommand("LOCK TABLE refresh_tokens, users IN SHARE MODE", connection);
        await command.ExecuteNonQueryAsync();
        return connection;
    }
}
