using Kalends.Tests.Kit;
using Kalends.Tests.Messages;
using Kalends.Tests.Messages.Guests;
using Microsoft.Playwright;

namespace Kalends.Tests.Web;

/// <summary>Booking without an account in a real browser.</summary>
public abstract class GuestScreenTests
{
    readonly TestApp _app;
    readonly Chromium _chromium;

    protected GuestScreenTests(TestApp app, Chromium chromium)
    {
        app.RequireEngine();
        (_app, _chromium) = (app, chromium);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_guest_books_by_a_code_with_and_without_script(bool hasScript)
    {
        await using var mail = new MailServer();
        await using var running = await _app.SendsCodes(mail);
        var (provider, _) = await _app.GivenOpenSlots();
        await using var screen = await _chromium.Open(_app.Address, new() { JavaScriptEnabled = hasScript });

        var address = await EnterAddress(screen, provider);
        await _app.Round();
        await screen.Page.FillAsync("#code", mail.LastCode(address));
        await screen.Click("Hold this time");
        await screen.At("**/reservations/*");
        await screen.Page.Locator(
            "[data-left]", new() { HasTextRegex = new(hasScript ? "^(9|10):\\d\\d$" : "^10 min$") }).WaitForAsync();
        await screen.Click("Confirm");
        await screen.Page.Locator(".state", new() { HasText = "confirmed" }).WaitForAsync();

        Assert.Empty(screen.Complaints);
        Assert.Equal([_app.Address.Authority], screen.Hosts);
    }

    [Theory]
    [InlineData(320, ColorScheme.Light)]
    [InlineData(1280, ColorScheme.Dark)]
    public async Task Every_page_for_guests_and_of_mails_is_without_barriers_and_fits_its_screen(
        int width, ColorScheme scheme)
    {
        await using var mail = new MailServer();
        await using var running = await _app.SendsCodes(mail);
        var (provider, _) = await _app.GivenOpenSlots();
        await using var screen = await _chromium.Open(_app.Address, new()
        {
            ViewportSize = new() { Width = width, Height = 700 },
            ColorScheme = scheme,
        });
        var address = await EnterAddress(screen, provider, checks: true);
        await Check(screen, "the code");
        await _app.Round();
        await screen.Page.FillAsync("#code", mail.LastCode(address));
        await screen.Click("Hold this time");
        await screen.At("**/reservations/*");
        var managed = new Uri(screen.Page.Url).AbsolutePath;

        foreach (var path in (string[])
        [
            managed, $"{managed}/move", "/verify/code", "/unsubscribe/token", "/reset-password/token",
            "/done/verified",
        ])
        {
            await screen.Go(path);
            await Check(screen, path);
        }
        Assert.Empty(screen.Complaints);
    }

    static async Task<string> EnterAddress(Screen screen, long provider, bool checks = false)
    {
        var address = Mailing.NewAddress();
        await screen.Go($"/book/{provider}");
        await screen.Page.Locator(".time").First.ClickAsync();
        await screen.At("**/time?*");
        if (checks)
            await Check(screen, "the time");
        await screen.Page.FillAsync("#first_name", "Mary");
        await screen.Page.FillAsync("#email", address);
        await screen.Click("Send the code");
        await screen.Page.Locator("#code").WaitForAsync();
        return address;
    }

    static async Task Check(Screen screen, string page)
    {
        Assert.Equal((page, ""), (page, string.Join('\n', await screen.Barriers())));
        Assert.Equal((page, true), (page, await screen.Page.EvaluateAsync<bool>(
            "document.documentElement.scrollWidth <= document.documentElement.clientWidth")));
    }
}

public sealed class GuestScreenTestsOnSqlite(SqliteApp app, Chromium chromium)
    : GuestScreenTests(app, chromium), IClassFixture<SqliteApp>;

public sealed class GuestScreenTestsOnPostgres(PostgresApp app, Chromium chromium)
    : GuestScreenTests(app, chromium), IClassFixture<PostgresApp>;
