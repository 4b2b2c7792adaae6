using System.CommandLine;

namespace Kalends.Commands;

/// <summary>Gives a user a new password: the way back for an operator who has lost that of the admin.</summary>
static class ResetPassword
{
    public static Command In(CommandTree tree)
    {
        var name = NamedUser.Argument();
        return tree.Command(
            "reset-password", "Give a user a new password, print it, and end all their sign-ins.",
            shell => Run(shell, shell.Value(name)), name, CommandTree.Json());
    }

    static async Task<ExitCode> Run(Shell shell, string name)
    {
        await using var program = OperatorCall.Open(shell);
        await NamedUser.Find(name, program.Call);
        var (password, user) = await Accounts.Users.ResetPassword.Run(name, program.Call);
        shell.Answer(
            new { user.Id, user.Username, password, user.DisabledAt },
            [
                $"{user.Username} has the password {password} now (this is said only once).",
                .. (string[])(user.DisabledAt is null
                    ? []
                    : ["They are disabled: they must be enabled before they can sign in."]),
            ]);
        return ExitCode.Done;
    }
}
