using Kalends.Platform.Calls;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Messages.Guests;

/// <summary>Guests book without an account, by an e-mail address that they have proved.</summary>
public abstract class GuestTests
{
    readonly TestApp _app;

    protected GuestTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task A_guest_holds_confirms_reads_moves_and_cancels_with_a_provider_who_is_open_to_all()
    {
        await using var mail = new MailServer();
        await using var running = await _app.SendsCodes(mail);
        var (_, slot) = await _app.GivenOpenSlots();
        var address = Mailing.NewAddress();
        var (guest, client) = await _app.GivenAGuest(mail, address);

        var held = (await guest.Post("/v1/reservations", new { slot_id = slot })).Is(201);
        var second = await guest.Post("/v1/reservations", new { slot_id = slot + 2 });
        var confirmed = (await guest.Post($"/v1/reservations/{held.Id}/confirm")).Is(200);
        await _app.Round();
        var moved = (await guest.Post($"/v1/reservations/{held.Id}/reschedule", new { slot_id = slot + 1 })).Is(200);
        var listed = (await guest.Get("/v1/reservations")).Is(200)["items"]!.AsArray();
        var cancelled = (await guest.Post($"/v1/reservations/{held.Id}/cancel")).Is(200);

        Assert.Equal(client, (long)held["client_id"]!);
        Assert.Equal(_app.Clock.GetUtcNow().AddMinutes(10).Text()[..16], ((string)held["expires_at"]!)[..16]);
        second.IsRefused(409, "too_many_holds");
        Assert.Equal("confirmed", (string)confirmed["state"]!);
        Assert.Contains("Confirmed", mail.To(address)[^1].Subject, StringComparison.Ordinal);
        Assert.Equal(slot + 1, (long)moved["slot_id"]!);
        Assert.Equal([held.Id], listed.Select(one => (long)one!["id"]!));
        Assert.Equal("cancelled", (string)cancelled["state"]!);
        (await guest.Get($"/v1/reservations/{held.Id}/calendar")).Is(200);
        (await guest.Get($"/v1/reservations/{held.Id}/answers")).Is(200);
    }

    [Fact]
    public async Task The_token_of_a_guest_who_was_erased_is_good_for_nothing()
    {
        await using var mail = new MailServer();
        await using var running = await _app.SendsCodes(mail);
        var (_, slot) = await _app.GivenOpenSlots();
        var address = Mailing.NewAddress();
        var (guest, client) = await _app.GivenAGuest(mail, address);
        var held = (await guest.Post("/v1/reservations", new { slot_id = slot })).Is(201);

        (await _app.Admin.Post($"/v1/clients/{client}/erase", new { cancel_future = true })).Is(200);

        Assert.Empty((await guest.Get("/v1/reservations")).Is(200)["items"]!.AsArray());
        (await guest.Get($"/v1/reservations/{held.Id}")).IsRefused(404, "not_found");
        (await guest.Get($"/v1/reservations/{held.Id}/answers")).IsRefused(404, "not_found");
        (await guest.Post($"/v1/reservations/{held.Id}/confirm")).IsRefused(404, "not_found");
        (await guest.Post("/v1/reservations", new { slot_id = slot + 1 })).IsRefused(404, "not_found");
        var (again, other) = await _app.GivenAGuest(mail, address);
        Assert.NotEqual(client, other);
        (await again.Post("/v1/reservations", new { slot_id = slot + 1 })).Is(201);
    }

    [Fact]
    public async Task A_guest_is_found_by_name_like_any_client()
    {
        await using var mail = new MailServer();
        await using var running = await _app.SendsCodes(mail);
        var (_, client) = await _app.GivenAGuest(mail, Mailing.NewAddress());

        var found = (await _app.Admin.Get("/v1/clients?name=anning%20mar&limit=100")).Is(200)["items"]!.AsArray();

        Assert.Contains(client, found.Select(one => (long)one!["id"]!));
    }

    [Fact]
    public async Task What_a_guest_may_not_see_is_not_found()
    {
        await using var mail = new MailServer();
        await using var running = await _app.SendsCodes(mail);
        var (hidden, slot) = await _app.GivenFreeSlots();
        var (_, open) = await _app.GivenOpenSlots();
        var (other, otherClient) = await _app.GivenAGuest(mail, Mailing.NewAddress());
        var (guest, _) = await _app.GivenAGuest(mail, Mailing.NewAddress());
        var others = (await other.Post("/v1/reservations", new { slot_id = open })).Is(201).Id;

        (await guest.Get($"/v1/providers/{hidden}")).IsRefused(404, "not_found");
        (await guest.Post("/v1/reservations", new { slot_id = slot })).IsRefused(404, "not_found");
        (await guest.Post("/v1/reservations", new { slot_id = open + 1, client_id = otherClient }))
            .IsRefused(404, "not_found");
        (await guest.Get($"/v1/reservations/{others}")).IsRefused(404, "not_found");
        (await guest.Post($"/v1/reservations/{others}/cancel")).IsRefused(404, "not_found");
        Assert.Empty((await guest.Get("/v1/reservations")).Is(200)["items"]!.AsArray());
        Assert.Empty((await guest.Get($"/v1/reservations?client_id={otherClient}")).Is(200)["items"]!.AsArray());
        (await guest.Get("/v1/me")).IsRefused(403, "forbidden");
    }

