using System.Diagnostics;
using Kalends.Tests.Contracts;

namespace Kalends.Tests.Kit;

/// <summary>A script for Node with packages from npm, which scripts/setup installs by its folder's lock file.</summary>
static class NodeScript
{
    /// <summary>Runs a script and gives what it printed.</summary>
    /// <remarks>Without Node or the packages the calling test is skipped, or fails in CI.</remarks>
    public static async Task<string> Run(string folder, params string[] words)
    {
        var path = Path.Combine(SourceTree.Root, folder);
        Machine.Require(IsInstalled(path)
            ? null
            : $"The packages of {folder} are not installed: scripts/setup installs them.");

        var (code, output, errors) = await Start("node", words, path);
        Assert.True(code == 0, errors + output);
        return output;
    }

    // npm writes this file last, so neither a broken install counts nor one of an older lock file.
    static bool IsInstalled(string path)
    {
        var installed = new FileInfo(Path.Combine(path, "node_modules", ".package-lock.json"));
        return installed.Exists
            && installed.LastWriteTimeUtc >= File.GetLastWriteTimeUtc(Path.Combine(path, "package-lock.json"));
    }

    static async Task<(int Code, string Output, string Errors)> Start(string program, string[] words, string path)
    {
        var start = new ProcessStartInfo(program, words)
        {
            WorkingDirectory = path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["NODE_ENV"] = "production";
        start.Environment["REDOCLY_SUPPRESS_UPDATE_NOTICE"] = "true";
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await errors);
    }
}
