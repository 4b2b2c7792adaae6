using System.Text.RegularExpressions;
using Kalends.Platform;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Contracts;

/// <summary>What is written about the product is true.</summary>
public sealed partial class DocumentTests(SqliteApp app) : IClassFixture<SqliteApp>
{
    [Fact]
    public async Task The_committed_OpenAPI_document_is_the_served_one() =>
        Snapshot.Match("docs/api/openapi.json", (await app.Nobody.Get("/openapi/v1.json")).Is(200).Text + "\n");

    [Fact]
    public async Task The_committed_schema_is_the_served_one() => Snapshot.Match(
        "docs/api/schema.graphql", (await app.Nobody.Get("/graphql/schema.graphql")).Is(200).Text + "\n");

    [Fact]
    public void Every_setting_stands_in_the_operators_table_with_its_default()
    {
        var documented = Rows().Matches(SourceTree.Read("docs/operate.md"))
            .ToDictionary(row => row.Groups[1].Value, row => row.Groups[2].Value);

        Assert.Equal(Settings().OrderBy(s => s.Key), documented.OrderBy(s => s.Key));
    }

    static IEnumerable<KeyValuePair<string, string>> Settings() => typeof(ISettings).Assembly.GetTypes()
        .Where(type => type.IsClass && type.IsAssignableTo(typeof(ISettings)))
        .SelectMany(type =>
        {
            var section = (string)type.GetProperty(nameof(ISettings.Section))!.GetValue(null)!;
            var defaults = Activator.CreateInstance(type)!;
            return type.GetProperties()
                .Where(property => property.SetMethod is not null)
                .Select(property => KeyValuePair.Create(
                    $"{section}:{property.Name}", Shown(property.GetValue(defaults))));
        });

    static string Shown(object? value) => value switch
    {
        null or "" => "(none)",
        bool flag => flag ? "true" : "false",
        Enum word => word.ToString().ToLowerInvariant(),
        _ => value.ToString()!,
    };

    [GeneratedRegex(@"^\| `(Kalends:[\w:]+)` \| `([^`]*)` \|", RegexOptions.Multiline)]
    private static partial Regex Rows();
}
