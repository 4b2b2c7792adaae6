using System.Text.RegularExpressions;
using Kalends.GraphQL;

namespace Kalends.Tests.Contracts;

/// <summary>
/// Arrows go one way: between modules downwards, through Public folders, and between folders never in a circle.
/// </summary>
public sealed partial class ArrowTests
{
    // From the bottom to the top. What stands in no module composes them all and stands above.
    static readonly string[] Order =
    [
        "GraphQL", "Platform",
        "Events", "Accounts", "Providers", "Scheduling", "Reimbursements", "Directory", "Messages", "Webhooks",
        "Originals", "Web", "Commands",
    ];

    // These may be used as a whole: they have no Public folder.
    static readonly string[] Floors = ["GraphQL", "Platform"];

    // These are further ways in to the use cases of all modules, as the maps of the modules are, and name them alike.
    static readonly string[] WaysIn = ["Originals", "Web", "Commands"];

    static readonly IReadOnlyList<Use> Uses =
    [
        .. CompiledUses.Of(typeof(Modules).Assembly),
        .. CompiledUses.Of(typeof(GraphError).Assembly),
    ];

    [Fact]
    public void No_folder_stands_in_a_circle()
    {
        var folders = new Arrows(Uses, FolderOf);
        AssertNone(folders.Circles().Select(folders.Explained));
    }

    [Fact]
    public void Modules_use_only_those_below_them()
    {
        var modules = new Arrows(Uses, ModuleOf);
        AssertNone(modules.All
            .Where(arrow => Rank(arrow.From) < Rank(arrow.To))
            .Select(arrow => modules.Explained(arrow.From, arrow.To)));
    }

    [Fact]
    public void Modules_use_each_other_by_their_Public_folders_only() => AssertNone(Uses
        .Where(use => ModuleOf(use.From) is { } from && ModuleOf(use.To) is { } to && from != to
            && !WaysIn.Contains(from) && !WaysIn.Contains(to) && !Floors.Contains(to))
        .Where(use => !PublicFolder().IsMatch(use.To.Namespace))
        .Select(use => $"{use.From.Namespace}: {use}"));

    [Fact]
    public void Only_the_list_of_modules_knows_the_routes_of_the_original_services() => AssertNone(Uses
        .Where(use => ModuleOf(use.To) == "Originals" && ModuleOf(use.From) != "Originals"
            && use.From.Name != nameof(Modules))
        .Select(use => use.ToString()));

    [Fact]
    public void Every_module_has_its_place_in_the_order() => AssertNone(
        Uses.Select(use => ModuleOf(use.From)).OfType<string>().Distinct().Except(Order));

    [Fact]
    public void The_GraphQL_engine_knows_nothing_but_the_framework() => Assert.All(
        typeof(GraphError).Assembly.GetReferencedAssemblies(),
        reference => Assert.StartsWith("System.", reference.Name, StringComparison.Ordinal));

    // The whole of a circle is told, where Assert.Empty shows the beginning.
    static void AssertNone(IEnumerable<string> offences)
    {
        var told = string.Join("\n\n", offences);
        Assert.True(told == "", told);
    }

    static int Rank(string module) => Array.IndexOf(Order, module);

    static string? ModuleOf(CompiledType type) =>
        ModuleName().Match(type.Namespace) is { Success: true } match ? match.Groups[1].Value : null;

    // The map of a module stands above all its folders, and its lines of the access table, its refusals and its
    // settings stand below them. What else stands in the module's root is a folder like those.
    static string? FolderOf(CompiledType type) => ModuleOf(type) switch
    {
        null => null,
        var module when type.Namespace == $"Kalends.{module}" && IsMap(type.Name, module) => $"the map of {module}",
        var module when type.Namespace == $"Kalends.{module}" && IsFloor(type.Name, module) =>
            $"the floor of {module}",
        _ => type.Namespace,
    };

    static bool IsFloor(string name, string module) =>
        !Floors.Contains(module)
        && (name == $"{module}Access" || name == $"{module}Errors" || name == $"{module}Settings");

    static bool IsMap(string name, string module) =>
        name == $"{module}Module" || name == $"{module}Setup" || name == $"{module}Types";

    [GeneratedRegex(@"^Kalends\.(\w+)")]
    private static partial Regex ModuleName();

    [GeneratedRegex(@"^Kalends\.\w+\.Public(\.|$)")]
    private static partial Regex PublicFolder();
}
