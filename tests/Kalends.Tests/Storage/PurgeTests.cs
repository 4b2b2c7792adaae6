using Kalends.Accounts.SigningIn;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Storage;

/// <summary>What has grown old goes in small steps, so that others get their turn between.</summary>
public abstract class PurgeTests
{
    const int Rows = 1100;

    readonly TestApp _app;

    protected PurgeTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task Old_answers_are_forgotten_five_hundred_at_once()
    {
        await Make(AnswerOf, ("created", _app.OwnCall().Now - TimeSpan.FromHours(25)));
        await Make(AnswerOf, ("created", _app.OwnCall().Now));
        var db = new WatchedDb(_app.Db);

        await Idempotency.Forget(_app.OwnCall(db));

        Assert.Equal([500, 500, 100], db.Written);
        Assert.Equal(Rows, await Count(Answers));
    }

    [Fact]
    public async Task Expired_tokens_and_sign_ins_that_ended_long_ago_are_dropped_five_hundred_at_once()
    {
        await Make(EndedOf, ("ended", _app.OwnCall().Now - TimeSpan.FromDays(2)));
        await Make(EndedOf, ("ended", _app.OwnCall().Now - TimeSpan.FromDays(1)));
        await Make(TokenOf, ("user", _app.Admin.UserId), ("expires", _app.OwnCall().Now));
        await Make(TokenOf, ("user", _app.Admin.UserId), ("expires", _app.OwnCall().Now + TimeSpan.FromHours(1)));
        var db = new WatchedDb(_app.Db);

        await RevokeToken.Forget(_app.OwnCall(db));

        Assert.Equal([500, 500, 100, 500, 500, 100], db.Written);
        Assert.Equal((Rows, Rows), (await Count(RefreshTokens), await Count(EndedSignIns)));
    }

    Task<bool> Make(Sql sql, params (string, object?)[] values) => _app.Db.Write(async session =>
    {
        for (var i = 0; i < Rows; i++)
            await session.Run(sql, [("name", Guid.NewGuid().ToString()), .. values]);
        return true;
    }, CancellationToken.None);

    async Task<long> Count(Sql sql) =>
        await _app.Db.Read(async session => await session.Number(sql) ?? 0, CancellationToken.None);

    static readonly Sql AnswerOf = new("""
        INSERT INTO idempotency_keys (user_id, operation, key, fingerprint, answer, created_at)
        VALUES ('somebody', 'something', @name, '', '', @created)
        """);

    static readonly Sql TokenOf = new("""
        INSERT INTO refresh_tokens (hash, user_id, number, origin, created_at, expires_at)
        VALUES (@name, @user, 1, '', 0, @expires)
        """);

    static readonly Sql EndedOf =
        new("INSERT INTO ended_sign_ins (holder, token_version, ended_at) VALUES (@name, 2, @ended)");

    static readonly Sql Answers = new("SELECT COUNT(*) AS n FROM idempotency_keys");
    static readonly Sql RefreshTokens = new("SELECT COUNT(*) AS n FROM refresh_tokens");
    static readonly Sql EndedSignIns = new("SELECT COUNT(*) AS n FROM ended_sign_ins");
}

public sealed class PurgeTestsOnSqlite(SqliteApp app) : PurgeTests(app), IClassFixture<SqliteApp>;

public sealed class PurgeTestsOnPostgres(PostgresApp app) : PurgeTests(app), IClassFixture<PostgresApp>;
