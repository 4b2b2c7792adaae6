using System.Text.RegularExpressions;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Web;

/// <summary>The page at the root, the guide, and the files of the pages.</summary>
public sealed partial class StartTests(SqliteApp app) : IClassFixture<SqliteApp>
{
    [Fact]
    public async Task The_page_at_the_root_leads_to_all_others()
    {
        using var visitor = new PageVisitor(app);

        var page = (await visitor.Get("/")).Is(200);
        var links = Link().Matches(page.Text).Select(link => link.Groups[1].Value.Replace("&amp;", "&")).ToList();

        foreach (var path in (string[])["/book", "/guide", "/docs", "/openapi/v1.json", "/graphql", "/livez"])
            Assert.Contains(path, links);
        // The clock of the tests is years ahead, so the server is not ready.
        foreach (var link in links.Where(link => link != "/readyz" && link.StartsWith('/')))
            Assert.InRange((await visitor.Get(link)).Status, 200, 399);
    }

    [Fact]
    public async Task Every_topic_of_the_guide_is_there()
    {
        using var visitor = new PageVisitor(app);
        var contents = (await visitor.Get("/guide")).Is(200);
        var topics = Link().Matches(contents.Text).Select(link => link.Groups[1].Value)
            .Where(link => link.StartsWith("/guide/", StringComparison.Ordinal)).Distinct().ToList();

        Assert.Equal(7, topics.Count);
        foreach (var topic in topics)
            Assert.Contains("<pre>", (await visitor.Get(topic)).Is(200).Text, StringComparison.Ordinal);
        (await visitor.Get("/guide/nothing")).Is(404);
    }

    [Fact]
    public async Task Files_are_kept_for_ever_and_have_another_address_when_they_change()
    {
        using var visitor = new PageVisitor(app);
        var page = (await visitor.Get("/")).Is(200);

        var files = File().Matches(page.Text).Select(file => file.Groups[1].Value).ToList();

        Assert.Equal(3, files.Count);
        foreach (var file in files)
        {
            var answer = (await visitor.Get(file)).Is(200);
            Assert.Equal("public, max-age=31536000, immutable", answer.Headers["Cache-Control"]);
        }
    }

    [Fact]
    public async Task A_page_allows_nothing_but_files_of_this_server()
    {
        using var visitor = new PageVisitor(app);

        var page = (await visitor.Get("/")).Is(200);

        Assert.Equal(
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
            "form-action 'self'; base-uri 'none'; frame-ancestors 'none'", page.Headers["Content-Security-Policy"]);
        Assert.Equal("no-store", page.Headers["Cache-Control"]);
        Assert.DoesNotContain(" style=", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(" onclick=", page.Text, StringComparison.Ordinal);
    }

    [GeneratedRegex("<a [^>]*href=\"([^\"]+)\"")]
    private static partial Regex Link();

    [GeneratedRegex("(?:href|src)=\"(/assets/[^\"]+)\"")]
    private static partial Regex File();
}
