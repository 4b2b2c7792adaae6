using System.Text.RegularExpressions;
using Kalends.Platform.Storage;
using Kalends.Scheduling;
using Kalends.Tests.Kit;
using Microsoft.Data.Sqlite;
using Npgsql;
using NpgsqlTypes;

namespace Kalends.Tests.Scheduling;

/// <summary>
/// Reservations of a period are walked in their order by the index of whoever is asked about, and nothing is read
/// through.
/// </summary>
public sealed partial class PlanTests(SqliteApp sqlite, PostgresApp postgres)
    : IClassFixture<SqliteApp>, IClassFixture<PostgresApp>
{
    const int Reservations = 20_000;
    const long Quarter = 900_000_000;

    static readonly Dictionary<ReservationFilter.Way, string> Indexes = new()
    {
        [ReservationFilter.Way.All] = "reservations_by_start",
        [ReservationFilter.Way.OfProvider] = "reservations_by_provider",
        [ReservationFilter.Way.OfClient] = "reservations_by_client",
        [ReservationFilter.Way.OfOrganisation] = "reservations_by_organisation",
        [ReservationFilter.Way.OfCaller] = "reservations_by_client",
    };

    [Fact]
    public void On_SQLite_a_period_is_walked_by_an_index()
    {
        using var connection = new SqliteConnection($"Data Source={sqlite.Database};Mode=ReadOnly");
        connection.Open();

        foreach (var ((way, backward), sql) in ReservationFilter.Statements)
        {
            using var command = connection.CreateCommand();
            command.CommandText = "EXPLAIN QUERY PLAN " + sql.Sqlite;
            foreach (var name in Parameters(sql.Sqlite))
                command.Parameters.AddWithValue(name, Value(name));
            using var reader = command.ExecuteReader();
            var lines = new List<string>();
            while (reader.Read())
                lines.Add(reader.GetString(3));
            var plan = $"{way}, backward {backward}:\n{string.Join('\n', lines)}";

            Assert.Contains($"SEARCH r USING INDEX {Indexes[way]} (", plan, StringComparison.Ordinal);
            Assert.Matches("starts_at>\\? AND (starts_at|.*)<\\?", plan);
            Assert.DoesNotContain("SCAN", plan, StringComparison.Ordinal);
            Assert.DoesNotContain("TEMP B-TREE", plan, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task On_PostgreSQL_a_period_is_walked_by_an_index()
    {
        postgres.RequireEngine();
        await Fill();
        await using var connection = new NpgsqlConnection(postgres.Database);
        await connection.OpenAsync(TestContext.Current.CancellationToken);

        foreach (var ((way, backward), sql) in ReservationFilter.Statements)
        {
            var (day, everything) = (await Explain(sql, isDay: true), await Explain(sql, isDay: false));

            // The rows of one day may as well be gathered and sorted; all there are must come in order.
            Assert.Matches($"Index Scan.* (using|on) {Indexes[way]}", day);
            Assert.Matches("Index Cond: .*starts_at >= .*starts_at < ", day);
            Assert.Matches($"Index Scan {(backward ? "Backward " : "")}using {Indexes[way]}", everything);
            Assert.DoesNotMatch("\\bSort\\b", everything);
            Assert.All((string[])[day, everything], plan =>
                Assert.DoesNotContain("Seq Scan on reservations", plan, StringComparison.Ordinal));

            async Task<string> Explain(Sql sql, bool isDay)
            {
                await using var command = new NpgsqlCommand("EXPLAIN " + sql.Postgres, connection);
                foreach (var name in Parameters(sql.Postgres))
                    command.Parameters.Add(Typed(name, way, isDay));
                await using var reader = await command.ExecuteReaderAsync();
                var lines = new List<string>();
                while (await reader.ReadAsync())
                    lines.Add(reader.GetString(0));
                return $"{way}, backward {backward}:\n{string.Join('\n', lines)}";
            }
        }
    }

    async Task Fill()
    {
        await postgres.Repair("""
            INSERT INTO providers (first_name, last_name, name, time_zone, owner_user_id, created_at, updated_at)
            SELECT 'p', '', 'p', 'UTC', 'o', 0, 0 FROM generate_series(1, 50)
            """);
        await postgres.Repair("""
            INSERT INTO clients (first_name, last_name, time_zone, user_id, owner_user_id, created_at, updated_at)
            SELECT 'c', '', 'UTC', 'u' || n, 'o', 0, 0 FROM generate_series(1, 50) AS n
            """);
        await postgres.Repair($"""
            INSERT INTO openings (provider_id, starts_at, ends_at, slot_micros, created_at)
            SELECT n, 0, {4000 * Quarter}, {Quarter}, 0 FROM generate_series(1, 50) AS n
            """);
        await postgres.Repair($"""
            INSERT INTO reservations
                (opening_id, slot_index, provider_id, client_id, starts_at, ends_at, busy_from, busy_to, state,
                 expires_at, created_at, organisation_id)
            SELECT n % 50 + 1, n / 50, n % 50 + 1, (n + n / 50) % 50 + 1, n / 50 * {Quarter}, (n / 50 + 1) * {Quarter},
                   n / 50 * {Quarter}, (n / 50 + 1) * {Quarter}, 'completed', 0, 0,
                   n % 50 + 1
            FROM generate_series(CAST(0 AS BIGINT), {Reservations - 1}) AS n
            """);
        await postgres.Repair("VACUUM ANALYZE reservations");
        await postgres.Repair("VACUUM ANALYZE providers");
        await postgres.Repair("VACUUM ANALYZE clients");
    }

    static NpgsqlParameter Typed(string name, ReservationFilter.Way way, bool isDay) => name switch
    {
        "@all" => new NpgsqlParameter(name, true),
        "@state" => new NpgsqlParameter(name, NpgsqlDbType.Text) { Value = DBNull.Value },
        "@owner" or "@self" => new NpgsqlParameter(name, NpgsqlDbType.Text) { Value = Value(name) },
        "@client" when way == ReservationFilter.Way.OfProvider => Number(name, DBNull.Value),
        "@provider" when way == ReservationFilter.Way.OfClient => Number(name, DBNull.Value),
        "@from" or "@after" when !isDay => Number(name, long.MinValue),
        "@to" when !isDay => Number(name, long.MaxValue),
        _ => Number(name, Value(name)),
    };

    static NpgsqlParameter Number(string name, object value) => new(name, NpgsqlDbType.Bigint) { Value = value };

    /// <summary>A day of the middle, and the first page of it.</summary>
    static object Value(string name) => name switch
    {
        "@from" => 100 * Quarter,
        "@after" => 196 * Quarter,
        "@to" => 292 * Quarter,
        "@low_at" => long.MinValue,
        "@high_at" or "@high_id" => long.MaxValue,
        "@limit" => 51L,
        "@state" => DBNull.Value,
        "@owner" => "o",
        "@self" => "u7",
        _ => 7L,
    };

    static IEnumerable<string> Parameters(string sql) => Names().Matches(sql).Select(match => match.Value).Distinct();

    [GeneratedRegex("@[a-z_]+")]
    private static partial Regex Names();
}
