using Kalends.Tests.Contracts;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Clients;

/// <summary>The linters of OpenAPI find nothing wrong, examples that do not fit their schemas included.</summary>
public sealed class LintTests
{
    const string Folder = "tests/Kalends.Tests/Clients/Node";

    public static readonly TheoryData<string> Documents = ["docs/api/openapi.json", "docs/api/originals.json"];

    [Theory]
    [MemberData(nameof(Documents))]
    public Task Spectral_finds_nothing(string document) => NodeScript.Run(
        Folder, "node_modules/.bin/spectral", "lint", "--ruleset=spectral.yaml", "--fail-severity=hint",
        Full(document));

    [Theory]
    [MemberData(nameof(Documents))]
    public Task Redocly_finds_nothing(string document) =>
        NodeScript.Run(Folder, "node_modules/.bin/redocly", "lint", "--config=redocly.yaml", Full(document));

    static string Full(string document) => Path.Combine(SourceTree.Root, document);
}
