using System.CommandLine;

namespace Kalends.Commands;

/// <summary>Erases what is known of one person, as an admin can.</summary>
static class ErasePerson
{
    public static Command In(CommandTree tree)
    {
        var (named, cancel) = (new NamedPerson(), CommandTree.Flag(
            "--cancel-future", "Cancel the reservations that lie ahead; without it they refuse the erasure."));
        return tree.Command(
            "erase", "Erase what is known of a person; nobody can undo it.",
            shell => Run(shell, named, shell.Has(cancel)), [.. named.Options, cancel, CommandTree.Json()]);
    }

    static async Task<ExitCode> Run(Shell shell, NamedPerson named, bool cancelFuture)
    {
        await using var program = OperatorCall.Open(shell);
        shell.Answer(await named.Erase(shell, program.Call, cancelFuture), "The person is erased.");
        return ExitCode.Done;
    }
}
