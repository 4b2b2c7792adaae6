using System.Text.RegularExpressions;

namespace Kalends.Tests.Contracts;

/// <summary>House rules that no analyzer knows.</summary>
public sealed partial class TidyTests
{
    const int WidthMax = 120;
    const int LinesMax = 250;
    const int EngineLinesMax = 500;

    // The engine's tests are tables of documents and answers, which are as wide as they are.
    static readonly string[] Code = ["src", "tests/Kalends.Tests", "bench"];

    [Fact]
    public void Lines_are_at_most_120_wide() => Assert.Empty(Code.SelectMany(folder => SourceTree.Files(folder, "*.cs"))
        .SelectMany(path => SourceTree.Read(path).Split('\n')
            .Select((line, i) => (line, place: $"{path}:{i + 1}"))
            .Where(row => row.line.TrimEnd('\r').Length > WidthMax)
            .Select(row => row.place)));

    [Fact]
    public void Files_of_the_product_are_short() => Assert.Empty(SourceTree.Files("src", "*.cs")
        .Where(path => SourceTree.Read(path).Count(c => c == '\n') > LimitOf(path)));

    [Fact]
    public void Program_is_a_table_of_contents() =>
        Assert.True(SourceTree.Read("src/Kalends/Program.cs").Count(c => c == '\n') < 60);

    [Fact]
    public void Nothing_is_left_for_later() => Assert.Empty(Code.SelectMany(folder => SourceTree.Files(folder, "*.cs"))
        .Where(path => !path.EndsWith("TidyTests.cs", StringComparison.Ordinal))
        .Where(path => LeftOver().IsMatch(SourceTree.Read(path))));

    [Fact]
    public void Folders_are_subjects_never_kinds() => Assert.Empty(
        System.IO.Directory.EnumerateDirectories(Path.Combine(SourceTree.Root, "src"), "*", SearchOption.AllDirectories)
            // A service is what can be booked, in the words of the field.
            .Where(folder => !folder.EndsWith("Scheduling/Services", StringComparison.Ordinal))
            .Select(folder => Path.GetFileName(folder))
            .Where(name => Kinds.Contains(name)));

    [Fact]
    public void Only_the_storage_floor_opens_transactions() => Assert.Empty(SourceTree.Files("src/Kalends", "*.cs")
        .Where(path => !path.StartsWith("src/Kalends/Platform/Storage/", StringComparison.Ordinal))
        .Where(path => SourceTree.Read(path).Contains("BeginTransaction", StringComparison.Ordinal)));

    [Fact]
    public void Time_is_given_never_taken() => Assert.Empty(SourceTree.Files("src/Kalends", "*.cs")
        .Where(path => path != "src/Kalends/Platform/Logs.cs")
        .Where(path => TakenTime().IsMatch(SourceTree.Read(path))));

    [Fact]
    public void Secrets_and_ids_are_drawn_in_one_place_each() => Assert.Equal(
        [
            "src/Kalends/Platform/SecretBytes.cs",
            // Pauses between attempts are random.
            "src/Kalends/Platform/Storage/Engines/Postgres/PostgresDb.cs",
            "src/Kalends/Platform/Time/TimedId.cs",
        ],
        SourceTree.Files("src/Kalends", "*.cs").Where(path => Drawn().IsMatch(SourceTree.Read(path)))
            .Order(StringComparer.Ordinal));

    static readonly HashSet<string> Kinds =
        ["Controllers", "Services", "Dtos", "Models", "Common", "Utils", "Helpers", "Extensions", "Interfaces", "Core"];

    static int LimitOf(string path) =>
        path.StartsWith("src/Kalends.GraphQL/", StringComparison.Ordinal) ? EngineLinesMax : LinesMax;

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX)\b|#region|#pragma warning disable")]
    private static partial Regex LeftOver();

    [GeneratedRegex(@"\bDate(Time|TimeOffset)\.(Utc)?Now\b|CURRENT_TIMESTAMP|\bnow\(\)")]
    private static partial Regex TakenTime();

    [GeneratedRegex(@"\bRandomNumberGenerator\b|\bGuid\.(NewGuid|CreateVersion7)\b|\bRandom\.Shared\b|\bnew Random\b")]
    private static partial Regex Drawn();
}
