using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using Kalends.Platform.Storage;
using Kalends.Tests.Kit;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Kalends.Tests.Contracts;

/// <summary>Every statement of the product is one that both engines understand, against the real schema.</summary>
public sealed class StatementTests(SqliteApp sqlite, PostgresApp postgres)
    : IClassFixture<SqliteApp>, IClassFixture<PostgresApp>
{
    [Fact]
    public void Every_statement_can_be_prepared_on_SQLite()
    {
        using var connection = new SqliteConnection($"Data Source={sqlite.Database};Mode=ReadOnly");
        connection.Open();

        foreach (var (name, sql) in Statements())
        {
            using var command = connection.CreateCommand();
            command.CommandText = sql.Sqlite;
            var wrong = Record.Exception(command.Prepare);
            Assert.True(wrong is null, $"{name}: {wrong?.Message}");
        }
    }

    [Fact]
    public async Task Every_statement_can_be_prepared_on_PostgreSQL()
    {
        postgres.RequireEngine();
        await using var connection = new NpgsqlConnection(postgres.Database);
        await connection.OpenAsync(TestContext.Current.CancellationToken);

        foreach (var (name, sql) in Statements().Where(statement => !IsTransaction(statement.Sql)))
        {
            await using var command = new NpgsqlCommand(sql.Postgres, connection);
            var wrong = Record.Exception(() => NpgsqlCommandBuilder.DeriveParameters(command));
            Assert.True(wrong is null, $"{name}: {wrong?.Message}");
        }
    }

    [Fact]
    public void There_are_statements_to_test() => Assert.InRange(Statements().Count, 40, 2000);

    [Fact]
    public void The_engines_differ_in_a_handful_of_words() => Assert.InRange(Dialect.Sqlite.Tokens.Count, 1, 14);

    [Fact]
    public void Both_engines_know_the_same_words() => Assert.Equal(Dialect.Sqlite.Tokens, Dialect.Postgres.Tokens);

    [Fact]
    public void No_trigger_rolls_a_whole_group_of_writes_back() => Assert.DoesNotContain(
        Migration.All(Dialect.Sqlite, "sqlite"),
        step => step.Script.Contains("RAISE(ROLLBACK", StringComparison.OrdinalIgnoreCase));

    // The words of the SQLite write lane itself; on PostgreSQL the session speaks for itself.
    static bool IsTransaction(Sql sql) => sql.Sqlite.StartsWith("BEGIN", StringComparison.Ordinal)
        || sql.Sqlite is "COMMIT" or "ROLLBACK" or "SAVEPOINT command" or "ROLLBACK TO command" or "RELEASE command";

    static List<(string Name, Sql Sql)> Statements()
    {
        var fields = typeof(Sql).Assembly.GetTypes()
            .Where(type => !type.ContainsGenericParameters)
            .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Where(field => field.FieldType == typeof(Sql) || IsTable(field.FieldType))
            .ToList();
        foreach (var type in fields.Select(field => field.DeclaringType!).Distinct())
            RuntimeHelpers.RunClassConstructor(type.TypeHandle);
        return fields
            .SelectMany(field => Of(field.GetValue(null)!)
                .Select(sql => ($"{field.DeclaringType!.Name}.{field.Name}", sql)))
            .Concat(Modules.All.SelectMany(module => module.Invariants?.Invoke() ?? [])
                .Where(invariant => invariant.Drifts is not null)
                .Select(invariant => (invariant.Name, invariant.Drifts!)))
            .ToList();
    }

    // Where a statement is put together in many ways, all of them stand in a table.
    static bool IsTable(Type type) => type.IsAssignableTo(typeof(IDictionary))
        && type.IsGenericType && type.GetGenericArguments()[^1] == typeof(Sql);

    static IEnumerable<Sql> Of(object one) => one is IDictionary table ? table.Values.Cast<Sql>() : [(Sql)one];
}
