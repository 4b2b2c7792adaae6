using Kalends.Tests.Kit;
using static Kalends.Tests.Kit.Statements;

namespace Kalends.Tests.Originals;

public abstract class StatementCountTests
{
    readonly TestApp _app;

    protected StatementCountTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task A_search_for_service_providers_is_one_statement()
    {
        for (var i = 0; i < 100; i++)
            (await _app.Admin.Post("/v1/providers", new { name = $"{i}", cost = 1 })).Is(201);

        Assert.Equal(1, await CountOf(async n => (await _app.Admin.Post(
            $"/v1_0/service-providers?page_size={n}", "{}")).Is(200)["service_providers"]!.AsArray().Count));
    }
}

[Collection("alone")]
public sealed class StatementCountTestsOnSqlite(SqliteApp app) : StatementCountTests(app), IClassFixture<SqliteApp>;

[Collection("alone")]
public sealed class StatementCountTestsOnPostgres(PostgresApp app)
    : StatementCountTests(app), IClassFixture<PostgresApp>;
