using Kalends.Tests.Kit;
using Kalends.Tests.Scheduling;

namespace Kalends.Tests.Messages;

/// <summary>A forgotten password is replaced by a link to a verified address.</summary>
public abstract class PasswordTests
{
    const string Old = "incorrect horse battery staple";
    const string New = "another horse battery staple";

    readonly TestApp _app;

    protected PasswordTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task A_link_sets_a_new_password_once_and_ends_all_sign_ins()
    {
        await using var mail = new MailServer();
        await using var running = await _app.SendsMail(mail);
        var (name, id, address) = await GivenAUser(mail);
        var before = (await SignIn(name, Old)).Is(200);

        await Forget(address);
        await Forget(address.ToUpperInvariant());
        await _app.Round();
        var links = mail.To(address).Skip(1).Select(one => one.CodeAfter("/reset-password/")).ToList();
        var changed = await Reset(links[0]);

        changed.Is(204);
        Assert.Equal(2, links.Distinct().Count());
        (await Reset(links[0])).IsRefused(404, "not_found");
        (await Reset(links[1])).IsRefused(404, "not_found");
        (await SignIn(name, Old)).IsRefused(401, "bad_credentials");
        (await SignIn(name, New)).Is(200);
        (await _app.Nobody.With((string)before["access_token"]!).Get("/v1/me")).IsRefused(401, "token_revoked");
        (await _app.Nobody.Post("/v1/auth/refresh", new { refresh_token = (string)before["refresh_token"]! }))
            .IsRefused(401, "token_revoked");
        Assert.Contains(await _app.EventsOf($"user/{id}"), one => one.Kind == "user.password_reset");
        Assert.Contains(name, mail.To(address)[^1].TextBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Everybody_is_answered_alike_and_only_verified_addresses_get_a_link()
    {
        await using var mail = new MailServer();
        await using var running = await _app.SendsMail(mail);
        var (_, id, address) = await GivenAUser(mail);
        var unverified = Mailing.NewAddress();
        var client = await _app.GivenAnAddress(mail, await _app.GivenAClient());
        (await _app.Admin.Put($"/v1/users/{id}/contact", new { email = unverified })).Is(200);

        var answers = new[]
        {
            await Forget(address), await Forget(unverified), await Forget(client),
            await Forget("nobody@example.org"), await Forget("nonsense"),
        };
        await _app.Round();

        Assert.All(answers, one => Assert.Equal((204, ""), (one.Status, one.Text)));
        Assert.DoesNotContain(
            mail.Mail, one => one.Mail.TextBody!.Contains("/reset-password/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_link_ends_after_an_hour_and_with_the_address()
    {
        await using var mail = new MailServer();
        await using var running = await _app.SendsMail(mail);
        var (_, _, first) = await GivenAUser(mail);
        var (_, id, second) = await GivenAUser(mail);
        await Forget(first);
        await Forget(second);
        await _app.Round();

        (await _app.Admin.Put($"/v1/users/{id}/contact", new { email = Mailing.NewAddress() })).Is(200);
        (await Reset(mail.To(second)[1].CodeAfter("/reset-password/"))).IsRefused(404, "not_found");
        _app.Clock.Advance(TimeSpan.FromHours(1));
        (await Reset(mail.To(first)[1].CodeAfter("/reset-password/"))).IsRefused(404, "not_found");
    }

    [Fact]
    public async Task An_address_gets_three_links_an_hour()
    {
        await using var mail = new MailServer();
        await using var running = await _app.SendsMail(mail);
        var (_, _, address) = await GivenAUser(mail);

        for (var i = 0; i < 6; i++)
            (await Forget(address)).Is(204);
        await _app.Round();

        Assert.Equal(3, mail.To(address).Count - 1);
    }

    [Fact]
    public async Task A_disabled_user_gets_no_link_and_can_use_none()
    {
        await using var mail = new MailServer();
        await using var running = await _app.SendsMail(mail);
        var (_, id, address) = await GivenAUser(mail);
        await Forget(address);
        await _app.Round();

        (await _app.Admin.Post($"/v1/users/{id}/disable")).Is(200);
        await Forget(address);
        await _app.Round();

        var link = Assert.Single(mail.To(address).Skip(1)).CodeAfter("/reset-password/");
        (await Reset(link)).IsRefused(404, "not_found");
    }

    [Fact]
    public async Task Of_two_requests_with_one_link_one_wins()
    {
        await using var mail = new MailServer();
        await using var running = await _app.SendsMail(mail);
        var (name, _, address) = await GivenAUser(mail);
        await Forget(address);
        await _app.Round();
        var link = mail.To(address)[1].CodeAfter("/reset-password/");

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Reset(link, $"{New} {i}")));

        var won = Assert.Single(answers.Index(), one => one.Item.Status == 204).Index;
        Assert.All(answers.Where(one => one.Status != 204), one => one.IsRefused(404, "not_found"));
        (await SignIn(name, $"{New} {won}")).Is(200);
    }

    [Fact]
    public async Task A_code_for_one_thing_does_nothing_else()
    {
        await using var mail = new MailServer();
        await using var running = await _app.SendsMail(mail);
        var (_, _, address) = await GivenAUser(mail);
        await Forget(address);
        await _app.Round();
        var link = mail.To(address)[1].CodeAfter("/reset-password/");

        (await _app.Nobody.Post("/v1/contacts/verify", new { code = link })).IsRefused(404, "not_found");
        (await _app.Nobody.Post($"/v1/unsubscribe/{link}")).IsRefused(404, "not_found");
        (await _app.Nobody.Get($"/v1/managed-reservations/{link}")).IsRefused(404, "not_found");
        (await Reset(link)).Is(204);
    }

    async Task<(string Name, string Id, string Address)> GivenAUser(MailServer mail)
    {
        var (name, address) = ($"ada-{Guid.NewGuid()}", Mailing.NewAddress());
        var made = (await _app.Admin.Post(
            "/v1/users", new { username = name, password = Old, roles = new[] { "client" } })).Is(201);
        var id = (string)made["id"]!;
        (await _app.Admin.Put($"/v1/users/{id}/contact", new { email = address })).Is(200);
        await _app.Verify(mail, address);
        return (name, id, address);
    }

    Task<Answer> Forget(string email) => _app.Nobody.Post("/v1/auth/forgot-password", new { email });

    Task<Answer> Reset(string token, string password = New) =>
        _app.Nobody.Post("/v1/auth/reset-password", new { token, new_password = password });

    Task<Answer> SignIn(string username, string password) =>
        _app.Nobody.Post("/v1/auth/token", new { username, password });
}

public sealed class PasswordTestsOnSqlite(SqliteApp app) : PasswordTests(app), IClassFixture<SqliteApp>;

public sealed class PasswordTestsOnPostgres(PostgresApp app) : PasswordTests(app), IClassFixture<PostgresApp>;
