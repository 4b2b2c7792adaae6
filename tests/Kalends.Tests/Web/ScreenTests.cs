using Kalends.Tests.Kit;
using Microsoft.Playwright;

namespace Kalends.Tests.Web;

/// <summary>Booking in a real browser.</summary>
public abstract class ScreenTests
{
    readonly TestApp _app;
    readonly Chromium _chromium;

    protected ScreenTests(TestApp app, Chromium chromium)
    {
        app.RequireEngine();
        (_app, _chromium) = (app, chromium);
    }

    [Fact]
    public async Task A_visitor_books_an_appointment_and_moves_it_and_cancels_it()
    {
        var provider = await GivenAProvider();
        await using var screen = await SignedIn();

        await screen.Page.FillAsync("#text", provider);
        await screen.Click("Search");
        await screen.Click(provider);
        await screen.Page.Locator(".time").First.ClickAsync();
        await screen.At("**/time?*");
        await screen.Click("Hold this time");
        await screen.At("**/appointments/*");
        await screen.Page.Locator("[data-left]", new() { HasTextRegex = new("^(29|30):\\d\\d$") }).WaitForAsync();
        await screen.Click("Confirm");
        await screen.Page.Locator(".state", new() { HasText = "confirmed" }).WaitForAsync();
        var before = await screen.Text();
        await screen.Click("Move to another time");
        await screen.Page.Locator("button.time").Nth(1).ClickAsync();
        await screen.Page.Locator(".facts").WaitForAsync();
        var moved = await screen.Text();
        await screen.Click("My appointments");
        var listed = await screen.Text();
        await screen.Page.Locator(".card a").First.ClickAsync();
        await screen.Page.Locator("summary").ClickAsync();
        await screen.Click("Cancel it now");
        await screen.Page.Locator(".state", new() { HasText = "cancelled" }).WaitForAsync();

        Assert.NotEqual(before, moved);
        Assert.Contains("confirmed", listed, StringComparison.Ordinal);
        Assert.Empty(screen.Complaints);
        Assert.Equal([_app.Address.Authority], screen.Hosts);
    }

