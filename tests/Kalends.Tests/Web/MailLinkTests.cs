using Kalends.Platform.Calls;
using Kalends.Tests.Kit;
using Kalends.Tests.Messages;

namespace Kalends.Tests.Web;

/// <summary>The pages to which links of mails lead: opening one changes nothing, its button does.</summary>
public abstract class MailLinkTests
{
    readonly TestApp _app;

    protected MailLinkTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task An_address_is_verified_by_the_button_and_not_by_opening_the_link()
    {
        await using var mail = new MailServer();
        await using var running = await _app.SendsMail(mail);
        var user = await _app.As(Roles.Client);
        var address = Mailing.NewAddress();
        (await user.GivesAddress(address)).Is(200);
        await _app.Round();
        var path = $"/verify/{mail.To(address)[^1].CodeAfter("/verify/")}";
        using var visitor = new PageVisitor(_app);

        var page = (await visitor.Get(path)).Is(200);
        var before = (await user.Get("/v1/me/contact")).Is(200)["email_verified_at"];
        var done = await SendOnly(visitor, page, path);
        var after = (await user.Get("/v1/me/contact")).Is(200)["email_verified_at"];

        Assert.Null(before);
        Assert.NotNull(after);
        Assert.Contains("is confirmed", (await visitor.Get(done.Is(303).Headers["Location"])).Text);
        Assert.Contains("There is nothing here", (await SendOnly(visitor, page, path)).Is(404).Text);
        Assert.Equal("no-referrer", page.Headers["Referrer-Policy"]);
    }

    [Fact]
    public async Task A_forgotten_password_is_set_by_the_page_that_refuses_common_ones()
    {
        await using var mail = new MailServer();
        await using var running = await _app.SendsMail(mail);
        var user = await _app.As(Roles.Client);
        var address = Mailing.NewAddress();
        (await user.GivesAddress(address)).Is(200);
        await _app.Verify(mail, address);
        (await _app.Nobody.Post("/v1/auth/forgot-password", new { email = address })).Is(204);
        await _app.Round();
        var path = $"/reset-password/{mail.To(address)[^1].CodeAfter("/reset-password/")}";
        using var visitor = new PageVisitor(_app);
        var page = (await visitor.Get(path)).Is(200);

        var common = (await SendOnly(visitor, page, path, ("new_password", "password123"))).Is(422);
        var done = await SendOnly(visitor, page, path, ("new_password", "an ocean of green tea"));

        Assert.Contains("class=\"fault\"", common.Text, StringComparison.Ordinal);
        Assert.Contains("new password is set", (await visitor.Get(done.Is(303).Headers["Location"])).Text);
        (await user.Get("/v1/me")).IsRefused(401, "token_revoked");
    }

    [Fact]
    public async Task Messages_end_by_the_button()
    {
        await using var mail = new MailServer();
        await using var running = await _app.SendsMail(mail);
        var client = await _app.GivenAClient();
        var address = await _app.GivenAnAddress(mail, client);
        var (_, slot) = await _app.GivenFreeSlots();
        await _app.GivenABooking(slot, client);
        await _app.Round();
        var path = $"/unsubscribe/{mail.To(address)[^1].CodeAfter("/unsubscribe/")}";
        using var visitor = new PageVisitor(_app);

        var page = (await visitor.Get(path)).Is(200);
        var before = await Confirmation(client);
        (await SendOnly(visitor, page, path)).Is(303);

        Assert.Equal("email", before);
        Assert.Equal("none", await Confirmation(client));
    }

    [Fact]
    public async Task A_visit_is_reviewed_by_whoever_signs_in()
    {
        var (provider, _) = await _app.GivenFreeSlots();
        using var nobody = new PageVisitor(_app);
        using var visitor = await _app.GivenABrowserOfAClient();
        var path = $"/reviews/{provider}";

        (await nobody.Get(path)).Is(303);
        var page = (await visitor.Get(path)).Is(200);
        var without = (await SendOnly(visitor, page, path, ("comment", "Kind and quick."))).Is(422);
        var with = await SendOnly(visitor, page, path, ("rating", "4"), ("comment", "Kind and quick."));

        Assert.Contains("Kind and quick.", without.Text, StringComparison.Ordinal);
        Assert.Contains("Thank you", (await visitor.Get(with.Is(303).Headers["Location"])).Is(200).Text);
        var reviews = (await _app.Admin.Get($"/v1/providers/{provider}/reviews")).Is(200)["items"]!.AsArray();
        Assert.Equal("Kind and quick.", (string)reviews[0]!["comment"]!);
    }

    [Theory]
    [InlineData("/reservations/nothing")]
    [InlineData("/reservations/nothing/move")]
    [InlineData("/reservations/nothing/calendar")]
    [InlineData("/done/everything")]
    public async Task A_link_that_leads_nowhere_is_a_page_that_says_so(string path)
    {
        using var visitor = new PageVisitor(_app);

        var refused = (await visitor.Get(path)).Is(404);

        Assert.StartsWith("text/html", refused.Headers["Content-Type"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_of_another_site_does_nothing()
    {
        using var visitor = new PageVisitor(_app);

        (await visitor.Post("/unsubscribe/token")).Is(403);
        (await visitor.Post("/reservations/token/cancel")).Is(404);
    }

    /// <summary>Sends the one form of a page, which leads to the page itself.</summary>
    static Task<Answer> SendOnly(
        PageVisitor visitor, Answer page, string path, params (string Name, string Value)[] typed) =>
        visitor.Post(path, [.. PageVisitor.HiddenFields(page, ""), .. typed]);

    async Task<string> Confirmation(long client) =>
        (string)(await _app.Admin.Get($"/v1/clients/{client}/contact")).Is(200)["preferences"]!["confirmation"]!;
}

public sealed class MailLinkTestsOnSqlite(SqliteApp app) : MailLinkTests(app), IClassFixture<SqliteApp>;

public sealed class MailLinkTestsOnPostgres(PostgresApp app) : MailLinkTests(app), IClassFixture<PostgresApp>;
