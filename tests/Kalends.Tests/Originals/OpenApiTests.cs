using Kalends.Tests.Http;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Originals;

/// <summary>The original services have a document of their own.</summary>
public sealed class OpenApiTests(SqliteApp app) : OpenApiDocumentTests(app, "originals"), IClassFixture<SqliteApp>
{
    [Fact]
    public async Task It_has_none_of_the_operations_of_v1()
    {
        var names = Operations(await Document()).Select(o => o.Name).ToList();

        Assert.Contains("post /client/reserve", names);
        Assert.DoesNotContain(names, name => name.Contains("/v1/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_body_may_have_other_members() => Assert.Null(
        (await Document())["components"]!["schemas"]!["OriginalPeopleCreateClientInput"]!["additionalProperties"]);
}
