using Kalends.Scheduling.ExternalCalendars;
using Kalends.Tests.Contracts;
using Kalends.Tests.Http;
using Kalends.Tests.Kit;
using Kalends.Tests.Web.Console;

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

    const string AllStates = "calendar-states";

    static string Folder => Path.Combine(SourceTree.Root, "docs", "pictures");

    [Fact]
    public void Each_picture_is_there_and_all_of_them_are_light()
    {
        var files = System.IO.Directory.GetFiles(Folder);

        Assert.Equal(
            Pictures.Select(picture => picture.Name).Append(AllStates).Select(name => $"{name}.png").Order(),
            files.Select(Path.GetFileName).Order());
        Assert.InRange(files.Sum(file => new FileInfo(file).Length), 10_000, BytesMax);
    }

    [Fact]
    public async Task The_demo_is_photographed_where_somebody_asks_for_it()
    {
        SkipUnlessAsked();
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

    [Fact]
    public async Task A_day_with_all_states_is_photographed_where_somebody_asks_for_it()
    {
        SkipUnlessAsked();
        await using var app = new SqliteApp();
        await app.InitializeAsync();
        await app.Stop();
        await app.Start("--Kalends:ExternalCalendars:AllowPrivateAddresses=true");
        var office = await GivenADayWithAllStates(app);
        (await app.Admin.Post("/v1/users", new
        {
            username = "manager",
            password = Practice.Password,
            roles = new[] { "manager" },
            organisation_id = office.OrganisationId,
        })).Is(201);
        await using var screen = await chromium.Open(
            app.Address, new() { TimezoneId = "UTC", ViewportSize = new() { Width = 1100, Height = 1300 } });

        await screen.SignIn("manager", Practice.Password);
        await screen.Go("/console/calendar?extent=day");
        await screen.Page.Locator("#calendar", new() { HasText = "Joan Clarke" }).WaitForAsync();
        await screen.Page.ScreenshotAsync(new() { Path = Path.Combine(Folder, $"{AllStates}.png") });

        Assert.Empty(screen.Complaints);
    }

    /// <summary>A Tuesday from eight to four, at ten past ten.</summary>
    static async Task<StaffDay.Office> GivenADayWithAllStates(TestApp app)
    {
        var office = await app.GivenAnOffice(inDays: 1, hours: 8);
        async Task<long> Booked(int hour, string first, string last) => await app.GivenABooking(
            office.FirstSlotId + 2 * (hour - 8), await app.GivenAClientOf(office, first, last));
        var completed = await Booked(8, "Grace", "Hopper");
        var missed = await Booked(9, "Alan", "Turing");
        var arrived = await Booked(10, "Mary", "Anning");
        await Booked(13, "Joan", "Clarke");
        (await app.Admin.Put($"/v1/providers/{office.ProviderId}/policy", new { book_notice_minutes = 0 })).Is(200);
        (await app.Admin.Post($"/v1/providers/{office.ProviderId}/closures", new
        {
            starts_at = app.FreeAt(4 * 60),
            ends_at = app.FreeAt(5 * 60),
            reason = "Team meeting",
        })).Is(201);
        await using var elsewhere = ForeignServer.Of(
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Example//EN\r\nBEGIN:VEVENT\r\nUID:1\r\n" +
            $"DTSTART:{app.NextHour().AddDays(1).AddHours(6):yyyyMMdd'T'HHmmss'Z'}\r\nDURATION:PT1H\r\n" +
            "END:VEVENT\r\nEND:VCALENDAR\r\n");
        (await app.Admin.Post(
            $"/v1/providers/{office.ProviderId}/external-calendars",
            new { url = elsewhere.Address, name = "Elsewhere" })).Is(201);
        await FetchExternalCalendars.Run(app.OwnCall());

        app.Clock.Advance(TimeSpan.FromMinutes((24 * 60) + 130));
        (await app.Admin.Post($"/v1/reservations/{completed}/complete")).Is(200);
        (await app.Admin.Post($"/v1/reservations/{missed}/no-show")).Is(200);
        (await app.Admin.Post($"/v1/reservations/{arrived}/arrive")).Is(200);
        await app.GivenAHold(office.FirstSlotId + 6, await app.GivenAClientOf(office, "Emmy", "Noether"));
        return office;
    }

    static void SkipUnlessAsked() => Assert.SkipUnless(
        Environment.GetEnvironmentVariable(Variable) == "1", "scripts/pictures takes the pictures.");
}
