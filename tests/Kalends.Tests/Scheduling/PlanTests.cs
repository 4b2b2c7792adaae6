using Kalends.Platform.Calls;
using Kalends.Platform.Paging;
using Kalends.Scheduling.Reservations;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Scheduling;

/// <summary>
/// Reservations of a period are walked in their order by the index of whoever is asked about, and nothing is read
/// through.
/// </summary>
public sealed class PlanTests(SqliteApp sqlite, PostgresApp postgres)
    : IClassFixture<SqliteApp>, IClassFixture<PostgresApp>
{
    const int Reservations = 20_000;
    const long Quarter = 900_000_000;

    // A day of the middle.
    static readonly ListReservations.Input Day = new(
        From: Instants.FromMicros(196 * Quarter), To: Instants.FromMicros(292 * Quarter));

    static readonly (ListReservations.Input Asked, RowScope Scope, string Index)[] Ways =
    [
        (new(), RowScope.Everything, "reservations_by_start"),
        (new(ProviderId: 7), RowScope.Everything, "reservations_by_provider"),
        (new(ClientId: 7), RowScope.Everything, "reservations_by_client"),
        (new(), RowScope.Nothing with { OrganisationId = 7 }, "reservations_by_organisation"),
        (new(), RowScope.Nothing with { SelfUserId = "u7" }, "reservations_by_client"),
    ];

    [Fact]
    public async Task On_SQLite_a_period_is_walked_by_an_index()
    {
        foreach (var (asked, scope, index) in Ways)
            foreach (var backward in (bool[])[false, true])
            {
                var plan = await Explain(sqlite, In(asked), scope, backward);

                Assert.Contains($"SEARCH r USING INDEX {index} (", plan, StringComparison.Ordinal);
                Assert.Matches("starts_at>\\? AND (starts_at|.*)<\\?", plan);
                Assert.DoesNotContain("SCAN", plan, StringComparison.Ordinal);
                Assert.DoesNotContain("TEMP B-TREE", plan, StringComparison.Ordinal);
                // Whether a reservation lies outside the hours is looked up by the same index each time.
                Assert.Equal(3, plan.Split("USING INDEX openings_by_provider (provider_id=? AND ends_at>?").Length - 1);
            }
    }

    [Fact]
    public async Task On_PostgreSQL_a_period_is_walked_by_an_index()
    {
        postgres.RequireEngine();
        await Fill(postgres);
        foreach (var (asked, scope, index) in Ways)
            foreach (var backward in (bool[])[false, true])
            {
                var day = await Explain(postgres, In(asked), scope, backward);
                var everything = await Explain(postgres, asked, scope, backward);

                // The rows of one day may as well be gathered and sorted; all there are must come in order.
                Assert.Matches($"Index Scan.* (using|on) {index}", day);
                Assert.Matches("Index Cond: .*starts_at >= .*starts_at < ", day);
                Assert.Matches($"Index Scan {(backward ? "Backward " : "")}using {index}", everything);
                Assert.DoesNotMatch("\\bSort\\b", everything);
                Assert.All((string[])[day, everything], plan =>
                    Assert.DoesNotContain("Seq Scan on reservations", plan, StringComparison.Ordinal));
            }
    }

    static ListReservations.Input In(ListReservations.Input asked) => asked with { From = Day.From, To = Day.To };

    static async Task<string> Explain(TestApp app, ListReservations.Input asked, RowScope scope, bool backward)
    {
        var query = ListReservations.Query(asked, scope, Instants.FromMicros(0));
        var (sql, values) = query.Compile(new Stretch(null, null, backward, 51));
        return $"{asked}, {scope}, backward {backward}:\n{await app.Explain(sql, values)}";
    }

    static async Task Fill(TestApp app)
    {
        await app.Repair("""
            INSERT INTO providers (first_name, last_name, name, time_zone, owner_user_id, created_at, updated_at)
            SELECT 'p', '', 'p', 'UTC', 'o', 0, 0 FROM generate_series(1, 50)
            """);
        await app.Repair("""
            INSERT INTO clients (first_name, last_name, time_zone, user_id, owner_user_id, created_at, updated_at)
            SELECT 'c', '', 'UTC', 'u' || n, 'o', 0, 0 FROM generate_series(1, 50) AS n
            """);
        await app.Repair($"""
            INSERT INTO openings (provider_id, starts_at, ends_at, slot_micros, created_at)
            SELECT n, 0, {4000 * Quarter}, {Quarter}, 0 FROM generate_series(1, 50) AS n
            """);
        await app.Repair($"""
            INSERT INTO reservations
                (opening_id, slot_index, provider_id, client_id, starts_at, ends_at, busy_from, busy_to, state,
                 expires_at, created_at, organisation_id)
            SELECT n % 50 + 1, n / 50, n % 50 + 1, (n + n / 50) % 50 + 1, n / 50 * {Quarter}, (n / 50 + 1) * {Quarter},
                   n / 50 * {Quarter}, (n / 50 + 1) * {Quarter}, 'completed', 0, 0,
                   n % 50 + 1
            FROM generate_series(CAST(0 AS BIGINT), {Reservations - 1}) AS n
            """);
        await app.Repair("VACUUM ANALYZE reservations");
        await app.Repair("VACUUM ANALYZE providers");
        await app.Repair("VACUUM ANALYZE clients");
    }
}
