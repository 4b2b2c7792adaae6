using System.Diagnostics;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Http;

public sealed class DocsPageTests(SqliteApp app) : IClassFixture<SqliteApp>
{
    const string Missing = "Chromium is not installed (Debian: chromium).";

    [Fact]
    public async Task The_docs_page_works_in_a_browser_that_reaches_nothing_but_this_server()
    {
        var browser = Browser();
        if (browser is null && Environment.GetEnvironmentVariable("CI") == "true")
            Assert.Fail(Missing);
        Assert.SkipWhen(browser is null, Missing);

        var (page, console) = await Open(browser!, new Uri(app.Address, "/docs/index.html"));

        Assert.Contains("class=\"btn authorize", page, StringComparison.Ordinal);
        Assert.Contains("data-path=\"/v1/reservations\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Content Security Policy", console, StringComparison.Ordinal);
        Assert.DoesNotContain("Failed to load", page + console, StringComparison.OrdinalIgnoreCase);
    }

    static string? Browser() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .SelectMany(folder => (string[])[$"{folder}/chromium", $"{folder}/chromium-browser", $"{folder}/google-chrome"])
        .FirstOrDefault(File.Exists);

    static async Task<(string Page, string Console)> Open(string browser, Uri address)
    {
        var profile = Directory.CreateTempSubdirectory("kalends-browser-").FullName;
        // Root may not use the sandbox, and a container has little shared memory. Virtual time stands still while
        // something loads, so that the page is written down when it is complete, however slow the machine.
        using var process = Process.Start(new ProcessStartInfo(browser,
            [
                "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", $"--user-data-dir={profile}",
                "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "--virtual-time-budget=20000",
                "--enable-logging=stderr", "--dump-dom", address.ToString(),
            ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var (page, console) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        // Its helpers keep the profile until they let go of what they write to.
        var written = (await page, await console);
        Directory.Delete(profile, recursive: true);
        return written;
    }
}
