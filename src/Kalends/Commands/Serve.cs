using System.CommandLine;
using Kalends.Platform.Http;

namespace Kalends.Commands;

/// <summary>Serves until it is told to stop. It is the default, so its options may stand without its name.</summary>
static class Serve
{
    public static void AddTo(RootCommand root, CommandTree tree)
    {
        var demo = CommandTree.Flag("--demo", "Serve demo data, whose users all have the password \"password\".");
        Task<ExitCode> Start(Shell shell) => Run(shell, shell.Has(demo));
        root.Options.Add(demo);
        tree.Act(root, Start);
        root.Subcommands.Add(tree.Command("serve", "Serve. This is the default.", Start, demo));
        root.Subcommands.Add(tree.Command("demo", "The same as --demo.", shell => Run(shell, isDemo: true)));
    }

    /// <summary>Whether a command is one of these.</summary>
    public static bool IsMeant(Command command) => command is RootCommand or { Name: "serve" or "demo" };

    static async Task<ExitCode> Run(Shell shell, bool isDemo)
    {
        await using var app = Program.Build(isDemo ? [.. shell.Settings, "--Kalends:Demo=true"] : shell.Settings);
        await ListenAddresses.Listen(app, () => FirstStart.Prepare(app));
        StartNotice.Show(app);
        await app.WaitForShutdownAsync();
        return ExitCode.Done;
    }
}
