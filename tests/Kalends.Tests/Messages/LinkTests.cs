using System.Text;
using Kalends.Tests.Kit;
using Kalends.Tests.Scheduling.Feeds;

namespace Kalends.Tests.Messages;

/// <summary>Links in messages let people manage one reservation, and end messages, without an account.</summary>
public abstract class LinkTests
{
    readonly TestApp _app;

    protected LinkTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task A_link_reads_moves_and_cancels_its_reservation_and_ends_with_it()
    {
        await using var mail = new MailServer();
        await using var running = await _app.SendsMail(mail);
        var (booking, slot, address) = await Booked(mail);
        var token = mail.To(address)[^1].CodeAfter("/reservations/");

        var seen = (await _app.Nobody.Get($"/v1/managed-reservations/{token}")).Is(200);
        var slots = (await _app.Nobody.Get($"/v1/managed-reservations/{token}/slots")).Is(200)["items"]!.AsArray();
        var calendar = (await _app.Nobody.Get($"/v1/managed-reservations/{token}/calendar")).Calendar();
        var moved = await _app.Nobody.Post("/v1/managed-reservations/move", new { token, slot_id = slot + 2 });
        var cancelled = await _app.Nobody.Post("/v1/managed-reservations/cancel", new { token, reason = "ill" });

        Assert.Equal((booking, "confirmed"), (seen.Id, (string)seen["state"]!));
        Assert.Contains(slots, one => (long)one!["id"]! == slot + 2);
        Assert.Equal("CONFIRMED", calendar.Events[0]!.Status);
        Assert.Equal(slot + 2, (long)moved.Is(200)["slot_id"]!);
        Assert.Equal("cancelled", (string)cancelled.Is(200)["state"]!);
        (await _app.Nobody.Get($"/v1/managed-reservations/{token}")).IsRefused(404, "not_found");
        (await _app.Nobody.Post("/v1/managed-reservations/cancel", new { token })).IsRefused(404, "not_found");
        var events = (await _app.Admin.Get($"/v1/events?subject=reservation/{booking}&kind=reservation.cancelled"))
            .Is(200)["items"]![0]!;
        Assert.StartsWith("client/", (string)events["actor"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_ends_at_the_start_for_which_it_was_made()
    {
        await using var mail = new MailServer();
        await using var running = await _app.SendsMail(mail);
        var (_, _, address) = await Booked(mail);
        var token = mail.To(address)[^1].CodeAfter("/reservations/");

        _app.Clock.Advance(TimeSpan.FromDays(2));

        (await _app.Nobody.Get($"/v1/managed-reservations/{token}")).IsRefused(404, "not_found");
        (await _app.Nobody.Post("/v1/managed-reservations/cancel", new { token })).IsRefused(404, "not_found");
    }

    [Fact]
    public async Task A_link_that_a_key_outside_the_database_signs_is_good_only_with_that_key()
    {
        static string Key(params byte[] keys) =>
            $"--Kalends:Secrets:Key={string.Join(',', keys.Select(one => Convert.ToBase64String([.. Enumerable
                .Repeat(one, 32)])))}";

        await using var mail = new MailServer();
        string token, end, earlier;
        await using (await _app.SendsMail(mail))
            earlier = mail.To((await Booked(mail)).Address)[^1].CodeAfter("/reservations/");
        await using (await _app.SendsMail(mail, Key(1)))
        {
            var (_, _, address) = await Booked(mail);
            token = mail.To(address)[^1].CodeAfter("/reservations/");
            end = mail.To(address)[^1].CodeAfter("/unsubscribe/");
            (await _app.Nobody.Get($"/v1/managed-reservations/{token}")).Is(200);
            (await _app.Nobody.Get($"/v1/managed-reservations/{earlier}")).IsRefused(404, "not_found");
        }

        await using (await _app.SendsMail(mail))
        {
            (await _app.Nobody.Get($"/v1/managed-reservations/{token}")).IsRefused(404, "not_found");
            (await _app.Nobody.Post($"/v1/unsubscribe/{end}")).IsRefused(404, "not_found");
        }
        await using (await _app.SendsMail(mail, Key(2, 1)))
        {
            (await _app.Nobody.Get($"/v1/managed-reservations/{token}")).Is(200);
            (await _app.Nobody.Post($"/v1/unsubscribe/{end}")).Is(204);
        }
        await using (await _app.SendsMail(mail, Key(2)))
            (await _app.Nobody.Get($"/v1/managed-reservations/{token}")).IsRefused(404, "not_found");
    }

    [Fact]
    public async Task A_link_leads_to_no_other_calendar_and_a_changed_one_leads_nowhere()
    {
        await using var mail = new MailServer();
        await using var running = await _app.SendsMail(mail);
        var (booking, _, address) = await Booked(mail);
        var token = mail.To(address)[^1].CodeAfter("/reservations/");
        var (_, elsewhere) = await _app.GivenFreeSlots();

        (await _app.Nobody.Post("/v1/managed-reservations/move", new { token, slot_id = elsewhere }))
            .IsRefused(403, "forbidden");
        for (var i = 0; i < token.Length; i += 5)
        {
            var other = new StringBuilder(token) { [i] = token[i] == 'A' ? 'B' : 'A' };
            (await _app.Nobody.Get($"/v1/managed-reservations/{other}")).IsRefused(404, "not_found");
        }
        Assert.Equal("confirmed", (string)(await _app.Admin.Get($"/v1/reservations/{booking}"))["state"]!);
    }

    [Fact]
    public async Task The_policy_holds_for_links_as_for_clients()
    {
        await using var mail = new MailServer();
        await using var running = await _app.SendsMail(mail, "--Kalends:Scheduling:MoveNoticeMinutes=4000");
        var (_, slot, address) = await Booked(mail);
        var token = mail.To(address)[^1].CodeAfter("/reservations/");

        (await _app.Nobody.Post("/v1/managed-reservations/move", new { token, slot_id = slot + 1 }))
            .IsRefused(422, "too_late_to_move");
    }

    [Fact]
    public async Task One_click_ends_messages_of_a_kind()
    {
        await using var mail = new MailServer();
        await using var running = await _app.SendsMail(mail);
        var (_, _, address) = await Booked(mail);
        var header = mail.To(address)[^1].Headers["List-Unsubscribe"]!;
        var path = new Uri(header.Trim('<', '>')).AbsolutePath;
        using var form = new FormUrlEncodedContent([new("List-Unsubscribe", "One-Click")]);

        (await _app.Nobody.Send(HttpMethod.Post, path, form)).Is(204);
        (await _app.Nobody.Post(path)).Is(204);

        var client = (await _app.Admin.Get("/v1/clients?limit=100")).Is(200)["items"]!.AsArray();
        var contacts = new List<string>();
        foreach (var one in client)
        {
            var contact = (await _app.Admin.Get($"/v1/clients/{one!["id"]}/contact")).Is(200);
            if ((string?)contact["email"] == address)
                contacts.Add($"{contact["preferences"]!["confirmation"]} {contact["preferences"]!["reminder"]}");
        }
        Assert.Equal(["none email"], contacts);
    }

    async Task<(long Booking, long Slot, string Address)> Booked(MailServer mail)
    {
        var client = await _app.GivenAClient();
        var address = await _app.GivenAnAddress(mail, client);
        var (_, slot) = await _app.GivenFreeSlots();
        var booking = await _app.GivenABooking(slot, client);
        await _app.Round();
        return (booking, slot, address);
    }
}

public sealed class LinkTestsOnSqlite(SqliteApp app) : LinkTests(app), IClassFixture<SqliteApp>;

public sealed class LinkTestsOnPostgres(PostgresApp app) : LinkTests(app), IClassFixture<PostgresApp>;
