using System.CommandLine;
using System.CommandLine.Help;

namespace Kalends.Commands;

/// <summary>All commands of the program. Settings may stand among the words of each of them.</summary>
/// <param name="settings">The settings that stand there.</param>
sealed class CommandTree(string[] settings)
{
    public const string Program = "kalends";

    /// <summary>The program; without a command, it serves.</summary>
    public static RootCommand Root(string[] settings)
    {
        var tree = new CommandTree(settings);
        var root = new RootCommand("The backend behind an appointment book and its month-end ledger.")
        {
            HelpName = Program,
        };
        root.Directives.Clear();
        root.Options.Clear();
        root.Options.Add(new HelpOption("--help", "-h", "-?") { Action = new Help(), Description = "Show this help." });
        root.Options.Add(VersionNotice.Option());
        Serve.AddTo(root, tree);
        root.Subcommands.Add(Check.In(tree));
        root.Subcommands.Add(Migrate.In(tree));
        root.Subcommands.Add(Backup.In(tree));
        root.Subcommands.Add(Restore.In(tree));
        root.Subcommands.Add(Copy.In(tree));
        root.Subcommands.Add(Verify.In(tree));
        root.Subcommands.Add(Retain.In(tree));
        root.Subcommands.Add(Group(
            "user", "Keep the users who may sign in.",
            AddUser.In(tree), ListUsers.In(tree), DisableUser.In(tree), EnableUser.In(tree), ResetPassword.In(tree)));
        root.Subcommands.Add(Group(
            "person", "Export or erase what is held about people.", ExportPerson.In(tree), ErasePerson.In(tree)));
        root.Subcommands.Add(Group(
            "key", "Change the key that signs tokens.", RotateKey.In(tree), ReplaceKey.In(tree)));
        return root;
    }

    /// <summary>Defines a command with its options and arguments.</summary>
    public Command Command(
        string name, string description, Func<Shell, Task<ExitCode>> run, params IEnumerable<Symbol> symbols)
    {
        var command = new Command(name, description);
        foreach (var symbol in symbols)
            if (symbol is Option option)
                command.Options.Add(option);
            else
                command.Arguments.Add((Argument)symbol);
        Act(command, run);
        return command;
    }

    /// <summary>Sets what a command does.</summary>
    public void Act(Command command, Func<Shell, Task<ExitCode>> run) => command.SetAction(
        async (parsed, cancel) => (int)await run(new Shell(settings, parsed, cancel)));

    /// <summary>An option that is given without a value.</summary>
    public static Option<bool> Flag(string name, string description) =>
        new(name) { Description = description, Arity = ArgumentArity.Zero };

    /// <summary>The option of commands whose answer scripts read.</summary>
    public static Option<bool> Json() => Flag(Shell.Json, "Answer in JSON, and show no progress.");

    static Command Group(string name, string description, params IEnumerable<Command> commands)
    {
        var group = new Command(name, description);
        foreach (var command in commands)
            group.Subcommands.Add(command);
        return group;
    }
}
