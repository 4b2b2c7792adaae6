using Kalends.Tests.Kit;

namespace Kalends.Tests.Http;

public sealed class DocsPageTests(SqliteApp app, Chromium chromium) : IClassFixture<SqliteApp>
{
    // Of many operations the page has only those that are in view.
    const string ScrollOn =
        "[document.scrollingElement, ...document.querySelectorAll('div')].forEach(one => one.scrollBy(0, 300))";

    [Fact]
    public async Task The_docs_page_works_in_a_browser_that_reaches_nothing_but_this_server()
    {
        await using var page = await chromium.Open(app.Address);
        await page.Go("/docs/index.html");

        await page.Until("document.querySelector('.btn.authorize') !== null");
        await page.Until($"{ScrollOn} || document.querySelector('[data-path=\"/v1/reservations\"]') !== null");

        var (read, console) = (await page.Read("document.body.innerText"), string.Join('\n', page.Complaints));
        Assert.DoesNotContain("Content Security Policy", console, StringComparison.Ordinal);
        Assert.DoesNotContain("Failed to load", read + console, StringComparison.OrdinalIgnoreCase);
    }
}
