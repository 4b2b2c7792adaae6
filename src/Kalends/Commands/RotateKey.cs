using System.CommandLine;
using Kalends.Accounts;
using Kalends.Accounts.SigningIn;

namespace Kalends.Commands;

/// <summary>Makes a new key that signs tokens, and lets those of older keys end as they would.</summary>
static class RotateKey
{
    public static Command In(CommandTree tree) => tree.Command(
        "rotate", "Sign with a new key. Tokens that were signed before stay valid until they end.",
        shell => NewKey(shell, dropsOthers: false), CommandTree.Json());

    /// <summary>Makes a new key; refused where the keys are settings.</summary>
    public static async Task<ExitCode> NewKey(Shell shell, bool dropsOthers)
    {
        await using var program = OperatorCall.Open(shell);
        if (program.Call.Settings<AccountsSettings>().Keys().Count > 0)
            throw new StartRefused("The keys are those of Kalends:Accounts:TokenKey: the first of them signs.");
        await RotateKeys.Run(dropsOthers, program.Call);
        shell.Answer(
            new { rotated = true, replaced = dropsOthers },
            dropsOthers
                ? "Tokens are signed with a new key. Everybody must sign in again."
                : "Tokens are signed with a new key. Those that were signed before stay valid until they end.");
        return ExitCode.Done;
    }
}
