using Kalends.Tests.GraphQL;
using Kalends.Tests.Http;
using Kalends.Tests.Kit;
using Npgsql;

namespace Kalends.Tests.Accounts;

/// <summary>Refresh tokens: good once at /v1, good for thirty days where the original has its door.</summary>
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
    public async Task A_token_of_the_original_stays_good_and_opens_no_other_door()
    {
        var (name, _) = await _app.GivenAUser();
        var original = await _app.Nobody.SignInAsTheOriginal(name);

        for (var i = 0; i < 3; i++)
        {
            var token = (string)(await _app.Nobody.RefreshAsTheOriginal(original)).Data()["refresh"]!["newToken"]!;
            (await _app.Nobody.With(token).Get("/v1/me")).Is(200);
            _app.Clock.Advance(TimeSpan.FromDays(9));
        }

        (await _app.Nobody.Refresh(original)).IsRefused(401, "wrong_token_type").IsCleanRefusal();
        (await _app.Nobody.RefreshAsTheOriginal(original)).Data();
    }

    [Fact]
    public async Task A_token_that_rotates_is_refused_at_the_door_where_none_does()
    {
        var pair = await SignIn();

        Assert.Equal("wrong_token_type", (await _app.Nobody.RefreshAsTheOriginal(pair.RefreshToken())).Refusal());

        var next = (await _app.Nobody.Refresh(pair.RefreshToken())).Is(200);
        Assert.Equal("wrong_token_type", (await _app.Nobody.RefreshAsTheOriginal(pair.RefreshToken())).Refusal());
        (await _app.Nobody.Refresh(next.RefreshToken())).Is(200);
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

    [Fact]
    public async Task A_refresh_of_the_original_that_reads_across_a_change_gets_no_token_that_outlives_it()
    {
        var (name, id) = await app.GivenAUser();
        var original = await app.Nobody.SignInAsTheOriginal(name);
        var cancel = TestContext.Current.CancellationToken;
        await using var connection = new NpgsqlConnection(app.Database);
        await connection.OpenAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await Run("LOCK TABLE users IN ACCESS EXCLUSIVE MODE");

        var asked = app.Nobody.RefreshAsTheOriginal(original);
        await Patience.Until(
            () => Number("SELECT COUNT(*) FROM pg_locks WHERE relation = 'users'::regclass AND NOT granted"),
            waiting => waiting > 0);
        await Run($"""
            UPDATE users SET token_version = token_version + 1, disabled_at = 1 WHERE id = '{id}';
            UPDATE refresh_tokens SET revoked_at = 1 WHERE user_id = '{id}'
            """);
        await transaction.CommitAsync(cancel);

        Assert.Equal("token_revoked", (await asked).Refusal());

        async Task Run(string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync(cancel);
        }

        async Task<long> Number(string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            return (long)(await command.ExecuteScalarAsync(cancel))!;
        }
    }
}
