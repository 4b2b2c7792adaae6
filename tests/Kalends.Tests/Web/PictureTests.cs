using Kalends.Tests.Contracts;
using Kalends.Tests.Http;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Web;

/// <summary>
/// The pictures in the documentation. <c>scripts/pictures</c> takes them anew from the demo; otherwise they are only
/// looked at.
/// </summary>
public sealed class PictureTests(Chromium chromium)
{
    const string Variable = "KALENDS_PICTURES";
    const int BytesMax = 1_000_000;

    static readonly (string Name, string User, string Path, int Width, int Height)[] Pictures =
    [
        ("book", "client", "/book", 1100, 760),
        ("book-phone", "client", "/book?text=physiotherapy", 390, 760),
        ("calendar-week", "manager", "/console/calendar", 1280, 900),
        ("calendar-day", "manager", "/console/calendar?extent=day", 1100, 900),
        ("care-events", "accountant", "/console/care-events", 1100, 760),
        ("months", "accountant", "/console/months", 1100, 760),
        ("reports", "accountant", "/console/reports", 1100, 900),
        ("settings", "test_user", "/console/settings/health", 1100, 620),
    ];

    static string Folder => Path.Combine(SourceTree.Root, "docs", "pictures");

    [Fact]
    public void Each_picture_is_there_and_all_of_them_are_light()
    {
        var files = System.IO.Directory.GetFiles(Folder);

        Assert.Equal(
            Pictures.Select(picture => $"{picture.Name}.png").Order(), files.Select(Path.GetFileName).Order());
        Assert.InRange(files.Sum(file => new FileInfo(file).Length), 10_000, BytesMax);
    }

    [Fact]
    public async Task The_demo_is_photographed_where_somebody_asks_for_it()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable(Variable) == "1", "scripts/pictures takes the pictures.");
        var folder = System.IO.Directory.CreateTempSubdirectory("kalends-").FullName;
        await using var demo = await ChildServer.Start($"--Kalends:Database={folder}/demo.db", "--demo");
        foreach (var (name, user, path, width, height) in Pictures)
        {
            await using var screen = await chromium.Open(
                demo.Address, new() { ViewportSize = new() { Width = width, Height = height } });
            await screen.SignIn(user, "password");
            await screen.Go(path);
            if (path.StartsWith("/console/calendar", StringComparison.Ordinal))
                await screen.Page.Locator("#calendar", new() { HasText = "08" }).WaitForAsync();
            await screen.Page.ScreenshotAsync(new() { Path = Path.Combine(Folder, $"{name}.png") });
            Assert.Empty(screen.Complaints);
        }
    }
}
