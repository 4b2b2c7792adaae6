using System.Data.Common;
using System.Globalization;
using System.Reflection;

namespace Kalends.Platform.Storage;

/// <summary>
/// One step of the schema: <c>Scheduling/Migrations/002_closures.sql</c>, or a pair for the two engines.
/// </summary>
sealed record Migration(string Module, int Number, string Name, string Script)
{
    /// <summary>
    /// The steps of one engine, those of each module in the order of their numbers. A step touches nothing of another
    /// module, so modules follow in any order.
    /// </summary>
    public static List<Migration> All(Dialect dialect, string engine)
    {
        var assembly = typeof(Migration).Assembly;
        return assembly.GetManifestResourceNames()
            .Where(name => name.Contains("Migrations", StringComparison.Ordinal))
            .Select(name => Parse(assembly, name.Replace('\\', '/'), name, dialect, engine))
            .OfType<Migration>()
            .OrderBy(step => step.Module, StringComparer.Ordinal)
            .ThenBy(step => step.Number)
            .ToList();
    }

    static Migration? Parse(Assembly assembly, string path, string resource, Dialect dialect, string engine)
    {
        var parts = path.Split('/');
        var words = parts[^1].Split('.');
        if (words.Length == 3 && words[1] != engine)
            return null;

        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
        var number = int.Parse(words[0].AsSpan(0, 3), CultureInfo.InvariantCulture);
        return new Migration(parts[0], number, words[0], dialect.Render(reader.ReadToEnd()));
    }
}

/// <summary>Brings a database to this program's schema, one transaction a step; the caller holds the lock.</summary>
static class Migrations
{
    public static void Apply(DbConnection connection, Dialect dialect, string engine)
    {
        Execute(connection, """
            CREATE TABLE IF NOT EXISTS migrations (
                module TEXT NOT NULL,
                number INTEGER NOT NULL,
                name TEXT NOT NULL,
                PRIMARY KEY (module, number)
            )
            """);
        var steps = Migration.All(dialect, engine);
        var applied = Applied(connection);
        RefuseNewer(steps, applied);

        foreach (var step in steps.Where(step => !applied.Contains((step.Module, step.Number))))
        {
            using var transaction = connection.BeginTransaction();
            Execute(connection, step.Script, transaction);
            Execute(connection, "INSERT INTO migrations (module, number, name) VALUES (@module, @number, @name)",
                transaction, ("@module", step.Module), ("@number", step.Number), ("@name", step.Name));
            transaction.Commit();
        }
    }

    static void RefuseNewer(List<Migration> steps, HashSet<(string Module, int Number)> applied)
    {
        var unknown = applied.Except(steps.Select(step => (step.Module, step.Number))).ToList();
        if (unknown.Count > 0)
            throw new StartRefused($"The database is newer than this program: it has step {unknown[0].Number} of " +
                $"{unknown[0].Module}, which this version does not know. " +
                "Start the newer version, or restore a backup.");
    }

    static HashSet<(string Module, int Number)> Applied(DbConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT module, number FROM migrations";
        using var reader = command.ExecuteReader();
        var applied = new HashSet<(string, int)>();
        while (reader.Read())
            applied.Add((reader.GetString(0), reader.GetInt32(1)));
        return applied;
    }

    static void Execute(
        DbConnection connection, string text, DbTransaction? transaction = null, params (string, object)[] values)
    {
        using var command = connection.CreateCommand();
        command.CommandText = text;
        command.CommandTimeout = 0;
        command.Transaction = transaction;
        foreach (var (name, value) in values)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.Value = value;
            command.Parameters.Add(parameter);
        }
        command.ExecuteNonQuery();
    }
}
