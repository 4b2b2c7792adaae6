using System.Data.Common;
using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace Kalends.Platform.Storage;

/// <summary>
/// One step of the schema: <c>Providers/Migrations/002_skills.sql</c>, or a pair of files for the two engines.
/// </summary>
/// <param name="Module">The folder of the module.</param>
/// <param name="Number">The position among the steps of the module.</param>
/// <param name="File">The path in the sources.</param>
/// <param name="Script">The statements to run, in the dialect of the engine.</param>
sealed record Migration(string Module, int Number, string File, string Script)
{
    /// <summary>The checksum of the script, so that a step that was edited after it was applied is noticed.</summary>
    public string Checksum { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Script)));

    /// <summary>
    /// The steps of one engine, ordered by number within each module. A step touches no other module, so the modules
    /// may run in any order.
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
        // A copy of the sources may have the line endings of its system.
        var script = reader.ReadToEnd().ReplaceLineEndings("\n");
        return new Migration(parts[0], number, path, dialect.Render(script));
    }
}

/// <summary>Brings a database to this program's schema, one transaction per step; the caller holds the lock.</summary>
static class Migrations
{
    public static void Apply(DbConnection connection, Dialect dialect, string engine)
    {
        Execute(connection, """
            CREATE TABLE IF NOT EXISTS migrations (
                module TEXT NOT NULL,
                number INTEGER NOT NULL,
                file TEXT NOT NULL,
                checksum TEXT NOT NULL,
                PRIMARY KEY (module, number)
            )
            """);
        var steps = Migration.All(dialect, engine);
        var applied = Applied(connection);
        RefuseNewer(steps, applied);
        RefuseEdited(steps, applied);

        foreach (var step in steps.Where(step => !applied.ContainsKey((step.Module, step.Number))))
        {
            using var transaction = connection.BeginTransaction();
            Execute(connection, step.Script, transaction);
            Execute(
                connection,
                "INSERT INTO migrations (module, number, file, checksum) VALUES (@module, @number, @file, @checksum)",
                transaction, ("@module", step.Module), ("@number", step.Number), ("@file", step.File),
                ("@checksum", step.Checksum));
            transaction.Commit();
        }
    }

    static void RefuseNewer(List<Migration> steps, Dictionary<(string Module, int Number), string> applied)
    {
        var unknown = applied.Keys.Except(steps.Select(step => (step.Module, step.Number))).ToList();
        if (unknown.Count > 0)
            throw new StartRefused($"The database is newer than this program: it has step {unknown[0].Number} of " +
                $"{unknown[0].Module}, which this version does not know. " +
                "Start the newer version, or restore a backup.");
    }

    static void RefuseEdited(List<Migration> steps, Dictionary<(string Module, int Number), string> applied)
    {
        var edited = steps.Find(step =>
            applied.TryGetValue((step.Module, step.Number), out var checksum) && checksum != step.Checksum);
        if (edited is not null)
            throw new StartRefused($"{edited.File} is not what was applied to this database: it was edited since. " +
                "Undo the edit, and put the change into a new file.");
    }

    static Dictionary<(string Module, int Number), string> Applied(DbConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT module, number, checksum FROM migrations";
        using var reader = command.ExecuteReader();
        var applied = new Dictionary<(string, int), string>();
        while (reader.Read())
            applied.Add((reader.GetString(0), reader.GetInt32(1)), reader.GetString(2));
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