    [Fact]
    public async Task The_same_works_without_script()
    {
        var provider = await GivenAProvider();
        await using var screen = await SignedIn(new() { JavaScriptEnabled = false });

        await screen.Go($"/book?text={Uri.EscapeDataString(provider)}");
        await screen.Page.Locator(".time").First.ClickAsync();
        await screen.Click("Hold this time");
        await screen.At("**/appointments/*");
        var held = await screen.Text();
        await screen.Click("Confirm");
        await screen.Page.Locator(".state", new() { HasText = "confirmed" }).WaitForAsync();

        Assert.Contains("(30 min)", held, StringComparison.Ordinal);
        // Without script the times are those of the provider.
        Assert.Contains("Times in UTC", held, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hold_lapses_on_the_screen()
    {
        var provider = await GivenAProvider();
        await using var screen = await SignedIn();
        await screen.Page.Clock.InstallAsync();
        await screen.Go($"/book?text={Uri.EscapeDataString(provider)}");
        await screen.Page.Locator(".time").First.ClickAsync();
        await screen.Click("Hold this time");
        await screen.At("**/appointments/*");

        await screen.Page.Locator("[data-left]", new() { HasTextRegex = new("^(29|30):\\d\\d$") }).WaitForAsync();
        _app.Clock.Advance(TimeSpan.FromMinutes(30));
        await screen.Page.Clock.FastForwardAsync("30:00");
        await screen.Page.Locator(".state", new() { HasText = "the hold has lapsed" }).WaitForAsync();

        Assert.Equal(0, await screen.Page.Locator("text=Confirm").CountAsync());
        Assert.Empty(screen.Complaints);
    }

    [Fact]
    public async Task Two_people_race_for_one_time_and_the_slower_one_takes_the_next()
    {
        var provider = await GivenAProvider();
        await using var one = await SignedIn();
        await using var two = await SignedIn();
        foreach (var screen in (Screen[])[one, two])
        {
            await screen.Go($"/book?text={Uri.EscapeDataString(provider)}");
            await screen.Page.Locator(".time").First.ClickAsync();
            await screen.At("**/time?*");
        }

        await one.Click("Hold this time");
        await one.At("**/appointments/*");
        await two.Click("Hold this time");
        await two.Page.Locator("[role=alert]", new() { HasText = "Somebody else was faster" }).WaitForAsync();
        await two.Page.Locator(".time").First.ClickAsync();
        await two.Click("Hold this time");
        await two.At("**/appointments/*");

        Assert.Contains("Held for you until", await two.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Times_are_told_in_the_time_zone_of_the_browser()
    {
        var provider = await GivenAProvider();
        await using var screen = await SignedIn(new() { TimezoneId = "Asia/Tokyo" });

        await screen.Go($"/book?text={Uri.EscapeDataString(provider)}");
        await screen.Page.Locator(".quiet", new() { HasText = "Times in Asia/Tokyo" }).First.WaitForAsync();
    }

    [Fact]
    public async Task All_is_done_by_keyboard_alone()
    {
        var provider = await GivenAProvider();
        await using var screen = await SignedIn();
        await screen.Go($"/book?text={Uri.EscapeDataString(provider)}");

        await PressUntil(screen, "document.activeElement.matches('.time')");
        await screen.Page.Keyboard.PressAsync("Enter");
        await screen.At("**/time?*");
        await PressUntil(screen, "document.activeElement.textContent == 'Hold this time'");
        await screen.Page.Keyboard.PressAsync("Enter");
        await screen.At("**/appointments/*");
        await PressUntil(screen, "document.activeElement.textContent == 'Confirm'");
        await screen.Page.Keyboard.PressAsync("Enter");
        await screen.Page.Locator(".state", new() { HasText = "confirmed" }).WaitForAsync();
    }

    [Theory]
    [InlineData(320, ColorScheme.Light)]
    [InlineData(320, ColorScheme.Dark)]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(1280, ColorScheme.Dark)]
    public async Task Every_page_is_without_barriers_and_fits_its_screen(int width, ColorScheme scheme)
    {
        var provider = await GivenAProvider();
        await using var screen = await SignedIn(new()
        {
            ViewportSize = new() { Width = width, Height = 700 },
            ColorScheme = scheme,
        });
        await screen.Go($"/book?text={Uri.EscapeDataString(provider)}");
        var book = await screen.Page.Locator(".card h2 a").GetAttributeAsync("href");
        var time = await screen.Page.Locator(".time").First.GetAttributeAsync("href");
        await screen.Go(time!);
        await screen.Click("Hold this time");
        await screen.At("**/appointments/*");
        var appointment = new Uri(screen.Page.Url).AbsolutePath;

        foreach (var path in (string[])
            ["/", "/book", book!, time!, "/appointments", appointment, $"{appointment}/move", "/guide",
                "/guide/authentication", "/sign-in"])
        {
            await screen.Go(path);
            Assert.Equal((path, ""), (path, string.Join('\n', await screen.Barriers())));
            Assert.Equal((path, true), (path, await screen.Page.EvaluateAsync<bool>(
                "document.documentElement.scrollWidth <= document.documentElement.clientWidth")));
        }
        Assert.Empty(screen.Complaints);
        Assert.Equal([_app.Address.Authority], screen.Hosts);
    }

    [Fact]
    public async Task A_page_with_all_its_files_is_small()
    {
        var provider = await GivenAProvider();
        await using var first = await SignedIn();
        await first.Go($"/book?text={Uri.EscapeDataString(provider)}");
        var book = await first.Page.Locator(".card h2 a").GetAttributeAsync("href");
        var cookies = await first.Page.Context.CookiesAsync();

        foreach (var path in (string[])["/", "/book", book!, "/appointments"])
        {
            await using var screen = await _chromium.Open(_app.Address);
            await screen.Page.Context.AddCookiesAsync(cookies.Select(cookie => new Cookie
            {
                Name = cookie.Name,
                Value = cookie.Value,
                Url = _app.Address.ToString(),
            }));

            var (requests, bytes) = await screen.Weigh(() => screen.Go(path));

            Assert.InRange(requests, 3, 4);
            Assert.InRange(bytes, 1000, 30_000);
        }
    }

    static async Task PressUntil(Screen screen, string expression)
    {
        for (var i = 0; i < 60; i++)
        {
            await screen.Page.Keyboard.PressAsync("Tab");
            if (await screen.Page.EvaluateAsync<bool>(expression))
                return;
        }
        Assert.Fail($"The keyboard never came to where {expression}.");
    }

    /// <summary>A provider with free times and a name that only they have.</summary>
    async Task<string> GivenAProvider()
    {
        var name = $"Ada{Guid.NewGuid():N}"[..14];
        var provider = (await _app.Admin.Post("/v1/providers", new
        {
            name,
            skills = new[] { "Knees", "Shoulders" },
            cost = 42000,
            currency = "GBP",
            languages = new[] { "en", "sv" },
        })).Is(201).Id;
        await _app.GivenSlots(provider);
        return name;
    }

    async Task<Screen> SignedIn(BrowserNewContextOptions? options = null)
    {
        var name = await _app.GivenAClientWithPassword();
        var screen = await _chromium.Open(_app.Address, options);
        await screen.SignIn(name, Practice.Password);
        return screen;
    }
}

public sealed class ScreenTestsOnSqlite(SqliteApp app, Chromium chromium)
    : ScreenTests(app, chromium), IClassFixture<SqliteApp>;

public sealed class ScreenTestsOnPostgres(PostgresApp app, Chromium chromium)
    : ScreenTests(app, chromium), IClassFixture<PostgresApp>;
