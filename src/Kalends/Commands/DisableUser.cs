using System.CommandLine;

namespace Kalends.Commands;

/// <summary>Disables a user, as an admin can.</summary>
static class DisableUser
{
    public static Command In(CommandTree tree)
    {
        var name = NamedUser.Argument();
        return tree.Command(
            "disable", "Disable a user and end all their sign-ins; the last admin stays.",
            shell => Run(shell, shell.Value(name)), name, CommandTree.Json());
    }

    static async Task<ExitCode> Run(Shell shell, string name)
    {
        await using var program = OperatorCall.Open(shell);
        var known = await NamedUser.Find(name, program.Call);
        var user = (await program.Get<Accounts.Users.DisableUser>().Run(new(known.Id), program.Call)).Value;
        shell.Answer(user, $"{user.Username} is disabled.");
        return ExitCode.Done;
    }
}
