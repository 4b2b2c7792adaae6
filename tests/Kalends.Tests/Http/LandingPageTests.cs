using System.Text.RegularExpressions;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Http;

public sealed partial class LandingPageTests(SqliteApp app) : IClassFixture<SqliteApp>
{
    [Fact]
    public async Task The_page_at_the_root_leads_to_the_documents_and_to_health()
    {
        var page = (await app.Nobody.Get("/")).Is(200);

        var links = Link().Matches(page.Text).Select(link => link.Groups[1].Value).ToList();
        Assert.Equal(
            ["/docs", "/openapi/v1.json", "/graphql", "/graphql/schema.graphql", "/livez", "/readyz"], links);
        Assert.Equal("text/html; charset=utf-8", page.Headers["Content-Type"]);
        // The clock of the tests is years ahead, so the server is not ready.
        foreach (var link in links.Where(link => link != "/readyz"))
            (await app.Nobody.Send(HttpMethod.Get, link, null, accept: "text/html,*/*")).Is(200);
    }

    [Fact]
    public async Task The_page_shows_its_own_style_and_runs_no_script()
    {
        var policy = (await app.Nobody.Get("/")).Is(200).Headers["Content-Security-Policy"];

        Assert.StartsWith("default-src 'none'; style-src 'sha256-", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("script-src", policy, StringComparison.Ordinal);
    }

    [GeneratedRegex("<a href=\"([^\"]+)\"")]
    private static partial Regex Link();
}
