using Kalends.Tests.Kit;
using Kalends.Tests.Messages;
using Kalends.Tests.Messages.Guests;

namespace Kalends.Tests.Web;

/// <summary>Booking in a frame of another site.</summary>
public abstract class EmbedTests
{
    readonly TestApp _app;
    readonly Chromium _chromium;

    protected EmbedTests(TestApp app, Chromium chromium)
    {
        app.RequireEngine();
        (_app, _chromium) = (app, chromium);
    }

    [Fact]
    public async Task A_guest_books_in_a_frame_of_a_listed_site_without_a_cookie()
    {
        await using var mail = new MailServer();
        var page = "";
        await using var site = new ForeignServer((head, stream, cancel) => Site(page)(head, stream, cancel));
        await using var running = await _app.SendsCodes(
            mail, $"--Kalends:Web:EmbedOrigins=https://other.example http://localhost:{site.Port}");
        var (provider, _) = await _app.GivenOpenSlots();
        page = OneLine(provider);
        var address = Mailing.NewAddress();
        await using var screen = await _chromium.Open(new Uri($"http://localhost:{site.Port}"));
        var frame = screen.Page.FrameLocator("iframe");

        await screen.Go("/");
        await frame.Locator(".time").First.ClickAsync();
        await frame.Locator("#first_name").FillAsync("Mary");
        await frame.Locator("#email").FillAsync(address);
        await frame.Locator("main button").ClickAsync();
        await frame.Locator("#code").WaitForAsync();
        await _app.Round();
        await frame.Locator("#code").FillAsync(mail.LastCode(address));
        await frame.Locator("main button").ClickAsync();
        await frame.Locator("[data-left]").WaitForAsync();
        await frame.Locator("main form button").First.ClickAsync();
        await frame.Locator(".state").WaitForAsync();
        await screen.Page.WaitForFunctionAsync("document.querySelector('iframe').style.height.endsWith('px')");

        Assert.Contains("confirmed", await frame.Locator(".state").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await frame.Locator("header, footer").CountAsync());
        Assert.Empty(await screen.Page.Context.CookiesAsync());
        Assert.Empty(screen.Complaints);
    }

