using Kalends.Platform.Calls;
using Kalends.Tests.Kit;
using Kalends.Tests.Reimbursements;
using Microsoft.Playwright;

namespace Kalends.Tests.Web;

/// <summary>The ledger, its reports and the settings, in a real browser.</summary>
public abstract class LedgerScreenTests
{
    readonly TestApp _app;
    readonly Chromium _chromium;

    protected LedgerScreenTests(TestApp app, Chromium chromium)
    {
        app.RequireEngine();
        (_app, _chromium) = (app, chromium);
    }

    [Fact]
    public async Task Completed_care_is_paid_and_reported_with_the_figures_of_the_API()
    {
        var (provider, type) = (await _app.GivenAProvider(), await _app.GivenAnEventType(12_300));
        var slot = await _app.GivenSlots(provider, inDays: 1, hours: 1, slotMinutes: 60);
        var reservation = await _app.GivenABooking(slot);
        _app.Clock.Advance(TimeSpan.FromDays(1) + TimeSpan.FromHours(3));
        (await _app.Admin.Post($"/v1/reservations/{reservation}/complete", new { event_type_id = type })).Is(200);
        await using var screen = await SignedIn();

        await screen.Go($"/console/care-events?caregiver_id={provider}");
        await screen.Page.Locator("input[name=care_event_ids]").CheckAsync();
        await screen.Click("Pay the chosen ones");
        await screen.At("**/remittances/new?*");
        await screen.Page.FillAsync("input[name=reference]", $"payment of {provider}");
        await screen.Click("Pay 123.00 SEK");
        await screen.Page.Locator("dd", new() { HasText = $"payment of {provider}" }).WaitForAsync();
        await screen.Go($"/console/reports?caregiver_id={provider}");

        var row = (await _app.Admin.Get($"/v1/reports/reimbursements?caregiver_ids={provider}&group_by=month"))
            .Is(200)["items"]![0]!;
        Assert.Equal(("reimbursed", 12_300), ((string)row["state"]!, (long)row["amount"]!));
        await screen.Page.Locator(
            $"a[href$='service_month={row["month"]}&state=reimbursed']", new() { HasText = "123.00 SEK" }).ClickAsync();
        await screen.At("**/console/care-events?*");
        await screen.Page.Locator(".state", new() { HasText = "paid" }).WaitForAsync();
        Assert.Empty(screen.Complaints);
    }

    [Fact]
    public async Task Bars_and_lines_have_a_size_and_a_colour_under_the_policy()
    {
        var caregiver = await GivenCare();
        await using var screen = await SignedIn();

        await screen.Go($"/console/reports?caregiver_id={caregiver}");

        var bar = await screen.Page.Locator(".chart rect").First.BoundingBoxAsync();
        Assert.True(bar is { Width: > 5, Height: > 5 }, $"{bar?.Width} × {bar?.Height}");
        Assert.Equal("rgb(11, 110, 105)", await screen.Page.EvaluateAsync<string>(
            "getComputedStyle(document.querySelector('.chart rect.series-1')).fill"));
        Assert.Empty(screen.Complaints);
    }

    [Theory]
    [InlineData(320, ColorScheme.Dark)]
    [InlineData(1280, ColorScheme.Light)]
    public async Task Every_page_is_without_barriers_and_fits_its_screen(int width, ColorScheme scheme)
    {
        var caregiver = await GivenCare();
        await using var screen = await SignedIn(new()
        {
            ViewportSize = new() { Width = width, Height = 700 },
            ColorScheme = scheme,
        });
        var care = (await _app.Admin.Get($"/v1/care-events?caregiver_id={caregiver}"))["items"]![0]!;
        var key = (await _app.Admin.Post("/v1/remittances", new
        {
            reference = $"r{caregiver}{width}",
            care_event_ids = new[] { (long)care["id"]! },
        })).Is(201).Id;
        var organisation = (await _app.Admin.Post("/v1/organisations", new { name = Guid.NewGuid() })).Is(201).Id;
        (await _app.Admin.Post("/v1/providers", new { name = "Grace", organisation_id = organisation })).Is(201);

        foreach (var path in (string[])
            [
                "/console/care-events", $"/console/care-events/{care["id"]}", "/console/care-events/new",
                $"/console/remittances/new?caregiver_id={caregiver}&service_month={care["service_month"]}",
                "/console/remittances", $"/console/remittances/{key}", "/console/months",
                $"/console/months/{care["service_month"]}", $"/console/reports?caregiver_id={caregiver}",
                "/console/settings", "/console/settings/users", $"/console/settings/users/{_app.Admin.UserId}",
                "/console/settings/organisations", "/console/settings/service-accounts", "/console/settings/api-keys",
                "/console/settings/webhooks", "/console/settings/health",
                $"/console/settings/publication?organisation_id={organisation}",
            ])
        {
            await screen.Go(path);
            Assert.Equal((path, ""), (path, string.Join('\n', await screen.Barriers())));
            Assert.Equal((path, true), (path, await screen.Page.EvaluateAsync<bool>(
                "document.documentElement.scrollWidth <= document.documentElement.clientWidth")));
        }
        Assert.Empty(screen.Complaints);
        Assert.Equal([_app.Address.Authority], screen.Hosts);
    }

    async Task<long> GivenCare()
    {
        var (caregiver, type) = (await _app.GivenAProvider(), await _app.GivenAnEventType(65_050));
        await _app.GivenACareEvent(caregiver, type);
        await _app.GivenACareEvent(caregiver, type, hoursAgo: 24 * 40);
        await _app.GivenACareEvent(caregiver, await _app.GivenAnEventType(7_000, "JPY"));
        await _app.Reimburse(await _app.GivenACareEvent(caregiver, type));
        return caregiver;
    }

    async Task<Screen> SignedIn(BrowserNewContextOptions? options = null)
    {
        var screen = await _chromium.Open(_app.Address, options);
        await screen.SignIn(await _app.GivenAUserWithPassword(Roles.Admin), Practice.Password);
        return screen;
    }
}

public sealed class LedgerScreenTestsOnSqlite(SqliteApp app, Chromium chromium)
    : LedgerScreenTests(app, chromium), IClassFixture<SqliteApp>;

public sealed class LedgerScreenTestsOnPostgres(PostgresApp app, Chromium chromium)
    : LedgerScreenTests(app, chromium), IClassFixture<PostgresApp>;
