using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using Kalends.Tests.Contracts;

namespace Kalends.Tests.Kit;

/// <summary>A script for Node with packages from npm, which its folder's lock file pins.</summary>
static class NodeScript
{
    static readonly ConcurrentDictionary<string, Lazy<Task<string?>>> Installed = new();

    /// <summary>Runs a script and gives what it printed.</summary>
    /// <remarks>Without Node the calling test is skipped, or fails in CI.</remarks>
    public static async Task<string> Run(string folder, params string[] words)
    {
        var path = Path.Combine(SourceTree.Root, folder);
        var missing = await Installed.GetOrAdd(path, path => new(() => Install(path))).Value;
        if (missing is not null && Environment.GetEnvironmentVariable("CI") == "true")
            Assert.Fail(missing);
        Assert.SkipWhen(missing is not null, missing ?? "");

        var (code, output, errors) = await Start("node", words, path);
        Assert.True(code == 0, errors);
        return output;
    }

    static async Task<string?> Install(string path)
    {
        if (IsInstalled(path))
            return null;
        try
        {
            var (code, output, errors) = await Start("npm", ["ci", "--ignore-scripts"], path);
            return code == 0 ? null : $"`npm ci` failed in {path}: {errors}{output}";
        }
        catch (Win32Exception)
        {
            return "Node.js and npm are not installed.";
        }
    }

    // npm writes this file last, so a broken install is done again, as is one of an older lock file.
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
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await errors);
    }
}
