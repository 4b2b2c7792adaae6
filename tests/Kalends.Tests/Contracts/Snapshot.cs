namespace Kalends.Tests.Contracts;

/// <summary>Compares what the product says of itself with what is committed; UPDATE_SNAPSHOTS=1 rewrites it.</summary>
static class Snapshot
{
    public static void Match(string path, string text)
    {
        var file = Path.Combine(SourceTree.Root, path);
        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1")
            File.WriteAllText(file, text);

        Assert.True(File.Exists(file), $"{path} is missing: run the tests with UPDATE_SNAPSHOTS=1 and commit it.");
        Assert.True(File.ReadAllText(file) == text,
            $"{path} is not what the server says: run the tests with UPDATE_SNAPSHOTS=1 and read the difference.");
    }
}
