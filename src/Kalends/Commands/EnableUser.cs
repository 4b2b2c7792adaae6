using System.CommandLine;

namespace Kalends.Commands;

/// <summary>Enables a user who was disabled, as an admin can.</summary>
static class EnableUser
{
    public static Command In(CommandTree tree)
    {
        var name = NamedUser.Argument();
        return tree.Command(
            "enable", "Enable a disabled user, who keeps their password and roles.",
            shell => Run(shell, shell.Value(name)), name, CommandTree.Json());
    }

    static async Task<ExitCode> Run(Shell shell, string name)
    {
        await using var program = OperatorCall.Open(shell);
        var known = await NamedUser.Find(name, program.Call);
        var user = (await Accounts.Users.EnableUser.Run(new(known.Id), program.Call)).Value;
        shell.Answer(user, $"{user.Username} is enabled.");
        return ExitCode.Done;
    }
}
