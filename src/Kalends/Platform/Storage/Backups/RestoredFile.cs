using Kalends.Platform.Storage.Engines.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kalends.Platform.Storage.Backups;

/// <summary>A SQLite database that was restored from a backup.</summary>
/// <param name="Path">Its file.</param>
/// <param name="Kept">Where the database that it replaces lies now; null if there was none.</param>
/// <param name="Snapshot">What was restored.</param>
/// <param name="Pending">The number of steps of the schema that it lacks.</param>
sealed record RestoredFile(string Path, string? Kept, SqliteSnapshot Snapshot, int Pending)
{
    // What SQLite keeps beside a database; its log must never meet another database.
    static readonly string[] Endings = ["", "-wal", "-shm"];

    /// <summary>Copies a backup beside the place of the database, verifies it, and gives it the name.</summary>
    /// <remarks>
    /// The copy has the name that a start knows until the last step: after a crash in between, there is either the old
    /// database, or none and a start that is refused.
    /// </remarks>
    /// <param name="backup">The backup.</param>
    /// <param name="database">The place of the database.</param>
    /// <param name="replaces">Whether a database that is there makes room; otherwise it is a refusal.</param>
    /// <param name="progress">Told the pages that are copied, and all.</param>
    /// <param name="cancel">Ends the copying.</param>
    public static RestoredFile Put(
        string backup, string database, bool replaces, Action<long, long> progress, CancellationToken cancel)
    {
        using var claim = SqliteClaim.Take(database, NullLogger.Instance, isRestored: true);
        try
        {
            var path = claim.Path;
            if (File.Exists(path) && !replaces)
                throw new StartRefused(
                    $"There is a database {path}. Add --replace to keep it beside the restored one.");
            var copy = SqliteClaim.Restored(path);
            File.Delete(copy);
            var snapshot = SqliteSnapshot.Take(backup, copy, progress, cancel);
            var pending = CountPending(copy);
            var kept = MakeRoom(path);
            DurableFile.Rename(copy, path);
            return new(path, kept, snapshot, pending);
        }
        catch
        {
            claim.Withdraw();
            throw;
        }
    }

    static int CountPending(string copy)
    {
        try
        {
            using var connection = SqliteLibrary.Connect(copy, SqliteOpenMode.ReadOnly, lockSeconds: 1);
            return Migrations.Pending(connection, Dialect.Sqlite, "sqlite").Count;
        }
        catch (StartRefused)
        {
            File.Delete(copy);
            throw;
        }
    }

    /// <summary>Renames what is in the place, or what an earlier run has left there; null if it is free.</summary>
    static string? MakeRoom(string path)
    {
        var endings = Endings.Where(ending => File.Exists(path + ending)).ToList();
        if (endings.Count == 0)
            return null;
        var kept = Enumerable.Range(1, int.MaxValue).Select(n => $"{path}.replaced-{n}")
            .First(name => endings.TrueForAll(ending => !File.Exists(name + ending)));
        foreach (var ending in endings)
            DurableFile.Rename(path + ending, kept + ending);
        return kept;
    }
}
