using Kalends.Platform.Calls;
using Kalends.Tests.Accounts.ApiKeys;
using Kalends.Tests.Kit;
using Kalends.Tests.Scheduling;

namespace Kalends.Tests.Messages;

/// <summary>People give their addresses, and prove that these are theirs.</summary>
public abstract class ContactTests
{
    readonly TestApp _app;

    protected ContactTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task An_address_is_verified_by_a_code_that_works_once()
    {
        await using var mail = new MailServer();
        await using var running = await _app.SendsMail(mail);
        var (user, address) = (await _app.As(Roles.Client), Mailing.NewAddress());

        var given = (await user.GivesAddress(address)).Is(200);
        await _app.Round();
        var code = mail.To(address).Single().CodeAfter("/verify/");
        var verified = (await _app.Nobody.Post("/v1/contacts/verify", new { code })).Is(200);
        var again = await _app.Nobody.Post("/v1/contacts/verify", new { code });

        Assert.Null(given["email_verified_at"]);
        Assert.Equal("email", (string)verified["channel"]!);
        again.IsRefused(404, "not_found");
        Assert.NotNull((await user.Get("/v1/me/contact")).Is(200)["email_verified_at"]);
        (await user.Post("/v1/me/contact/verification", new { channel = "email" }))
            .IsRefused(409, "nothing_to_verify");
    }

    [Fact]
    public async Task A_code_ends_after_a_day_and_with_the_address()
    {
        await using var mail = new MailServer();
        await using var running = await _app.SendsMail(mail);
        var (user, first, second) = (await _app.As(Roles.Client), Mailing.NewAddress(), Mailing.NewAddress());
        (await user.GivesAddress(first)).Is(200);
        await _app.Round();
        (await user.GivesAddress(second)).Is(200);
        await _app.Round();

        var ofFirst = await Verify(mail.To(first).Single().CodeAfter("/verify/"));
        _app.Clock.Advance(TimeSpan.FromDays(1));
        var tooLate = await Verify(mail.To(second).Single().CodeAfter("/verify/"));

        ofFirst.IsRefused(404, "not_found");
        tooLate.IsRefused(404, "not_found");
        (await Verify("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")).IsRefused(404, "not_found");
        (await Verify("é")).IsRefused(404, "not_found");
    }

