using System.Text.RegularExpressions;

namespace Kalends.Tests.Contracts;

/// <summary>Modules touch each other's tables by views only; <see cref="ArrowTests"/> hold the same of code.</summary>
public sealed partial class BoundaryTests
{
    [Fact]
    public void Modules_touch_only_their_own_tables() =>
        Assert.Empty(Sources().SelectMany(file => ForeignTables(file.Path, file.Text)));

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

    static IEnumerable<(string Path, string Text)> Sources() => SourceTree.Files("src/Kalends", "*.cs")
        .Where(path => path.Split('/').Length > 3)
        .Select(path => (path, SourceTree.Read(path)));

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
            .Where(table => table is not ("keys" or "migrations") && !Catalogue().IsMatch(table))
            .Select(table => $"{path}: {table}");
    }

    // What the engines say of themselves.
    [GeneratedRegex("^(sqlite|pg|pragma)_")]
    private static partial Regex Catalogue();

    [GeneratedRegex(@"CREATE (?:TABLE|VIEW) (?:IF NOT EXISTS )?(\w+)")]
    private static partial Regex Created();

    [GeneratedRegex(@"\b(\w+)(?: \([\w, ]+\))? AS (?:MATERIALIZED )?\(")]
    private static partial Regex Named();

    [GeneratedRegex("\"\"\"[\\s\\S]*?\"\"\"|\"[^\"\\n]*\"")]
    private static partial Regex Literals();

    [GeneratedRegex(@"\b(?:FROM|JOIN|INTO|UPDATE) (?!SET\b|SKIP\b)([a-z_]+)\b(?!\()")]
    private static partial Regex Tables();
}