    [Fact]
    public async Task A_site_that_is_not_listed_shows_an_empty_frame()
    {
        await using var mail = new MailServer();
        var page = "";
        await using var site = new ForeignServer((head, stream, cancel) => Site(page)(head, stream, cancel));
        await using var running = await _app.SendsCodes(mail, "--Kalends:Web:EmbedOrigins=https://other.example");
        var (provider, _) = await _app.GivenOpenSlots();
        page = OneLine(provider);
        await using var screen = await _chromium.Open(new Uri($"http://localhost:{site.Port}"));

        await screen.Go("/");
        var complaints = await Patience.Until(
            () => Task.FromResult(screen.Complaints), complaints => complaints.Count > 0);

        Assert.Contains(complaints, one => one.Contains("frame-ancestors", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Only_the_pages_of_guests_may_be_framed_and_only_by_listed_sites()
    {
        await using var mail = new MailServer();
        await using var running = await _app.SendsCodes(mail, "--Kalends:Web:EmbedOrigins=https://clinic.example");
        var (provider, _) = await _app.GivenOpenSlots();
        using var visitor = new PageVisitor(_app);

        var framed = (await visitor.Get($"/embed/book/{provider}")).Is(200);
        var refused = (await visitor.Get("/embed/book/999999")).Is(404);
        var cookies = visitor.Cookies.Count;
        Answer[] others =
        [
            await visitor.Get($"/book/{provider}"), await visitor.Get("/"), await visitor.Get("/sign-in"),
            await visitor.Get("/embed/sign-in"),
        ];

        Assert.All(
            (Answer[])[framed, refused],
            answer => Assert.EndsWith(
                "frame-ancestors https://clinic.example", answer.Headers["Content-Security-Policy"],
                StringComparison.Ordinal));
        Assert.DoesNotContain("X-Frame-Options", framed.Headers.Keys);
        Assert.All(others, answer => Assert.Equal("DENY", answer.Headers["X-Frame-Options"]));
        Assert.Equal(0, cookies);
    }

    [Fact]
    public async Task An_organisation_names_the_sites_that_show_its_own_providers()
    {
        await using var mail = new MailServer();
        await using var running = await _app.SendsCodes(mail, "--Kalends:Web:EmbedOrigins=https://portal.example");
        var (provider, slot) = await _app.GivenOpenSlots();
        var (other, _) = await _app.GivenOpenSlots();
        var organisation = (await _app.Admin.Post("/v1/organisations", new { name = Guid.NewGuid() })).Is(201).Id;
        (await _app.Admin.Patch($"/v1/providers/{provider}", new { organisation_id = organisation })).Is(200);
        (await _app.Admin.Put(
            $"/v1/organisations/{organisation}/publication",
            new { embed_origins = new[] { "https://clinic.example", "https://portal.example" } })).Is(200);
        var client = await _app.GivenAClient();
        var address = await _app.GivenAnAddress(mail, client);
        await _app.GivenABooking(slot, client);
        await _app.Round();
        var token = mail.To(address)[^1].CodeAfter("/reservations/");
        using var visitor = new PageVisitor(_app);
        async Task<string> Framing(string path) => (await visitor.Get($"/embed{path}"))
            .Headers["Content-Security-Policy"].Split("frame-ancestors ")[1];

        string[] own =
        [
            await Framing($"/book/{provider}"), await Framing($"/reservations/{token}"),
            await Framing($"/done/cancelled?provider_id={provider}"),
        ];
        string[] others =
        [
            await Framing($"/book/{other}"), await Framing("/reservations/nonsense"), await Framing("/done/cancelled"),
            await Framing("/book/nobody"), await Framing($"/done/cancelled?provider_id={other}"),
        ];

        Assert.All(own, framing => Assert.Equal("https://portal.example https://clinic.example", framing));
        Assert.All(others, framing => Assert.Equal("https://portal.example", framing));
    }

    [Fact]
    public async Task A_form_in_a_frame_is_good_for_two_hours_at_most()
    {
        await using var mail = new MailServer();
        await using var running = await _app.SendsCodes(mail);
        var (provider, _) = await _app.GivenOpenSlots();
        using var visitor = new PageVisitor(_app);
        var path = "/embed" + _app.FirstTime(provider);
        var action = path.Replace("/time?", "/guest?");
        var page = (await visitor.Get(path)).Is(200);
        (string, string)[] typed = [("first_name", "Mary"), ("email", Mailing.NewAddress())];

        var sent = await visitor.SendForm(page, action, typed);
        _app.Clock.Advance(TimeSpan.FromHours(2));
        var late = await visitor.SendForm(page, action, typed);

        sent.Is(200);
        Assert.Contains("open for too long", late.Is(403).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_origin_that_is_none_is_refused_at_start()
    {
        var refused = await Assert.ThrowsAnyAsync<Exception>(
            () => _app.Restart("--Kalends:Web:EmbedOrigins=https://clinic.example/book"));
        await _app.Start();

        Assert.Contains("EmbedOrigins", refused.ToString(), StringComparison.Ordinal);
    }

    string OneLine(long provider) =>
        "<!doctype html><html lang=\"en\"><title>A clinic</title><body><h1>A clinic</h1>" +
        $"<script src=\"{_app.Address}embed.js\" data-provider=\"{provider}\"></script>";

    static Func<string, Stream, CancellationToken, Task> Site(string page) =>
        ForeignServer.Sends(page, "200 OK\r\nContent-Type: text/html");
}

public sealed class EmbedTestsOnSqlite(SqliteApp app, Chromium chromium)
    : EmbedTests(app, chromium), IClassFixture<SqliteApp>;

public sealed class EmbedTestsOnPostgres(PostgresApp app, Chromium chromium)
    : EmbedTests(app, chromium), IClassFixture<PostgresApp>;
