using System.Text.Json.Nodes;
using Kalends.Tests.Http;

namespace Kalends.Tests.Start;

/// <summary>What an operator does with all that is held about a person.</summary>
public sealed class PersonCommandTests : IDisposable
{
    readonly string _folder = System.IO.Directory.CreateTempSubdirectory("kalends-").FullName;

    string Database => $"--Kalends:Database={_folder}/people.db";

    public void Dispose() => System.IO.Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task An_export_is_a_file_that_only_its_owner_reads()
    {
        Assert.Equal(0, (await ChildServer.Command("migrate", Database)).Code);
        Assert.Equal(0, (await ChildServer.Command("user", "add", "ada", Database)).Code);
        var file = $"{_folder}/ada.json";

        var (code, words) = await ChildServer.Command("person", "export", "--user", "ADA", "--to", file, Database);
        var again = await ChildServer.Command("person", "export", "--user", "ada", "--to", file, Database);
        var nobody = await ChildServer.Command("person", "export", "--client", "7", "--to", file + "2", Database);
        var both = await ChildServer.Command(
            "person", "export", "--client", "7", "--user", "ada", "--to", file + "2", Database);

        Assert.True(code == 0, words);
        Assert.Contains("ada", File.ReadAllText(file), StringComparison.Ordinal);
        Assert.NotNull(JsonNode.Parse(File.ReadAllText(file))!["user_id"]);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.Equal(1, again.Code);
        Assert.Contains("is there already", again.Words, StringComparison.Ordinal);
        Assert.Contains("There is no such client.", nobody.Words, StringComparison.Ordinal);
        Assert.Contains("one of --client, --user and --provider", both.Words, StringComparison.Ordinal);
        Assert.False(File.Exists(file + "2"));
    }
}