    [Fact]
    public async Task A_changed_address_is_unverified_and_the_old_one_is_told()
    {
        await using var mail = new MailServer();
        await using var running = await _app.SendsMail(mail);
        var client = await _app.GivenAClient();
        var old = await _app.GivenAnAddress(mail, client);

        var changed = await _app.Admin.Put($"/v1/clients/{client}/contact", new { email = Mailing.NewAddress() });
        await _app.Round();

        Assert.Null(changed.Is(200)["email_verified_at"]);
        Assert.Equal("Your e-mail address was changed", mail.To(old)[^1].Subject);
        Assert.Contains("Hello Grace Hopper", mail.To(old)[^1].TextBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_gets_a_few_codes_an_hour()
    {
        await using var mail = new MailServer();
        await using var running = await _app.SendsMail(mail);
        var address = Mailing.NewAddress();
        for (var i = 0; i < 5; i++)
            (await (await _app.As(Roles.Client)).GivesAddress(address)).Is(200);

        var (user, other) = (await _app.As(Roles.Client), Mailing.NewAddress());
        (await user.GivesAddress(address)).IsRefused(429, "too_many_codes");
        (await user.GivesAddress(other)).Is(200);
        for (var i = 0; i < 4; i++)
            (await user.Post("/v1/me/contact/verification", new { channel = "email" })).Is(204);
        (await user.Post("/v1/me/contact/verification", new { channel = "email" })).IsRefused(429, "too_many_codes");

        _app.Clock.Advance(TimeSpan.FromHours(1));
        (await user.Post("/v1/me/contact/verification", new { channel = "email" })).Is(204);
    }

    [Fact]
    public async Task What_is_no_address_is_refused_by_name_and_what_is_one_gets_its_form()
    {
        var user = await _app.As(Roles.Client);

        var refused = await user.Put("/v1/me/contact", new { email = "ada@", phone = "12" });
        var written = new
        {
            email = "Ada.L@Bücher.Example",
            phone = "0046 70-123 45 67",
            password = TestApp.Password,
        };
        var stored = (await user.Put("/v1/me/contact", written)).Is(200);

        Assert.Equal(["/email email", "/phone phone"], refused.IsRefused(422, "invalid_input").Errors);
        Assert.Equal("Ada.L@xn--bcher-kva.example", (string)stored["email"]!);
        Assert.Equal("+46701234567", (string)stored["phone"]!);
        Assert.Equal("en", (string)stored["language"]!);
    }

    [Fact]
    public async Task Users_change_their_address_with_their_password_and_never_with_a_key()
    {
        var (user, email) = (await _app.As(Roles.Client), Mailing.NewAddress());

        var without = await user.Put("/v1/me/contact", new { email });
        var wrong = await user.Put("/v1/me/contact", new { email, password = "wrong" });
        (await user.Put("/v1/me/contact", new { email, password = TestApp.Password })).Is(200);
        var kept = await user.Put("/v1/me/contact", new { email, language = "de" });

        Assert.Equal(["/password required"], without.IsRefused(422, "invalid_input").Errors);
        Assert.Equal(["/password wrong_password"], wrong.IsRefused(422, "invalid_input").Errors);
        Assert.Equal("de", (string)kept.Is(200)["language"]!);
        var byKey = await _app.Admin.ByKey("messages:write", "accounts:write");
        (await byKey.Put("/v1/me/contact", new { language = "sv" })).Is(403);
        (await byKey.Put($"/v1/users/{user.UserId}/contact", new { email })).Is(403);
        (await byKey.Get($"/v1/users/{user.UserId}/contact")).Is(200);
    }

    [Fact]
    public async Task Who_may_see_a_client_reads_the_contact_and_who_keeps_the_client_changes_it()
    {
        var manager = await _app.As(Roles.Manager, await GivenAnOrganisation());
        var client = (await manager.Post("/v1/clients", new { first_name = "Ada", last_name = "L" })).Is(201).Id;
        var contact = new { email = Mailing.NewAddress() };
        var owner = await _app.As(Roles.Provider);
        var slot = await _app.GivenSlots(await _app.GivenAProvider(owner));
        var path = $"/v1/clients/{client}/contact";

        (await owner.Get(path)).IsRefused(404, "not_found");
        (await _app.Reserve(slot, client)).Is(201);
        (await manager.Put(path, contact)).Is(200);
        Assert.Equal(contact.email, (string)(await owner.Get(path)).Is(200)["email"]!);
        (await owner.Put(path, contact)).IsRefused(403, "forbidden");
        (await (await _app.As(Roles.Client)).Get(path)).IsRefused(404, "not_found");
        var stranger = await _app.As(Roles.Manager, await GivenAnOrganisation());
        (await stranger.Put(path, contact)).IsRefused(404, "not_found");
        (await manager.Get($"/v1/users/{owner.UserId}/contact")).IsRefused(403, "forbidden");
    }

    [Fact]
    public async Task A_change_is_based_on_a_version_and_the_log_has_no_address()
    {
        var client = await _app.GivenAClient();
        var (path, address) = ($"/v1/clients/{client}/contact", Mailing.NewAddress());

        var known = (await _app.Admin.Get(path)).Headers["ETag"];
        (await _app.Admin.Put(path, new { email = address, phone = "+46701234567" }, known)).Is(200);
        (await _app.Admin.Put(path, new { email = address }, known)).IsRefused(412, "precondition_failed");

        var told = await _app.EventsOf($"client/{client}");
        Assert.Equal(["client.created", "contact.changed"], told.Select(one => one.Kind));
        Assert.DoesNotContain(address, told[1].Data, StringComparison.Ordinal);
        Assert.DoesNotContain("+46", told[1].Data, StringComparison.Ordinal);
        Assert.Contains("\"email\":true", told[1].Data, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_contact_of_a_deleted_user_is_deleted_with_its_messages()
    {
        await using var mail = new MailServer();
        await using var running = await _app.SendsMail(mail);
        var made = (await _app.Admin.Post("/v1/users", new
        {
            username = Guid.NewGuid(),
            password = "incorrect horse battery",
            roles = new[] { "client" },
        })).Is(201);
        var (id, address) = ((string)made["id"]!, Mailing.NewAddress());
        (await _app.Admin.Put($"/v1/users/{id}/contact", new { email = address })).Is(200);

        (await _app.Admin.Delete($"/v1/users/{id}")).Is(200);
        await _app.Round();

        Assert.Empty(mail.To(address));
        (await _app.Admin.Get($"/v1/users/{id}/contact")).IsRefused(404, "not_found");
    }

    async Task<long> GivenAnOrganisation() =>
        (await _app.Admin.Post("/v1/organisations", new { name = Guid.NewGuid() })).Is(201).Id;

    Task<Answer> Verify(string code) => _app.Nobody.Post("/v1/contacts/verify", new { code });
}

public sealed class ContactTestsOnSqlite(SqliteApp app) : ContactTests(app), IClassFixture<SqliteApp>;

public sealed class ContactTestsOnPostgres(PostgresApp app) : ContactTests(app), IClassFixture<PostgresApp>;
