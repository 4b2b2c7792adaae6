using System.Text.RegularExpressions;

namespace Kalends.Tests.Contracts;

/// <summary>
/// Who may know whom: modules those below them by their Public folders and views, the routes of the original services
/// all use cases, the platform nobody, GraphQL only the framework.
/// </summary>
public sealed partial class BoundaryTests
{
    static readonly string[] Modules =
        ["Events", "Accounts", "Providers", "Scheduling", "Reimbursements", "Directory", "Originals"];

    [Fact]
    public void Modules_know_those_below_them_by_their_public_folders_only() =>
        Assert.Empty(Sources().SelectMany(file => ForeignUses(file.Path, file.Text)));

    [Fact]
    public void Modules_touch_only_their_own_tables() =>
        Assert.Empty(Sources().SelectMany(file => ForeignTables(file.Path, file.Text)));

    [Fact]
    public void The_GraphQL_engine_knows_nothing_but_the_framework() => Assert.Empty(
        SourceTree.Files("src/Kalends.GraphQL", "*.cs")
            .SelectMany(path => ForeignToEngine(path, SourceTree.Read(path))));

    [Theory]
    [InlineData("src/Kalends/Scheduling/A.cs", "using Kalends.Accounts;", true)]
    [InlineData("src/Kalends/Scheduling/A.cs", "var x = Kalends.Accounts.User.Read;", true)]
    [InlineData("src/Kalends/Platform/A.cs", "using Kalends.Events.Public;", true)]
    [InlineData("src/Kalends/Scheduling/A.cs", "using Kalends.Events.Public;", false)]
    [InlineData("src/Kalends/Scheduling/A.cs", "using Kalends.Directory.Public;", true)]
    [InlineData("src/Kalends/Originals/A.cs", "using Kalends.Scheduling;", false)]
    [InlineData("src/Kalends/Scheduling/A.cs", "using Kalends.Scheduling;", false)]
    public void The_rule_about_modules_catches_what_it_should(string path, string text, bool isCaught) =>
        Assert.Equal(isCaught, ForeignUses(path, text).Any());

    [Theory]
    [InlineData("SELECT id FROM users", true)]
    [InlineData("UPDATE providers SET x = 1", true)]
    [InlineData("SELECT id FROM reservations JOIN clients c ON TRUE", true)]
    [InlineData("SELECT id FROM public_users", false)]
    [InlineData("INSERT INTO reservations (id) VALUES (1)", false)]
    [InlineData("WITH taken AS (SELECT 1) SELECT 1 FROM taken", false)]
    [InlineData("WITH RECURSIVE taken (n) AS (SELECT 1) SELECT n FROM taken", false)]
    public void The_rule_about_tables_catches_what_it_should(string sql, bool isCaught) =>
        Assert.Equal(isCaught, ForeignTables("src/Kalends/Scheduling/A.cs", $"new(\"\"\"\n{sql}\n\"\"\")").Any());

    [Theory]
    [InlineData("using Npgsql;", true)]
    [InlineData("using Kalends.Platform;", true)]
    [InlineData("using System.Text;", false)]
    [InlineData("using Kalends.GraphQL.Language;", false)]
    public void The_rule_about_the_engine_catches_what_it_should(string text, bool isCaught) =>
        Assert.Equal(isCaught, ForeignToEngine("src/Kalends.GraphQL/A.cs", text).Any());

    static IEnumerable<(string Path, string Text)> Sources() => SourceTree.Files("src/Kalends", "*.cs")
        .Where(path => path.Split('/').Length > 3)
        .Select(path => (path, SourceTree.Read(path)));

    static IEnumerable<string> ForeignUses(string path, string text)
    {
        var home = Array.IndexOf(Modules, path.Split('/')[2]);
        return Uses().Matches(text)
            .Where(use => Array.IndexOf(Modules, use.Groups[1].Value) is var used and >= 0 && used != home
                && (used > home || (use.Groups[2].Value != "Public" && Modules[home] != "Originals")))
            .Select(use => $"{path}: {use.Value}");
    }

    static IEnumerable<string> ForeignTables(string path, string text)
    {
        var home = path.Split('/')[2];
        var migrations = string.Concat(SourceTree.Files($"src/Kalends/{home}", "*.sql").Select(SourceTree.Read));
        var own = Created().Matches(migrations)
            .Concat(Named().Matches(text))
            .Select(match => match.Groups[1].Value).ToHashSet();
        return Tables().Matches(string.Concat(Literals().Matches(text).Select(literal => literal.Value)))
            .Select(match => match.Groups[1].Value)
            .Where(table => !own.Contains(table) && !table.StartsWith("public_", StringComparison.Ordinal))
            .Where(table => table is not ("keys" or "migrations"))
            .Select(table => $"{path}: {table}");
    }

    static IEnumerable<string> ForeignToEngine(string path, string text) => Usings().Matches(text)
        .Select(use => use.Groups[1].Value)
        .Where(name => !name.StartsWith("System", StringComparison.Ordinal)
            && !name.StartsWith("Kalends.GraphQL", StringComparison.Ordinal))
        .Select(name => $"{path}: {name}");

    [GeneratedRegex(@"\bKalends\.(\w+)(?:\.(\w+))?")]
    private static partial Regex Uses();

    [GeneratedRegex(@"^\s*(?:global )?using (?!var\b)(?:static |\w+ = )?([\w.]+)", RegexOptions.Multiline)]
    private static partial Regex Usings();

    [GeneratedRegex(@"CREATE (?:TABLE|VIEW) (?:IF NOT EXISTS )?(\w+)")]
    private static partial Regex Created();

    [GeneratedRegex(@"\b(\w+)(?: \([\w, ]+\))? AS (?:MATERIALIZED )?\(")]
    private static partial Regex Named();

    [GeneratedRegex("\"\"\"[\\s\\S]*?\"\"\"|\"[^\"\\n]*\"")]
    private static partial Regex Literals();

    [GeneratedRegex(@"\b(?:FROM|JOIN|INTO|UPDATE) (?!SET\b|SKIP\b)([a-z_]+)\b(?!\()")]
    private static partial Regex Tables();
}
