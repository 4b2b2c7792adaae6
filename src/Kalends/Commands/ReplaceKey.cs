using System.CommandLine;

namespace Kalends.Commands;

/// <summary>Makes a new key that signs tokens, and drops those before it: after a key has leaked.</summary>
static class ReplaceKey
{
    public static Command In(CommandTree tree) => tree.Command(
        "replace", "Sign with a new key, and end all sign-ins at once, as after a leak.",
        shell => RotateKey.NewKey(shell, dropsOthers: true), CommandTree.Json());
}
