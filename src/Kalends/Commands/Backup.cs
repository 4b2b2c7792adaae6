using System.CommandLine;
using Kalends.Platform.Storage.Backups;

namespace Kalends.Commands;

/// <summary>Copies a SQLite database into a file, as it is at one moment, and verifies the copy.</summary>
static class Backup
{
    public static Command In(CommandTree tree)
    {
        var file = new Argument<string>("FILE") { Description = "The copy, a file that is not there yet." };
        return tree.Command(
            "backup", "Copy a SQLite database into a file, also while a server runs, and verify the copy.",
            shell => Run(shell, Path.GetFullPath(shell.Value(file))), file, CommandTree.Json());
    }

    static async Task<ExitCode> Run(Shell shell, string file)
    {
        var given = GivenDatabase.Of(shell);
        if (given.IsPostgres)
            throw new StartRefused("PostgreSQL has a command of its own: " +
                "pg_dump --format=custom --file=FILE DATABASE, and pg_restore --dbname=DATABASE FILE to restore.");
        given.RequireThere();
        if (File.Exists(file))
            throw new StartRefused($"{file} is there already. Name a file that is not.");
        if (!System.IO.Directory.Exists(Path.GetDirectoryName(file)))
            throw new StartRefused($"{file} cannot be made: there is no folder for it.");

        var partial = file + ".partial";
        var snapshot = await ProgressBar.Show(shell, "Copying", progress => Task.FromResult(
            SqliteSnapshot.Take(given.Database, partial, progress, shell.Cancel)));
        DurableFile.Rename(partial, file);
        shell.Answer(
            new { file, snapshot.Bytes, snapshot.Rows },
            $"{file} has {snapshot.Rows.Values.Sum()} rows in {snapshot.Bytes} bytes, and is verified.");
        return ExitCode.Done;
    }
}
