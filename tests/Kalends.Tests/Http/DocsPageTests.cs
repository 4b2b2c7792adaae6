using Kalends.Tests.Kit;

namespace Kalends.Tests.Http;

public sealed class DocsPageTests(SqliteApp app) : IClassFixture<SqliteApp>
{
    [Fact]
    public async Task The_docs_page_works_in_a_browser_that_reaches_nothing_but_this_server()
    {
        var (page, console) = await Open(new Uri(app.Address, "/docs/index.html"));

        Assert.Contains("class=\"btn authorize", page, StringComparison.Ordinal);
        Assert.Contains("data-path=\"/v1/reservations\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Content Security Policy", console, StringComparison.Ordinal);
        Assert.DoesNotContain("Failed to load", page + console, StringComparison.OrdinalIgnoreCase);
    }

    static async Task<(string Page, string Console)> Open(Uri address)
    {
        var profile = System.IO.Directory.CreateTempSubdirectory("kalends-browser-").FullName;
        // Virtual time stands still while something loads, so that the page is written down when it is complete,
        // however slow the machine.
        using var process = Browser.Start(
            profile, "--virtual-time-budget=20000", "--enable-logging=stderr", "--dump-dom", address.ToString());
        var (page, console) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        // Its helpers keep the profile until they let go of what they write to.
        var written = (await page, await console);
        System.IO.Directory.Delete(profile, recursive: true);
        return written;
    }
}
