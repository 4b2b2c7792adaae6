using Kalends.Tests.Kit;
using Microsoft.Playwright;

namespace Kalends.Tests.Web.Console;

/// <summary>The calendar of staff in a real browser.</summary>
public abstract class CalendarScreenTests
{
    // The grid is drawn in the time zone of the practice.
    static readonly BrowserNewContextOptions Wide = new()
    {
        TimezoneId = "UTC",
        ViewportSize = new() { Width = 1280, Height = 900 },
    };

    readonly TestApp _app;
    readonly Chromium _chromium;

    protected CalendarScreenTests(TestApp app, Chromium chromium)
    {
        app.RequireEngine();
        (_app, _chromium) = (app, chromium);
    }

    [Fact]
    public async Task A_day_at_the_desk()
    {
        var office = await _app.GivenAnOffice(inDays: 1);
        var held = await _app.GivenAHold(office.FirstSlotId + 7);
        await using var screen = await SignedIn(office);
        await OpenDay(screen);

        // A free time is chosen in the grid, and booked for a new client.
        await ClickAt(screen, minutes: 10);
        await screen.At("**/console/book?*");
        await screen.Page.FillAsync("#first_name", "Grace");
        await screen.Page.FillAsync("#last_name", "Hopper");
        await screen.Click("Book it");
        await screen.At("**/console/reservations/*");
        var appointment = new Uri(screen.Page.Url).AbsolutePath;

        // It is dragged an hour later.
        await OpenDay(screen);
        await Drag(screen, "Grace Hopper", byMinutes: 60);
        await screen.Page.Locator("#agenda li", new() { HasText = "Grace Hopper" })
            .Locator("time", new() { HasText = HalfHour(60) }).WaitForAsync(Attached);

        // She arrives, and the visit takes place.
        _app.Clock.Advance(TimeSpan.FromHours(25));
        await screen.Go(appointment);
        await screen.Click("Has arrived");
        await screen.Page.Locator(".state", new() { HasText = "arrived" }).WaitForAsync();
        await screen.Page.Locator("summary", new() { HasText = "Took place" }).ClickAsync();
        await screen.Click("Record it");
        await screen.Page.Locator(".state", new() { HasText = "took place" }).WaitForAsync();

        Assert.Empty(screen.Complaints);
        Assert.Equal([_app.Address.Authority], screen.Hosts);
        Assert.True(held > 0);
    }

    [Fact]
    public async Task What_others_book_appears_without_a_reload_and_a_move_that_conflicts_says_so()
    {
        var office = await _app.GivenAnOffice();
        var client = await _app.GivenAClientOf(office, "Alan", "Turing");
        await _app.GivenABooking(office.FirstSlotId, client);
        await using var screen = await SignedIn(office);
        // The stream opens late, after somebody has booked.
        var booked = new TaskCompletionSource();
        await screen.Page.RouteAsync("**/stream*", async route =>
        {
            await booked.Task;
            await route.ContinueAsync();
        });
        await OpenDay(screen);
        await screen.Page.Locator("#calendar", new() { HasText = "Alan Turing" }).WaitForAsync();

        await _app.GivenABooking(office.FirstSlotId + 2, await _app.GivenAClientOf(office, "Joan", "Clarke"));
        booked.SetResult();
        await screen.Page.Locator("#calendar", new() { HasText = "Joan Clarke" }).WaitForAsync();
        await _app.GivenABooking(office.FirstSlotId + 3, await _app.GivenAClientOf(office, "Emmy", "Noether"));
        await screen.Page.Locator("#calendar", new() { HasText = "Emmy Noether" }).WaitForAsync();
        await Drag(screen, "Alan Turing", byMinutes: 60);
        await screen.Page.Locator("[role=alert]", new() { HasText = "Somebody else was faster" }).WaitForAsync();

        await screen.Page.Locator("#agenda li", new() { HasText = "Alan Turing" })
            .Locator("time", new() { HasText = HalfHour(0) }).WaitForAsync(Attached);
    }

    [Fact]
    public async Task Without_script_the_calendar_is_a_list_that_leads_to_everything()
    {
        var office = await _app.GivenAnOffice();
        await using var screen = await SignedIn(office, new() { JavaScriptEnabled = false, TimezoneId = "UTC" });
        await screen.Go("/console/calendar");

        await screen.Click("Book here");
        await screen.Page.Locator(".time").First.ClickAsync();
        await screen.Page.FillAsync("#first_name", "Grace");
        await screen.Click("Book it");
        await screen.At("**/console/reservations/*");
        await screen.Click("Back to the calendar");

        Assert.Contains("Grace", await screen.Text(), StringComparison.Ordinal);
        Assert.Equal(0, await screen.Page.Locator("#calendar >> visible=true").CountAsync());
    }