    [Fact]
    public async Task A_guest_moves_a_reservation_into_no_other_calendar()
    {
        await using var mail = new MailServer();
        await using var running = await _app.SendsCodes(mail);
        var (_, slot) = await _app.GivenOpenSlots();
        var (_, elsewhere) = await _app.GivenOpenSlots();
        var (guest, _) = await _app.GivenAGuest(mail, Mailing.NewAddress());
        var held = (await guest.Post("/v1/reservations", new { slot_id = slot })).Is(201).Id;

        (await guest.Post($"/v1/reservations/{held}/reschedule", new { slot_id = elsewhere }))
            .IsRefused(403, "forbidden");
    }

    [Fact]
    public async Task A_guest_who_sends_again_with_one_key_books_once()
    {
        await using var mail = new MailServer();
        await using var running = await _app.SendsCodes(mail);
        var (_, slot) = await _app.GivenOpenSlots();
        var (guest, _) = await _app.GivenAGuest(mail, Mailing.NewAddress());

        var first = (await guest.Post("/v1/reservations", new { slot_id = slot }, key: "one")).Is(201);
        var again = (await guest.Post("/v1/reservations", new { slot_id = slot }, key: "one")).Is(201);

        Assert.Equal(first.Id, again.Id);
        Assert.Equal("true", again.Headers["Idempotent-Replayed"]);
    }

    [Fact]
    public async Task A_code_works_once_and_for_a_quarter_of_an_hour()
    {
        await using var mail = new MailServer();
        await using var running = await _app.SendsCodes(mail);
        var address = Mailing.NewAddress();
        var used = await _app.CodeFor(mail, address);

        (await _app.Proves(address.ToUpperInvariant(), $" {used[..4]} {used[4..]}")).Is(200);
        (await _app.Proves(address, used)).IsRefused(401, "guest_code_invalid");
        var late = await _app.CodeFor(mail, address);
        _app.Clock.Advance(TimeSpan.FromMinutes(15));
        (await _app.Proves(address, late)).IsRefused(401, "guest_code_invalid");
    }

    [Fact]
    public async Task A_code_that_was_typed_wrongly_five_times_is_good_no_more()
    {
        await using var mail = new MailServer();
        await using var running = await _app.SendsCodes(mail);
        var address = Mailing.NewAddress();
        var code = await _app.CodeFor(mail, address);
        var wrong = (code[0] == '9' ? "1" : "9") + code[1..];

        for (var i = 0; i < 5; i++)
            (await _app.Proves(address, wrong)).IsRefused(401, "guest_code_invalid");

        (await _app.Proves(address, code)).IsRefused(401, "guest_code_invalid");
        (await _app.Proves(address, await _app.CodeFor(mail, address))).Is(200);
    }

    [Fact]
    public async Task Whoever_asks_is_answered_alike_and_an_address_gets_few_codes()
    {
        await using var mail = new MailServer();
        await using var running = await _app.SendsCodes(mail);
        var address = Mailing.NewAddress();
        await _app.GivenAGuest(mail, address);

        for (var i = 0; i < 6; i++)
            (await _app.AsksForCode(address)).Is(204);
        (await _app.AsksForCode(Mailing.NewAddress())).Is(204);
        await _app.Round();

        Assert.Equal(5, mail.To(address).Count);
        (await _app.Proves(Mailing.NewAddress(), "12345678")).IsRefused(401, "guest_code_invalid");
    }

    [Fact]
    public async Task A_network_gets_a_bounded_number_of_codes()
    {
        await using var mail = new MailServer();
        await using var running = await _app.SendsMail(mail, "--Kalends:Mail:GuestCodesPerNetwork=1");
        _app.Clock.Advance(TimeSpan.FromHours(2));

        (await _app.AsksForCode(Mailing.NewAddress())).Is(204);
        (await _app.AsksForCode(Mailing.NewAddress())).IsRefused(429, "too_many_guests");
        _app.Clock.Advance(TimeSpan.FromHours(1));
        (await _app.AsksForCode(Mailing.NewAddress())).Is(204);
    }

    [Fact]
    public async Task Bad_input_names_each_field_and_an_installation_without_mail_says_so()
    {
        (await _app.AsksForCode("ada@example.org")).IsRefused(409, "messages_off");
        await using var mail = new MailServer();
        await using var running = await _app.SendsCodes(mail);

        var refused = await _app.Nobody.Post(
            "/v1/guests", new { email = "nobody", first_name = "Mary", time_zone = "Mars" });

        refused.IsRefused(422, "invalid_input");
        Assert.Equal(
            ["/email", "/time_zone"],
            refused["errors"]!.AsArray().Select(error => (string)error!["pointer"]!).Order());
    }

