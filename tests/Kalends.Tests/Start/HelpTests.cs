using System.CommandLine;
using System.Text;
using Kalends.Commands;
using Kalends.Tests.Contracts;

namespace Kalends.Tests.Start;

/// <summary>What the program says of its commands is written down, so that a change of it is seen.</summary>
public sealed class HelpTests
{
    [Fact]
    public async Task The_committed_help_of_every_command_is_what_it_says()
    {
        var page = new StringBuilder("# Commands\n\nWhat `kalends COMMAND --help` says of each command.\n");
        foreach (var words in Paths(CommandTree.Root([]), []))
        {
            var (code, said) = await Typed.Run([.. words, "--help"]);
            Assert.Equal(0, code);
            page.Append($"\n## {string.Join(' ', words.Prepend("kalends"))}\n\n```\n");
            // What holds for all commands is shown once.
            var shown = words.Length == 0 ? said : said[..said.IndexOf("Settings:", StringComparison.Ordinal)];
            page.Append(shown.TrimEnd()).Append("\n```\n");
        }

        // Where the library breaks a line, a blank remains.
        var lines = page.ToString().Split('\n').Select(line => line.TrimEnd());
        Snapshot.Match("docs/api/commands.md", string.Join('\n', lines));
    }

    [Theory]
    [InlineData("--version")]
    [InlineData("backup", "--version")]
    [InlineData("user", "list", "--version")]
    public async Task Every_command_shows_the_version(params string[] words)
    {
        var (code, said) = await Typed.Run(words);

        Assert.Equal((0, $"kalends {CommandLine.Version}"), (code, said));
    }

    [Theory]
    [InlineData("--help", "backup")]
    [InlineData("copy", "-h")]
    [InlineData("-?")]
    public async Task Help_needs_nothing_else(params string[] words)
    {
        var (code, said) = await Typed.Run(words);

        Assert.Equal(0, code);
        Assert.Contains("Exit codes:", said, StringComparison.Ordinal);
    }

    static IEnumerable<string[]> Paths(Command command, string[] words) =>
        command.Subcommands.SelectMany(one => Paths(one, [.. words, one.Name])).Prepend(words);
}
