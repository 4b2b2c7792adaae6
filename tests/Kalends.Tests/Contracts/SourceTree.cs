

namespace Kalends.Tests.Contracts;

/// <summary>The project's own files, for tests that hold its rules.</summary>
static class SourceTree
{
    public static readonly string Root = Find();

    /// <summary>Paths relative to the root, with forward slashes, of files with this ending.</summary>
    public static IEnumerable<string> Files(string folder, string pattern) =>
        System.IO.Directory.EnumerateFiles(Path.Combine(Root, folder), pattern, SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Where(path => !path.Contains("/node_modules/", StringComparison.Ordinal)
                && !path.Contains("/obj/", StringComparison.Ordinal));

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    static string Find()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Kalends.slnx")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The root was not found.");
        return folder;
    }
}