    [Fact]
    public async Task Many_who_prove_one_address_at_once_become_one_client()
    {
        await using var mail = new MailServer();
        await using var running = await _app.SendsCodes(mail);
        var address = Mailing.NewAddress();
        string[] codes =
        [
            await _app.CodeFor(mail, address), await _app.CodeFor(mail, address), await _app.CodeFor(mail, address),
        ];

        var same = await Race.AtOnce(4, _ => _app.Proves(address, codes[0]));
        var others = await Race.AtOnce(2, i => _app.Proves(address, codes[i + 1]));

        Assert.Single(same, answer => answer.Status == 200);
        Assert.Single(
            same.Concat(others).Where(answer => answer.Status == 200).Select(answer => (long)answer["client_id"]!)
                .Distinct());
    }

    [Fact]
    public async Task A_guest_who_signs_up_takes_client_and_reservations_along()
    {
        await using var mail = new MailServer();
        await using var running = await _app.SendsCodes(mail);
        var (_, slot) = await _app.GivenOpenSlots();
        var address = Mailing.NewAddress();
        var (guest, client) = await _app.GivenAGuest(mail, address);
        var held = (await guest.Post("/v1/reservations", new { slot_id = slot })).Is(201).Id;
        var user = await _app.As(Roles.Client);

        (await user.GivesAddress(address)).Is(200);
        var before = await user.Get($"/v1/reservations/{held}");
        await _app.Verify(mail, address);

        before.IsRefused(404, "not_found");
        Assert.Equal(client, (long)(await user.Get("/v1/me")).Is(200)["client_id"]!);
        (await user.Post($"/v1/reservations/{held}/confirm")).Is(200);
        (await guest.Get($"/v1/reservations/{held}")).IsRefused(404, "not_found");
        (await guest.Post("/v1/reservations", new { slot_id = slot + 1 })).IsRefused(404, "not_found");
        var (_, anew) = await _app.GivenAGuest(mail, address);
        Assert.NotEqual(client, anew);
    }

    [Fact]
    public async Task Of_two_users_who_verify_the_address_of_a_guest_at_once_one_becomes_the_client()
    {
        await using var mail = new MailServer();
        await using var running = await _app.SendsCodes(mail);
        var address = Mailing.NewAddress();
        var (_, client) = await _app.GivenAGuest(mail, address);
        Visitor[] users = [await _app.As(Roles.Client), await _app.As(Roles.Client)];
        foreach (var user in users)
            (await user.GivesAddress(address)).Is(200);
        await _app.Round();
        var codes = mail.To(address).TakeLast(2).Select(one => one.CodeAfter("/verify/")).ToList();

        var answers = await Race.AtOnce(2, i => _app.Nobody.Post("/v1/contacts/verify", new { code = codes[i] }));

        Assert.All(answers, answer => answer.Is(200));
        var are = new List<long?>();
        foreach (var user in users)
            are.Add((long?)(await user.Get("/v1/me")).Is(200)["client_id"]);
        Assert.Equal([client], are.OfType<long>());
    }

    [Fact]
    public async Task A_user_who_is_a_client_already_stays_that_one()
    {
        await using var mail = new MailServer();
        await using var running = await _app.SendsCodes(mail);
        var address = Mailing.NewAddress();
        var (guest, _) = await _app.GivenAGuest(mail, address);
        var (user, own) = await _app.GivenAClientUser();

        (await user.GivesAddress(address)).Is(200);
        await _app.Verify(mail, address);

        Assert.Equal(own, (long)(await user.Get("/v1/me")).Is(200)["client_id"]!);
        (await guest.Get("/v1/reservations")).Is(200);
    }

    [Fact]
    public async Task A_guests_token_ends_and_is_good_for_nothing_else()
    {
        await using var mail = new MailServer();
        await using var running = await _app.SendsCodes(mail);
        var (guest, _) = await _app.GivenAGuest(mail, Mailing.NewAddress());

        (await guest.Get("/v1/reservations")).Is(200);
        (await guest.Get("/v1/clients")).IsRefused(403, "forbidden");
        _app.Clock.Advance(TimeSpan.FromMinutes(31));
        (await guest.Get("/v1/reservations")).IsRefused(401, "token_expired");
        (await guest.Get("/v1/providers")).IsRefused(401, "token_expired");
    }
}

public sealed class GuestTestsOnSqlite(SqliteApp app) : GuestTests(app), IClassFixture<SqliteApp>;

public sealed class GuestTestsOnPostgres(PostgresApp app) : GuestTests(app), IClassFixture<PostgresApp>;
