using Kalends.Platform.Calls;
using Kalends.Platform.Paging;
using Kalends.Reimbursements.CareEvents;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Reimbursements;

/// <summary>Care events are walked by the index of what leads, and what is asked alone comes in its order.</summary>
public abstract class PlanTests
{
    readonly TestApp _app;

    protected PlanTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    static readonly Dictionary<string, (ListCareEvents.Input Asked, RowScope Scope)> Ways = new()
    {
        ["start"] = (new(), RowScope.Everything),
        ["start, in a month"] = (new(ServiceMonth: new YearMonth(1970, 1)), RowScope.Everything),
        ["type"] = (new(EventTypeId: 7), RowScope.Everything),
        ["caregiver"] = (new(CaregiverId: 7), RowScope.Everything),
        ["caregiver, and all else"] =
            (new(7, 7, new YearMonth(1970, 1), CareEventState.Open, 7), RowScope.Nothing with { OrganisationId = 7 }),
        ["organisation"] = (new(), RowScope.Nothing with { OrganisationId = 7 }),
        ["organisation, and a type"] = (new(EventTypeId: 7), RowScope.Nothing with { OrganisationId = 7 }),
    };

    public static TheoryData<string> Asked() => [.. Ways.Keys];

    [Theory, MemberData(nameof(Asked))]
    public async Task A_page_is_walked_by_an_index_from_either_end_and_from_any_place(string name)
    {
        await Fill();
        var (asked, scope) = Ways[name];
        var index = $"care_events_by_{name.Split(',')[0]}";
        foreach (var stretch in (Stretch[])
            [new(null, null, false, 51), new(null, null, true, 51), new([7L, 7L], null, false, 51)])
        {
            var (sql, values) = ListCareEvents.Query(asked, scope).Compile(stretch);
            var plan = await _app.Explain(sql, values);

            Assert.True(plan.Contains(index, StringComparison.Ordinal), plan);
            Assert.DoesNotMatch("Seq Scan on care_events|SCAN e$|TEMP B-TREE", plan);
            // Fewer than fit on a page may as well be gathered and sorted.
            if (!name.Contains(','))
                Assert.DoesNotMatch(@"\bSort\b", plan);
        }
    }

    static readonly HashSet<TestApp> Filled = [];

    async Task Fill()
    {
        if (!Filled.Add(_app))
            return;
        await _app.Repair("""
            WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 20)
            INSERT INTO event_types (name, currency, created_at) SELECT 'planned ' || n, 'EUR', 0 FROM numbers
            """);
        await _app.Repair("""
            WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 20000)
            INSERT INTO care_events (caregiver_id, organisation_id, event_type_id, tariff_id, amount, currency,
                starts_at, service_month, booking_month, created_at, actor)
            SELECT n % 50, n / 50 % 40, (SELECT MIN(id) FROM event_types) + n / 7 % 20, 1, 100, 'EUR',
                   n * CAST(100000000 AS BIGINT),
                   197001, 197001, 0, 'a'
            FROM numbers
            """);
        if (_app is PostgresApp)
            await _app.Repair("VACUUM ANALYZE care_events");
    }
}

public sealed class PlanTestsOnSqlite(SqliteApp app) : PlanTests(app), IClassFixture<SqliteApp>;

public sealed class PlanTestsOnPostgres(PostgresApp app) : PlanTests(app), IClassFixture<PostgresApp>;