    [Theory]
    [InlineData(320, ColorScheme.Light)]
    [InlineData(320, ColorScheme.Dark)]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(1280, ColorScheme.Dark)]
    public async Task Every_page_of_the_console_is_without_barriers_and_fits_its_screen(int width, ColorScheme scheme)
    {
        var office = await _app.GivenAnOffice();
        var client = await _app.GivenAClientOf(office, "Alan", "Turing");
        var booked = await _app.GivenABooking(office.FirstSlotId, client);
        await _app.GivenAHold(office.FirstSlotId + 2);
        await using var screen = await SignedIn(office, new()
        {
            TimezoneId = "UTC",
            ViewportSize = new() { Width = width, Height = 800 },
            ColorScheme = scheme,
        });

        foreach (var path in (string[])
            [
                "/console/calendar", $"/console/calendar?extent=day&day={Tomorrow}",
                $"/console/reservations/{booked}",
                $"/console/book?provider_id={office.ProviderId}&from={_app.FreeAt()}",
                $"/console/book?provider_id={office.ProviderId}&starts_at={_app.FreeAt(30)}", "/console/clients",
                $"/console/clients/{client}", "/console/reviews", "/console/events",
                "/console/hours", "/console/closed-days", "/console/closures", "/console/services",
                $"/console/services/new?provider_id={office.ProviderId}",
            ])
        {
            await screen.Go(path);
            if (width > 1000 && path.StartsWith("/console/calendar", StringComparison.Ordinal))
                await screen.Page.Locator("#calendar", new() { HasText = "08" }).WaitForAsync();
            var barriers = string.Join('\n', await screen.Barriers());
            Assert.True(barriers.Length == 0, $"{path}: {barriers}");
            Assert.Equal((path, true), (path, await screen.Page.EvaluateAsync<bool>(
                "document.documentElement.scrollWidth <= document.documentElement.clientWidth")));
        }
        Assert.Empty(screen.Complaints);
        Assert.Equal([_app.Address.Authority], screen.Hosts);
    }

    [Fact]
    public async Task A_page_of_the_console_with_all_its_files_is_no_larger_than_a_picture()
    {
        var office = await _app.GivenAnOffice();
        await using var first = await SignedIn(office);
        var cookies = await first.Page.Context.CookiesAsync();

        foreach (var (path, most) in ((string, int)[])
            [("/console/calendar", 150_000), ("/console/clients", 30_000), ("/console/events", 40_000)])
        {
            await using var screen = await _chromium.Open(_app.Address, Wide);
            await screen.Page.Context.AddCookiesAsync(cookies.Select(cookie => new Cookie
            {
                Name = cookie.Name,
                Value = cookie.Value,
                Url = _app.Address.ToString(),
            }));

            // The stream stays open, so the network is never idle.
            await screen.Page.RouteAsync("**/stream*", route => route.AbortAsync("aborted"));
            var (requests, bytes) = await screen.Weigh(() => screen.Go(path));

            Assert.InRange(requests, 4, 8);
            Assert.InRange(bytes, 1000, most);
        }
    }

    static readonly LocatorWaitForOptions Attached = new() { State = WaitForSelectorState.Attached };

    string Tomorrow => _app.NextHour().AddDays(1).ToString("yyyy-MM-dd");

    /// <summary>Half an hour of the offered time; other tests of the class set the clock forward.</summary>
    string HalfHour(int afterMinutes)
    {
        var starts = _app.NextHour().AddMinutes(afterMinutes);
        return $"{starts:HH:mm}–{starts.AddMinutes(30):HH:mm}";
    }

    async Task OpenDay(Screen screen)
    {
        await screen.Go($"/console/calendar?extent=day&day={Tomorrow}");
        await screen.Page.Locator("#calendar", new() { HasText = "08" }).WaitForAsync();
    }

    /// <summary>Drags what the grid shows of somebody by so many minutes.</summary>
    static async Task Drag(Screen screen, string text, int byMinutes)
    {
        var entry = screen.Page.Locator("#calendar a", new() { HasText = text }).First;
        await entry.ScrollIntoViewIfNeededAsync();
        var box = (await entry.BoundingBoxAsync())!;
        // The entry is half an hour high.
        var (x, y) = (box.X + box.Width / 2, box.Y + 6);
        await screen.Page.Mouse.MoveAsync(x, y);
        await screen.Page.Mouse.DownAsync();
        await screen.Page.Mouse.MoveAsync(x, y + 10, new() { Steps = 5 });
        await screen.Page.Mouse.MoveAsync(x, y + box.Height * byMinutes / 30, new() { Steps = 20 });
        await screen.Page.Mouse.UpAsync();
    }

    /// <summary>Clicks into the offered time, some minutes after its start.</summary>
    static async Task ClickAt(Screen screen, int minutes)
    {
        var offered = screen.Page.Locator("#calendar .offered").First;
        await offered.ScrollIntoViewIfNeededAsync();
        var box = (await offered.BoundingBoxAsync())!;
        // The offered time is four hours high.
        await screen.Page.Mouse.ClickAsync(box.X + box.Width / 2, box.Y + box.Height * minutes / 240);
    }

    Task<Screen> SignedIn(StaffDay.Office office, BrowserNewContextOptions? options = null) =>
        _chromium.SignIn(_app, office, options ?? Wide);
}

public sealed class CalendarScreenTestsOnSqlite(SqliteApp app, Chromium chromium)
    : CalendarScreenTests(app, chromium), IClassFixture<SqliteApp>;

public sealed class CalendarScreenTestsOnPostgres(PostgresApp app, Chromium chromium)
    : CalendarScreenTests(app, chromium), IClassFixture<PostgresApp>;
