using System.Diagnostics;
using Kalends.Tests.Contracts;

namespace Kalends.Tests.Originals;

/// <summary>The product and its other tests are whole without the five original services.</summary>
public sealed class WithoutOriginalsTests : IDisposable
{
    static readonly string[] Theirs = ["src/Kalends/Originals/", "tests/Kalends.Tests/Originals/"];

    readonly string _folder = System.IO.Directory.CreateTempSubdirectory("kalends-").FullName;

    public void Dispose() => System.IO.Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task It_builds_without_their_folders_and_the_one_line_that_lists_them()
    {
        foreach (var path in SourceTree.Files("src", "*").Concat(SourceTree.Files("tests", "*")).Concat(
            ["Directory.Build.props", "Directory.Packages.props", "global.json", "LICENSE", ".editorconfig",
                "docs/api/openapi.json"]))
            if (!Theirs.Any(folder => path.StartsWith(folder, StringComparison.Ordinal)))
                Copy(path);
        Assert.Single(await Rewrite("src/Kalends/Modules.cs"));

        using var build = Process.Start(new ProcessStartInfo(
            "dotnet", ["build", $"{_folder}/tests/Kalends.Tests", "-p:Graphiql=false", "-v:q"])
        {
            RedirectStandardOutput = true,
        })!;
        var words = await build.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await build.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.True(build.ExitCode == 0, words);
    }

    void Copy(string path)
    {
        var copy = Path.Combine(_folder, path);
        System.IO.Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
        File.Copy(Path.Combine(SourceTree.Root, path), copy);
    }

    /// <summary>Takes the lines out that name the module, and gives them.</summary>
    async Task<List<string>> Rewrite(string path)
    {
        var file = Path.Combine(_folder, path);
        var lines = await File.ReadAllLinesAsync(file);
        var named = lines.Where(line => line.Contains("Originals", StringComparison.Ordinal)).ToList();
        await File.WriteAllLinesAsync(file, lines.Where(line => !named.Contains(line)));
        return named;
    }
}
