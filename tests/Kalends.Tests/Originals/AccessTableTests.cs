using Kalends.Tests.Accounts;
using Kalends.Tests.Kit;
using static Kalends.Tests.Accounts.AccessTable;

namespace Kalends.Tests.Originals;

/// <summary>The access table of the original services' routes.</summary>
public abstract class AccessTableTests
{
    static readonly AccessTable Table = new(
        "originals",
        ["GET /v1_0/health"],
        [
            ("POST /provider/create", Bookers),
            ("POST /client/create", Bookers),
            ("POST /provider/availability", CalendarKeepers),
            ("GET /client/getProviderAvailability", Everybody),
            ("PUT /provider/expiredReservations", "manager admin"),
            ("POST /client/reserve", Bookers),
            ("PUT /client/confirm", Bookers),

            ("POST /v1_0/service-provider", Bookers),
            ("POST /v1_0/service-providers", Everybody),
            ("POST /v1_0/service-providers/recommend", Everybody),
            ("GET /v1_0/service-provider/{id}", Everybody),
            ("PUT /v1_0/service-provider/{id}", Bookers),
            ("DELETE /v1_0/service-provider/{id}", Bookers),
            ("POST /v1_0/service-provider/{id}/review", Reviewers),

            ("GET /events/report", Registrars),
            ("POST /events/report", Registrars),
            ("POST /events", Registrars),
            ("GET /events", Registrars),
            ("GET /events/{event_id}", Registrars),
            ("DELETE /events/{event_id}", Correctors),
            ("POST /events/{event_id}/reimburse", Accountants),
            ("POST /events/types", Accountants),
            ("GET /events/types", Registrars),
            ("GET /events/types/{type_id}", Registrars),
            ("DELETE /events/types/{type_id}", Accountants),
        ]);

    readonly TestApp _app;

    protected AccessTableTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    public static TheoryData<string, string> Rows => Table.Rows;

    [Fact]
    public Task Every_route_is_in_the_table_or_open_to_all() => Table.HasEveryRoute(_app);

    [Theory, MemberData(nameof(Rows))]
    public Task A_route_lets_in_the_roles_of_the_table_and_nobody_else(string route, string roles) =>
        AccessTable.LetsIn(_app, route, roles);

    [Theory, MemberData(nameof(Rows))]
    public Task A_manager_of_nothing_may_no_more_than_anybody(string route, string roles) =>
        AccessTable.GivesAManagerOfNothingNoMore(_app, route, roles);
}

public sealed class AccessTableTestsOnSqlite(SqliteApp app) : AccessTableTests(app), IClassFixture<SqliteApp>;

public sealed class AccessTableTestsOnPostgres(PostgresApp app) : AccessTableTests(app), IClassFixture<PostgresApp>;
