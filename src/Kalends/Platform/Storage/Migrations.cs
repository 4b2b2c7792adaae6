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
    /// <summary>The table that a database has until a copy into it is finished.</summary>
    public const string HalfCopied = "copy_progress";

    /// <param name="connection">The connection that holds the lock.</param>
    /// <param name="dialect">The dialect of the engine.</param>
    /// <param name="engine">The name of the engine.</param>
    /// <param name="isCopying">Whether the database is half-copied; otherwise such a one is refused.</param>
    public static void Apply(DbConnection connection, Dialect dialect, string engine, bool isCopying = false)
    {
        if (!isCopying)
            RefuseHalfCopied(connection);
        Statement.Run(connection, """
            CREATE TABLE IF NOT EXISTS migrations (
                module TEXT NOT NULL,
                number INTEGER NOT NULL,
                file TEXT NOT NULL,
                checksum TEXT NOT NULL,
                PRIMARY KEY (module, number)
            )
            """);
        foreach (var step in Pending(connection, dialect, engine))
        {
            using var transaction = connection.BeginTransaction();
            Statement.Run(connection, step.Script, transaction);
            Statement.Run(
                connection,
                "INSERT INTO migrations (module, number, file, checksum) VALUES (@module, @number, @file, @checksum)",
                transaction, ("@module", step.Module), ("@number", step.Number), ("@file", step.File),
                ("@checksum", step.Checksum));
            transaction.Commit();
        }
    }

    /// <summary>
    /// The steps that a database lacks; refuses one with steps that this program does not know, or knows differently.
    /// </summary>
    public static IReadOnlyList<Migration> Pending(DbConnection connection, Dialect dialect, string engine)
    {
        var steps = Migration.All(dialect, engine);
        if (!Statement.HasTable(connection, "migrations"))
            return steps;
        var applied = Applied(connection);
        RefuseNewer(steps, applied);
        RefuseEdited(steps, applied);
        return steps.FindAll(step => !applied.ContainsKey((step.Module, step.Number)));
    }

    /// <summary>Refuses a database that lacks a step, or that a copy has not finished.</summary>
    public static void RequireAll(DbConnection connection, Dialect dialect, string engine)
    {
        RefuseHalfCopied(connection);
        if (Pending(connection, dialect, engine) is [var first, ..])
            throw new StartRefused(
                $"The database is older than this program: it lacks {first.File}. Run kalends migrate first.");
    }

    /// <summary>Refuses a database that a copy has not finished.</summary>
    public static void RefuseHalfCopied(DbConnection connection)
    {
        if (Statement.HasTable(connection, HalfCopied))
            throw new StartRefused(
                "The database is half-copied. Run kalends copy again, with the same source and target, to finish it.");
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

    static Dictionary<(string Module, int Number), string> Applied(DbConnection connection) => Statement
        .All(connection, "SELECT module, number, checksum FROM migrations", row => (
            Step: (row.GetString(0), row.GetInt32(1)), Checksum: row.GetString(2)))
        .ToDictionary(one => one.Step, one => one.Checksum);
}
