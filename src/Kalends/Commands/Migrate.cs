using System.CommandLine;
using Kalends.Platform.Storage.Checks;
using Kalends.Platform.Storage.Engines;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kalends.Commands;

/// <summary>Brings the schema of the database up to date, as a start would, so that a start finds it done.</summary>
static class Migrate
{
    public static Command In(CommandTree tree) => tree.Command(
        "migrate", "Apply the steps of the schema that the database lacks, as a start does, and name them.",
        Run, CommandTree.Json());

    static async Task<ExitCode> Run(Shell shell)
    {
        var given = GivenDatabase.Of(shell);
        var pending = DatabaseCheck.Of(given.Database, given.Storage).Pending.Select(step => step.File).ToList();
        await Engine.Open(given.Database, given.Storage, NullLogger.Instance).DisposeAsync();
        shell.Answer(
            new { applied = pending },
            pending.Count == 0
                ? ["The schema was up to date."]
                : pending.Select(file => $"Applied {file}."));
        return ExitCode.Done;
    }
}
