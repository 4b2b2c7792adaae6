using Kalends.Tests.Accounts;
using Kalends.Tests.GraphQL;
using Kalends.Tests.Http;
using Kalends.Tests.Kit;
using Npgsql;

namespace Kalends.Tests.Originals;

/// <summary>
/// Refresh tokens of the original appointment service: good for thirty days, however often they are used.
/// </summary>
public abstract class RefreshTests
{
    const int Rounds = 5;

    readonly TestApp _app;

    protected RefreshTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task A_token_stays_good_and_is_refused_where_tokens_rotate()
    {
        var (name, _) = await _app.GivenAUser();
        var original = await _app.Nobody.SignInByAuth(name);

        for (var i = 0; i < 3; i++)
        {
            var token = (string)(await _app.Nobody.RenewByRefresh(original)).Data()["refresh"]!["newToken"]!;
            (await _app.Nobody.With(token).Get("/v1/me")).Is(200);
            _app.Clock.Advance(TimeSpan.FromDays(9));
        }

        (await _app.Nobody.Refresh(original)).IsRefused(401, "wrong_token_type").IsCleanRefusal();
        (await _app.Nobody.RenewByRefresh(original)).Data();
    }

    [Fact]
    public async Task A_token_that_rotates_is_refused()
    {
        var (name, _) = await _app.GivenAUser();
        var pair = (await _app.Nobody.SignIn(name)).Is(200);

        Assert.Equal("wrong_token_type", (await _app.Nobody.RenewByRefresh(pair.RefreshToken())).Refusal());

        var next = (await _app.Nobody.Refresh(pair.RefreshToken())).Is(200);
        Assert.Equal("wrong_token_type", (await _app.Nobody.RenewByRefresh(pair.RefreshToken())).Refusal());
        (await _app.Nobody.Refresh(next.RefreshToken())).Is(200);
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
            var original = await _app.Nobody.SignInByAuth(name);

            var answers = await Race.AtOnce(
                5, i => i == 2 ? _app.Admin.EndSignIns(how, id) : _app.Nobody.RenewByRefresh(original));

            answers[2].Is(200);
            foreach (var token in answers.Where((_, i) => i != 2).Select(answer => answer["data"]?["refresh"]))
                if (token is not null)
                    (await _app.Nobody.With((string)token["newToken"]!).Get("/v1/me")).IsRefused(401, "token_revoked");
            Assert.Equal("token_revoked", (await _app.Nobody.RenewByRefresh(original)).Refusal());
        }
    }
}

public sealed class RefreshTestsOnSqlite(SqliteApp app) : RefreshTests(app), IClassFixture<SqliteApp>;

public sealed class RefreshTestsOnPostgres(PostgresApp app) : RefreshTests(app), IClassFixture<PostgresApp>
{
    [Fact]
    public async Task A_refresh_that_reads_across_a_change_gets_no_token_that_outlives_it()
    {
        var (name, id) = await app.GivenAUser();
        var original = await app.Nobody.SignInByAuth(name);
        var cancel = TestContext.Current.CancellationToken;
        await using var connection = new NpgsqlConnection(app.Database);
        await connection.OpenAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await Run("LOCK TABLE users IN ACCESS EXCLUSIVE MODE");

        var asked = app.Nobody.RenewByRefresh(original);
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

/// <summary>How a client of the original appointment service signs in.</summary>
static class SigningIn
{
    /// <summary>Signs in over GraphQL, and gets the refresh token.</summary>
    public static async Task<string> SignInByAuth(this Visitor visitor, string username) =>
        (string)(await visitor.Ask(
            $"mutation ($name: String) {{ auth(username: $name, password: \"{People.Password}\") {{ refreshToken }} }}",
            new { name = username })).Data()["auth"]!["refreshToken"]!;

    /// <summary>Gets a new access token for a refresh token.</summary>
    public static Task<Answer> RenewByRefresh(this Visitor visitor, string token) => visitor.Ask(
        "mutation ($token: String) { refresh(refreshToken: $token) { newToken } }", new { token });
}
