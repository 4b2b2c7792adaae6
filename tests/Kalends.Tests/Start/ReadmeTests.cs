using System.Diagnostics;
using System.Text.RegularExpressions;
using Kalends.Tests.Contracts;
using Kalends.Tests.Http;

namespace Kalends.Tests.Start;

public sealed partial class ReadmeTests : IDisposable
{
    const string Server = "dotnet run --project src/Kalends";
    const string Tests = "dotnet test";

    // A stream is read for a moment; every other answer must be a success.
    const string Prelude = """
        set -euo pipefail
        curl() {
          local code=0
          command curl --fail-with-body --max-time 3 "$@" || code=$?
          case "$code$*" in 28*/stream*) return 0 ;; *) return $code ;; esac
        }
        """;

    readonly string _folder = System.IO.Directory.CreateTempSubdirectory("kalends-").FullName;

    public void Dispose() => System.IO.Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Every_block_can_be_pasted_in_order_into_a_shell_beside_a_fresh_demo()
    {
        var blocks = Block().Matches(await File.ReadAllTextAsync(
            Path.Combine(SourceTree.Root, "README.md"), TestContext.Current.CancellationToken))
            .Select(block => block.Groups[1].Value.Trim()).ToList();
        await using var server = await ChildServer.Start($"--Kalends:Database={_folder}/readme.db", "--demo");
        var pasted = blocks.Where(block => block is not (Server or Tests) && !IsTree(block))
            .Select(block => block.Replace("localhost:5080", server.Address.Authority, StringComparison.Ordinal))
            .Select(block => block.Replace("/tmp/", $"{_folder}/", StringComparison.Ordinal));

        var (code, said) = await Run(string.Join("\necho\n", [Prelude, .. pasted]));

        Assert.Equal([Server, Tests], blocks.Take(2));
        Assert.True(code == 0, said);
        Assert.DoesNotContain("\"errors\":", said, StringComparison.Ordinal);
    }

    // The picture of the folders.
    static bool IsTree(string block) => block.StartsWith("src/", StringComparison.Ordinal);

    static async Task<(int Code, string Said)> Run(string script)
    {
        using var shell = Process.Start(new ProcessStartInfo("bash", ["-s"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        await shell.StandardInput.WriteAsync(script);
        shell.StandardInput.Close();
        var (said, wrong) = (shell.StandardOutput.ReadToEndAsync(), shell.StandardError.ReadToEndAsync());
        await shell.WaitForExitAsync();
        return (shell.ExitCode, await said + await wrong);
    }

    [GeneratedRegex("^```\n(.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Block();
}
