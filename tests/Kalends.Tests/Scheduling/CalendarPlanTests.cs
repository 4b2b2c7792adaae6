using System.Text.RegularExpressions;
using Kalends.Scheduling;
using Kalends.Tests.Kit;
using Npgsql;

namespace Kalends.Tests.Scheduling;

/// <summary>The calendars of some providers are read by their indexes, however many openings the others have.</summary>
public sealed partial class CalendarPlanTests(PostgresApp postgres) : IClassFixture<PostgresApp>
{
    const int Providers = 400;
    const int Openings = 60_000;
    const long Hour = 3_600_000_000;

    [Fact]
    public async Task Openings_for_some_services_only_are_looked_up_one_by_one()
    {
        postgres.RequireEngine();
        await Fill();

        var plan = await Explain(CalendarPieces.FindOfMany.Postgres);

        Assert.Matches("Index Cond: \\(\\(provider_id = asked.provider\\)", plan);
        Assert.DoesNotContain("openings_by_end", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("Seq Scan on opening", plan, StringComparison.Ordinal);
    }

    // As the server runs it: one plan for all values.
    async Task<string> Explain(string sql)
    {
        await using var connection = new NpgsqlConnection(postgres.Database);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        var names = Parameter().Matches(sql).Select(match => match.Value).Distinct().ToList();
        var types = names.Select(name => name == "@providers" ? "BIGINT[]" : "BIGINT");
        await Run("SET plan_cache_mode = force_generic_plan");
        await Run($"PREPARE calendars ({string.Join(", ", types)}) AS " +
            Parameter().Replace(sql, match => $"${names.IndexOf(match.Value) + 1}"));
        await using var command = new NpgsqlCommand(
            $"EXPLAIN EXECUTE calendars ({string.Join(", ", names.Select(_ => "NULL"))})", connection);
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var lines = new List<string>();
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
            lines.Add(reader.GetString(0));
        return string.Join('\n', lines);

        async Task Run(string text)
        {
            await using var one = new NpgsqlCommand(text, connection);
            await one.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }
    }

    // Every other opening is for the one service only.
    async Task Fill()
    {
        await postgres.Repair($"""
            INSERT INTO providers (first_name, last_name, name, time_zone, owner_user_id, created_at, updated_at)
            SELECT 'p', '', 'p', 'UTC', 'o', 0, 0 FROM generate_series(1, {Providers})
            """);
        await postgres.Repair("""
            INSERT INTO services
                (provider_id, name, duration_minutes, buffer_before_minutes, buffer_after_minutes, mode, questions,
                 created_at, updated_at)
            SELECT MIN(id), 's', 30, 0, 0, 'phone', '[]', 0, 0 FROM providers
            """);
        await postgres.Repair($"""
            INSERT INTO openings (provider_id, starts_at, ends_at, slot_micros, created_at, services_only)
            SELECT n % {Providers} + 1, n / {Providers} * {Hour}, (n / {Providers} + 1) * {Hour}, {Hour / 2}, 0,
                   n / {Providers} % 2
            FROM generate_series(CAST(0 AS BIGINT), {Openings - 1}) AS n
            """);
        await postgres.Repair("""
            INSERT INTO opening_services (opening_id, service_id)
            SELECT o.id, s.id FROM openings o CROSS JOIN services s WHERE o.services_only = 1
            """);
        foreach (var table in (string[])["providers", "openings", "opening_services"])
            await postgres.Repair($"VACUUM ANALYZE {table}");
    }

    [GeneratedRegex(@"@\w+")]
    private static partial Regex Parameter();
}
