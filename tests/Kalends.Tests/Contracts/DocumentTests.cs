using System.Text.RegularExpressions;
using Kalends.Platform;
using Kalends.Scheduling;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Contracts;

/// <summary>What is written about the product is true.</summary>
public sealed partial class DocumentTests(SqliteApp app) : IClassFixture<SqliteApp>
{
    [Fact]
    public async Task The_committed_OpenAPI_document_is_the_served_one() => Snapshot.Match(
        "docs/api/openapi.json", (await app.Nobody.Get("/openapi/v1.json")).Is(200).Text + "\n");

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

    [Fact]
    public void The_table_of_what_can_happen_to_a_reservation_is_the_one_in_the_code() =>
        Assert.Equal(Transition.All.Select(Shown), TableBehind("| what |"));

    [Fact]
    public void The_table_of_what_cannot_happen_to_a_reservation_is_the_one_in_the_code() => Assert.Equal(
        Enum.GetValues<ReservationChange>().Where(change => change != ReservationChange.Expire).Select(Shown),
        TableBehind("| from |"));

    static IEnumerable<string> TableBehind(string head) => SourceTree.Read("docs/reservations.md").Split('\n')
        .SkipWhile(line => !line.StartsWith(head, StringComparison.Ordinal))
        .Skip(2)
        .TakeWhile(line => line.StartsWith('|'));

    static string Shown(Transition way)
    {
        var by = Enum.GetValues<Party>().Where(party => (party & way.By) != 0)
            .Select(party => Words(party)).DefaultIfEmpty("nobody");
        var code = way.By == Party.Nobody ? "" : $"`{Transition.RefusalAt(way.When).Code}`";
        return $"| {Words(way.Change)} | {Words(way.From)} | {Words(way.To)} | {string.Join(", ", by)} " +
            $"| {Words(way.When)} | {(way.When == Timing.AtAnyTime ? "" : code)} |";
    }

    static string Shown(ReservationChange change)
    {
        var cells = Enum.GetValues<ReservationState>().Select(state =>
            Transition.All.Any(way => way.Change == change && way.From == state)
                ? "yes"
                : $"`{Transition.RefusalFrom(state, change).Code}`");
        return $"| {Words(change)} | {string.Join(" | ", cells)} |";
    }

    static string Words(Enum value) => Platform.Storage.EnumText.Of(value).Replace('_', ' ');

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
