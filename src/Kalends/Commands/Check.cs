using System.CommandLine;
using Kalends.Platform.Http;
using Kalends.Platform.Storage;
using Kalends.Platform.Storage.Checks;

namespace Kalends.Commands;

/// <summary>
/// Looks at the settings and the database as a start would, also beside a server, and changes nothing.
/// </summary>
static class Check
{
    public static Command In(CommandTree tree) => tree.Command(
        "check", "Say whether a server could start, and which steps of the schema it would apply; change nothing.",
        Run, CommandTree.Json());

    static Task<ExitCode> Run(Shell shell)
    {
        var remarks = new List<Remark> { Settings(shell.Settings), Addresses(shell.Settings) };
        IReadOnlyList<Migration> pending = [];
        if (remarks[0].Gravity == Gravity.Good)
        {
            var given = GivenDatabase.Of(shell);
            (var seen, pending) = DatabaseCheck.Of(given.Database, given.Storage);
            remarks.AddRange(seen);
        }

        var isFaulty = remarks.Exists(remark => remark.Gravity == Gravity.Fault);
        shell.Answer(
            new { ok = !isFaulty, remarks, pending = pending.Select(step => step.File) },
            remarks.Select(remark => $"{Mark(remark.Gravity)} {remark.About}: {remark.Sentence}"));
        return Task.FromResult(isFaulty ? ExitCode.Found : ExitCode.Done);
    }

    /// <summary>Checks all but the address, which may be that of a server that runs.</summary>
    static Remark Settings(string[] settings)
    {
        try
        {
            Program.Configure([.. settings, "--urls=http://127.0.0.1:0"]);
            return new("settings", Gravity.Good, "All settings are known and valid.");
        }
        catch (StartRefused refused)
        {
            return new("settings", Gravity.Fault, refused.Message);
        }
    }

    static Remark Addresses(string[] settings)
    {
        try
        {
            ListenAddresses.Require(PlatformSetup.CreateBuilder(settings).Configuration);
            return new("address", Gravity.Good, "The addresses are free.");
        }
        catch (StartRefused refused)
        {
            return new("address", Gravity.Notice, refused.Message);
        }
    }

    static string Mark(Gravity gravity) => gravity switch
    {
        Gravity.Good => "ok    ",
        Gravity.Notice => "note  ",
        Gravity.Fault => "FAULT ",
    };
}
