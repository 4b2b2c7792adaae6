using System.CommandLine;
using Kalends.Platform.Retention;

namespace Kalends.Commands;

/// <summary>Removes what is older than the settings keep it, as the hourly job of a server does.</summary>
static class Retain
{
    public static Command In(CommandTree tree)
    {
        var dryRun = CommandTree.Flag("--dry-run", "Count what is old, and remove nothing.");
        return tree.Command(
            "retain", "Write what is older than the settings keep it into files, and remove it from the database.",
            shell => Run(shell, shell.Has(dryRun)), dryRun, CommandTree.Json());
    }

    static async Task<ExitCode> Run(Shell shell, bool dryRun)
    {
        await using var program = dryRun ? OperatorCall.OpenToRead(shell) : OperatorCall.Open(shell);
        var old = await RemoveOldRecords.Count(program.Call);
        if (!dryRun)
            old = await ProgressBar.Show(shell, "Removing", progress =>
            {
                var all = old.Sum(one => one.Count);
                return RemoveOldRecords.Run(program.Call, gone => progress(gone, Math.Max(all, gone)));
            });
        foreach (var one in old)
            shell.Answer(
                new { one.Kind, one.Before, one.Count, Removed = !dryRun },
                $"{one.Count} {one.Kind} from before {one.Before.Written()} {(dryRun ? "are old." : "were removed.")}");
        if (old.Count == 0 && !shell.IsJson)
            shell.Answer(new { }, "The settings keep everything.");
        return ExitCode.Done;
    }
}
