using System.Text.RegularExpressions;
using Kalends.Events;
using Kalends.Platform.Storage;
using Kalends.Tests.Kit;
using Microsoft.Data.Sqlite;
using Npgsql;
using NpgsqlTypes;

namespace Kalends.Tests.Events;

/// <summary>
/// Every index that may lead a search is walked in the order of the log, and no table is read through.
/// </summary>
public sealed partial class PlanTests(SqliteApp sqlite, PostgresApp postgres)
    : IClassFixture<SqliteApp>, IClassFixture<PostgresApp>
{
    const int Events = 20_000;

    static readonly Dictionary<string, DrivingIndex.Index> Ordered = new()
    {
        ["all"] = DrivingIndex.All,
        ["message"] = DrivingIndex.WithMessage,
        ["word"] = DrivingIndex.ByWord,
        ["subject"] = DrivingIndex.BySubject,
        ["email"] = DrivingIndex.ByEmail,
        ["actor"] = DrivingIndex.ByActor,
        ["provider"] = DrivingIndex.ByProvider,
        ["kind"] = DrivingIndex.ByKind,
        ["environment"] = DrivingIndex.ByEnvironment,
        ["component"] = DrivingIndex.ByComponent,
        ["organisation"] = DrivingIndex.ByOrganisation,
        ["owner"] = DrivingIndex.ByOwner,
        ["external"] = DrivingIndex.External,
        ["external component"] = DrivingIndex.ExternalByComponent,
    };

    static readonly Dictionary<string, DrivingIndex.Index> Sorted = new()
    {
        ["any word"] = DrivingIndex.ByAnyWord,
        ["keepers"] = DrivingIndex.ByKeepers,
    };

    [Fact]
    public void On_SQLite_candidates_are_walked_by_an_index()
    {
        using var connection = new SqliteConnection($"Data Source={sqlite.Database};Mode=ReadOnly");
        connection.Open();

        foreach (var (name, index) in Ordered)
            foreach (var sql in (Sql[])[index.Forward, index.Backward])
            {
                var plan = Explain(connection, sql.Sqlite);
                Assert.True(plan.Contains("SEARCH", StringComparison.Ordinal), $"{name}: {plan}");
                Assert.False(plan.Contains("SCAN", StringComparison.Ordinal), $"{name}: {plan}");
                Assert.False(plan.Contains("TEMP B-TREE", StringComparison.Ordinal), $"{name}: {plan}");
            }
        foreach (var (name, index) in Sorted)
            Assert.DoesNotMatch(
                "SCAN (events|event_texts|event_words)", $"{name}: {Explain(connection, index.Backward.Sqlite)}");
        foreach (var sql in (Sql[])[EventSearch.HaveWord, EventSearch.CheckForward, EventSearch.CheckBackward])
            Assert.DoesNotMatch("SCAN (e|t|event_words)\\b", Explain(connection, sql.Sqlite));
    }

    [Fact]
    public async Task On_PostgreSQL_candidates_are_walked_by_an_index()
    {
        postgres.RequireEngine();
        await Fill(postgres);
        await using var connection = new NpgsqlConnection(postgres.Database);
        await connection.OpenAsync(TestContext.Current.CancellationToken);

        foreach (var (name, index) in Ordered)
            foreach (var sql in (Sql[])[index.Forward, index.Backward])
            {
                var plan = await Explain(connection, sql.Postgres);
                Assert.True(Walk().IsMatch(plan), $"{name}: {plan}");
                Assert.False(Through().IsMatch(plan), $"{name}: {plan}");
            }
        foreach (var sql in (Sql[])[
            .. Sorted.Values.Select(index => index.Backward), EventSearch.HaveWord, EventSearch.CheckBackward])
            Assert.DoesNotMatch(Through(), await Explain(connection, sql.Postgres));
    }

    static async Task Fill(TestApp app)
    {
        await app.Repair($"""
            INSERT INTO events
                (id, created_at, component, kind, subject, actor, environment, provider_id, organisation_id,
                 owner_user_id, external)
            SELECT n, n, 'c' || n % 5, 'k' || n % 7, 's' || n % 1000, 'a' || n % 50, 'v' || n % 3, n % 20, n % 20,
                   'o' || n % 20, CASE WHEN n % 4 = 0 THEN 1 ELSE 0 END
            FROM generate_series(1, {Events}) AS n
            """);
        await app.Repair("""
            INSERT INTO event_texts (seq, email, message) SELECT seq, 'e' || seq % 100, 'm' || seq % 10 FROM events
            """);
        await app.Repair("INSERT INTO event_words SELECT 'm' || seq % 10, seq FROM events");
        await app.Repair("VACUUM ANALYZE events");
        await app.Repair("VACUUM ANALYZE event_texts");
        await app.Repair("VACUUM ANALYZE event_words");
    }

    static string Explain(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "EXPLAIN QUERY PLAN " + sql;
        foreach (var name in Parameters(sql))
            command.Parameters.AddWithValue(name, Value(name));
        using var reader = command.ExecuteReader();
        var lines = new List<string>();
        while (reader.Read())
            lines.Add(reader.GetString(3));
        return string.Join('\n', lines);
    }

    static async Task<string> Explain(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand("EXPLAIN " + sql, connection);
        foreach (var name in Parameters(sql))
            command.Parameters.Add(name switch
            {
                "@any" => new NpgsqlParameter(name, new[] { "m1", "m2" }),
                "@candidates" => new NpgsqlParameter(name, Enumerable.Range(1, 400).Select(n => n * 40L).ToArray()),
                "@component" or "@kind" or "@subject" or "@actor" or "@email" or "@environment" or "@contains"
                    or "@word" or "@owner" => new NpgsqlParameter(name, NpgsqlDbType.Text) { Value = Value(name) },
                "@all" or "@external" => new NpgsqlParameter(name, true),
                _ => new NpgsqlParameter(name, NpgsqlDbType.Bigint) { Value = Value(name) },
            });
        await using var reader = await command.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await reader.ReadAsync())
            lines.Add(reader.GetString(0));
        return string.Join('\n', lines);
    }

    static object Value(string name) => name switch
    {
        "@any" => "[\"m1\",\"m2\"]",
        "@candidates" => "[1,2]",
        "@word" => "m1",
        "@component" => "c1",
        "@kind" => "k1",
        "@subject" => "s1",
        "@actor" => "a1",
        "@email" => "e1",
        "@environment" => "v1",
        "@contains" => "m",
        "@owner" => "o1",
        "@low" or "@from" => 0L,
        "@high" or "@to" => long.MaxValue,
        "@window" or "@limit" => 50L,
        "@all" => 1L,
        _ => 1L,
    };

    static IEnumerable<string> Parameters(string sql) => Names().Matches(sql).Select(match => match.Value).Distinct();

    [GeneratedRegex("@[a-z]+")]
    private static partial Regex Names();

    [GeneratedRegex("Index (Only )?Scan")]
    private static partial Regex Walk();

    [GeneratedRegex("Seq Scan on (events|event_texts|event_words)")]
    private static partial Regex Through();
}
