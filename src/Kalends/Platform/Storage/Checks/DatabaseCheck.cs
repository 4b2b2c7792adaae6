using Kalends.Platform.Storage.Engines.Postgres;

namespace Kalends.Platform.Storage.Checks;

/// <summary>How grave a remark is.</summary>
enum Gravity
{
    /// <summary>As it should be.</summary>
    Good,

    /// <summary>Worth knowing; a server starts all the same.</summary>
    Notice,

    /// <summary>A server does not start, or does not work for long.</summary>
    Fault,
}

/// <summary>One thing that a look at an installation has shown.</summary>
/// <param name="About">The thing, in a word.</param>
/// <param name="Gravity">How grave it is.</param>
/// <param name="Sentence">What was seen.</param>
sealed record Remark(string About, Gravity Gravity, string Sentence);

/// <summary>What a look at a database has shown; nothing in it was changed.</summary>
/// <param name="Remarks">What was seen, in the order in which it was looked at.</param>
/// <param name="Pending">The steps of the schema that a start would apply.</param>
sealed record DatabaseCheck(IReadOnlyList<Remark> Remarks, IReadOnlyList<Migration> Pending)
{
    /// <summary>Looks at the database of the setting.</summary>
    public static DatabaseCheck Of(string database, StorageSettings settings)
    {
        var remarks = new List<Remark>();
        try
        {
            var pending = PostgresAddress.Names(database)
                ? PostgresCheck.Look(database, settings, remarks)
                : SqliteCheck.Look(database, settings, remarks);
            remarks.Add(Schema(pending));
            return new(remarks, pending);
        }
        catch (StartRefused refused)
        {
            remarks.Add(new("database", Gravity.Fault, refused.Message));
            return new(remarks, []);
        }
    }

    static Remark Schema(IReadOnlyList<Migration> pending) => pending.Count == 0
        ? new("schema", Gravity.Good, "The schema is that of this program.")
        : new(
            "schema", Gravity.Notice,
            $"A start would apply {pending.Count} steps: {string.Join(", ", pending.Select(step => step.File))}.");
}
