using System.CommandLine;
using Kalends.Platform.Storage.Backups;

namespace Kalends.Commands;

/// <summary>Puts a backup in the place of a SQLite database that no server uses, once it is verified.</summary>
static class Restore
{
    public static Command In(CommandTree tree)
    {
        var file = new Argument<string>("FILE") { Description = "The backup." };
        var replaces = CommandTree.Flag(
            "--replace", "Put it in the place of a database that is there, which is kept beside it.");
        return tree.Command(
            "restore", "Put a backup in the place of the SQLite database; no server may run.",
            shell => Run(shell, Path.GetFullPath(shell.Value(file)), shell.Has(replaces)),
            file, replaces, CommandTree.Json());
    }

    static async Task<ExitCode> Run(Shell shell, string file, bool replaces)
    {
        var given = GivenDatabase.Of(shell);
        if (given.IsPostgres)
            throw new StartRefused(
                "PostgreSQL has a command of its own: pg_restore --dbname=DATABASE FILE, from a copy by pg_dump.");
        if (!File.Exists(file))
            throw new StartRefused($"There is no backup {file}.");

        var restored = await ProgressBar.Show(shell, "Restoring", progress => Task.FromResult(
            RestoredFile.Put(file, given.Database, replaces, progress, shell.Cancel)));
        shell.Answer(
            new { restored.Path, restored.Kept, restored.Snapshot.Rows, pending = restored.Pending },
            [
                $"{restored.Path} is restored from {file}, with {restored.Snapshot.Rows.Values.Sum()} rows.",
                .. (string[])(restored.Kept is null ? [] : [$"What was there is {restored.Kept} now."]),
                .. (string[])(restored.Pending == 0
                    ? []
                    : [$"It is of an older version: the next start applies {restored.Pending} steps of the schema."]),
            ]);
        return ExitCode.Done;
    }
}
