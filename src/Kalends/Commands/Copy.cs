using System.CommandLine;
using Kalends.Platform.Storage.Copying;
using Kalends.Platform.Storage.Engines;
using Kalends.Reimbursements.CareEvents;

namespace Kalends.Commands;

/// <summary>Moves everything to another database, of the same or the other engine, and compares every row.</summary>
static class Copy
{
    public static Command In(CommandTree tree)
    {
        var to = new Option<string>("--to")
        {
            Description = "An empty database: a path of a SQLite file, or a PostgreSQL connection string or URL.",
            HelpName = "DATABASE",
            Required = true,
        };
        return tree.Command(
            "copy",
            "Copy everything into an empty database, of either engine, and compare it; no server may run. " +
                "A copy that was cut off goes on when it is started again.",
            shell => Run(shell, shell.Value(to)!), to, CommandTree.Json());
    }

    static async Task<ExitCode> Run(Shell shell, string to)
    {
        var given = GivenDatabase.Of(shell);
        given.RequireThere();
        if (given.IsPostgres)
            await Fold(shell);

        using var source = CopySource.Open(given.Database, given.Storage);
        using var target = CopyTarget.Open(to, given.Storage with { Direct = null });
        var copied = await ProgressBar.Show(shell, "Copying and comparing", progress => Task.FromResult(
            DatabaseCopy.Run(source, Engine.Describe(given.Database), target, progress, shell.Cancel)));
        shell.Answer(
            new { to = Engine.Describe(to), copied.Rows, resumed = copied.IsResumed },
            $"{Engine.Describe(to)} has all {copied.Rows.Values.Sum()} rows of {copied.Rows.Count} tables, and they " +
            "are the same.");
        return ExitCode.Done;
    }

    /// <summary>Empties the table that only PostgreSQL has, as the servers do all the time.</summary>
    static async Task Fold(Shell shell)
    {
        await using (OperatorCall.OpenToRead(shell))
        {
            // Refuses a schema that is not up to date.
        }
        await using var program = OperatorCall.Open(shell);
        await FoldTotals.Empty(program.Call);
    }
}
