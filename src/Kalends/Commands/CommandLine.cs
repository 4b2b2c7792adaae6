using System.CommandLine;
using System.Data.Common;
using System.Reflection;

namespace Kalends.Commands;

/// <summary>Runs the command that the words name, and ends with its exit code.</summary>
static class CommandLine
{
    static readonly TimeSpan TimeToStop = TimeSpan.FromSeconds(10);

    static readonly ParserConfiguration Strict = new()
    {
        EnablePosixBundling = false,
        ResponseFileTokenReplacer = null,
    };

    /// <summary>The version of this program, with the commit that it was built from.</summary>
    public static string Version { get; } = typeof(CommandLine).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    public static async Task<int> Run(string[] args, TextWriter output, TextWriter error)
    {
        try
        {
            var (settings, words) = SettingWords.Of(args);
            var parsed = CommandTree.Root(settings).Parse(words, Strict);
            if (parsed.Action is not (Help or VersionNotice))
                Misused.RefuseIn(parsed, words);
            var isServer = Serve.IsMeant(parsed.CommandResult.Command);
            return isServer
                ? await parsed.InvokeAsync(Surroundings(output, error, isServer))
                : await Refusing(() => parsed.InvokeAsync(Surroundings(output, error, isServer)));
        }
        catch (Misused misused)
        {
            await error.WriteLineAsync(misused.Message);
            return (int)ExitCode.Misused;
        }
        catch (Exception refused) when (refused is StartRefused or Refused)
        {
            await error.WriteLineAsync(refused is Refused { Errors: [_, _, ..] several }
                ? string.Join(" ", several.Select(fault => fault.Message))
                : refused.Message);
            return (int)ExitCode.Refused;
        }
    }

    static InvocationConfiguration Surroundings(TextWriter output, TextWriter error, bool isServer) => new()
    {
        Output = output,
        Error = error,
        EnableDefaultExceptionHandler = false,
        // A server's host heeds the signals by itself.
        ProcessTerminationTimeout = isServer ? null : TimeToStop,
    };

    /// <summary>Says in one sentence what a disk, a database or the operator has ended.</summary>
    static async Task<int> Refusing(Func<Task<int>> command)
    {
        try
        {
            return await command();
        }
        catch (OperationCanceledException)
        {
            throw new StartRefused("It was interrupted.");
        }
        catch (Exception failed) when (failed is DbException or IOException or UnauthorizedAccessException)
        {
            throw new StartRefused(failed.Message.Split('\n')[0]);
        }
    }
}
