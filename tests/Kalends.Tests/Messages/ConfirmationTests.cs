using Kalends.Tests.Kit;
using Kalends.Tests.Scheduling.Feeds;
using MimeKit;

namespace Kalends.Tests.Messages;

/// <summary>Clients are told of what happens to their reservations.</summary>
public abstract class ConfirmationTests
{
    readonly TestApp _app;

    protected ConfirmationTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task A_client_is_told_of_a_confirmation_a_move_and_a_cancellation()
    {
        await using var mail = new MailServer();
        await using var running = await _app.SendsMail(mail);
        var client = await _app.GivenAClient();
        var address = await _app.GivenAnAddress(mail, client);
        var (provider, slot) = await _app.GivenFreeSlots();

        var booking = await _app.GivenABooking(slot, client);
        await _app.Round();
        (await _app.Admin.Post($"/v1/reservations/{booking}/reschedule", new { slot_id = slot + 1 })).Is(200);
        await _app.Round();
        (await _app.Admin.Post($"/v1/reservations/{booking}/cancel")).Is(200);
        await _app.Round();

        var told = mail.To(address).Skip(1).ToList();
        Assert.Equal(["Confirmed", "Moved", "Cancelled"], told.Select(one => one.Subject!.Split(':')[0]));
        Assert.Equal(["REQUEST 0 CONFIRMED", "REQUEST 1 CONFIRMED", "CANCEL 2 CANCELLED"], told.Select(Shown));
        var feed = Ics.Read((await _app.Admin.Get($"/v1/reservations/{booking}/calendar")).Is(200).Text).Events[0]!;
        Assert.All(told, one => Assert.Equal(feed.Uid, Ics.Read(one.Calendar()!).Events[0]!.Uid));
        Assert.Equal(
            ["confirmation sent", "change sent", "cancellation sent"], await _app.MessagesOf(booking));
        Assert.NotEqual(0, provider);
    }

    static string Shown(MimeMessage mail)
    {
        var calendar = Ics.Read(mail.Calendar()!);
        var one = Assert.Single(calendar.Events);
        Assert.Equal("mailto:hello@clinic.example", one.Organizer!.Value!.ToString());
        Assert.Equal($"mailto:{mail.To.Mailboxes.Single().Address}", Assert.Single(one.Attendees).Value!.ToString());
        return $"{calendar.Method} {one.Sequence} {one.Status}";
    }

    [Fact]
    public async Task A_mail_has_the_same_words_as_text_and_as_HTML_and_ends_with_one_click()
    {
        await using var mail = new MailServer();
        await using var running = await _app.SendsMail(mail, "--Kalends:Mail:Api=https://api.example.org");
        var client = (await _app.Admin.Post("/v1/clients", new
        {
            first_name = "<b>Åsa</b>",
            last_name = "& Co",
            time_zone = "Europe/Stockholm",
        })).Is(201).Id;
        var address = await _app.GivenAnAddress(mail, client, language: "sv");
        var (_, slot) = await _app.GivenFreeSlots();

        var booking = await _app.GivenABooking(slot, client);
        await _app.Round();

        var told = mail.To(address)[^1];
        var starts = Instant.FromDateTimeOffset(
            (DateTimeOffset)(await _app.Admin.Get($"/v1/reservations/{booking}"))["starts_at"]!)
            .InZone(DateTimeZoneProviders.Tzdb["Europe/Stockholm"]);
        var date = starts.ToString(
            "dddd d MMMM uuuu 'kl.' HH:mm", System.Globalization.CultureInfo.GetCultureInfo("sv-SE"));
        Assert.Equal($"Bekräftad: {date}, Ada Lovelace", told.Subject);
        Assert.Contains("Hej <b>Åsa</b> & Co!", told.TextBody, StringComparison.Ordinal);
        Assert.Contains("Hej &lt;b&gt;Åsa&lt;/b&gt; &amp; Co!", told.HtmlBody, StringComparison.Ordinal);
        Assert.Contains($"<a href=\"{Mailing.Links}/reservations/", told.HtmlBody, StringComparison.Ordinal);
        Assert.Equal("List-Unsubscribe=One-Click", told.Headers[HeaderId.ListUnsubscribePost]);
        Assert.StartsWith(
            "<https://api.example.org/v1/unsubscribe/", told.Headers[HeaderId.ListUnsubscribe],
            StringComparison.Ordinal);
        Assert.Equal("auto-generated", told.Headers["Auto-Submitted"]);
        Assert.Matches(@"^message-\d+\.[0-9a-f]{32}@clinic\.example$", told.MessageId);
    }

    [Fact]
    public async Task What_happens_to_a_hold_is_not_told()
    {
        await using var mail = new MailServer();
        await using var running = await _app.SendsMail(mail);
        var client = await _app.GivenAClient();
        var address = await _app.GivenAnAddress(mail, client);
        var (_, slot) = await _app.GivenFreeSlots();

        var hold = (await _app.Reserve(slot, client)).Is(201).Id;
        (await _app.Admin.Post($"/v1/reservations/{hold}/reschedule", new { slot_id = slot + 1 })).Is(200);
        (await _app.Admin.Post($"/v1/reservations/{hold}/cancel")).Is(200);
        await _app.Round();

        Assert.Single(mail.To(address));
        Assert.Empty(await _app.MessagesOf(hold));
    }

    [Fact]
    public async Task A_mail_that_is_no_longer_true_is_not_sent()
    {
        await using var mail = new MailServer();
        await using var running = await _app.SendsMail(mail);
        var client = await _app.GivenAClient();
        var address = await _app.GivenAnAddress(mail, client);
        var (_, slot) = await _app.GivenFreeSlots();

        var booking = await _app.GivenABooking(slot, client);
        (await _app.Admin.Post($"/v1/reservations/{booking}/reschedule", new { slot_id = slot + 1 })).Is(200);
        (await _app.Admin.Post($"/v1/reservations/{booking}/cancel")).Is(200);
        await _app.Round();

        Assert.Equal(
            ["confirmation dropped outdated", "change dropped outdated", "cancellation sent"],
            await _app.MessagesOf(booking));
        Assert.Equal(2, mail.To(address).Count);
    }

    [Fact]
    public async Task A_client_who_is_a_user_is_reached_as_that_user_and_invited_to_review()
    {
        await using var mail = new MailServer();
        await using var running = await _app.SendsMail(mail);
        var (user, client) = await _app.GivenAClientUser();
        var address = Mailing.NewAddress();
        (await user.GivesAddress(address)).Is(200);
        await _app.Verify(mail, address);
        var (provider, slot) = await _app.GivenFreeSlots();

        var booking = await _app.GivenABooking(slot, client);
        await _app.Round();
        _app.Clock.Advance(TimeSpan.FromDays(3));
        (await _app.Admin.Post($"/v1/reservations/{booking}/complete")).Is(200);
        await _app.Round();

        Assert.Equal(["confirmation sent", "review_invitation sent"], await _app.MessagesOf(booking));
        Assert.Equal($"{provider}", mail.To(address)[^1].CodeAfter("/reviews/"));
        Assert.Null(mail.To(address)[^1].Calendar());
    }

    [Fact]
    public async Task Kinds_are_told_as_they_are_wanted()
    {
        await using var mail = new MailServer();
        await using var running = await _app.SendsMail(mail, "--Kalends:Mail:Phones=true");
        var client = await _app.GivenAClient();
        var address = await _app.GivenAnAddress(mail, client);
        (await _app.Admin.Put($"/v1/clients/{client}/contact", new
        {
            email = address,
            phone = "+46 (70) 123-45 67",
            preferences = new { confirmation = "phone", cancellation = "none" },
        })).Is(200);
        await _app.Round();
        var due = await _app.Due();
        (await _app.Nobody.Post("/v1/contacts/verify", new { code = due.Text.Split(' ')[^1] })).Is(200);
        var (_, slot) = await _app.GivenFreeSlots();

        var booking = await _app.GivenABooking(slot, client);
        await _app.Round();
        (await _app.Admin.Post($"/v1/reservations/{booking}/cancel")).Is(200);
        await _app.Round();

        Assert.Equal(["confirmation sent"], await _app.MessagesOf(booking));
        Assert.Single(mail.To(address));
        Assert.Equal("+46701234567", due.Phone);
    }

    [Fact]
    public async Task Without_settings_nobody_is_told_anything_and_nothing_is_queued()
    {
        var client = await _app.GivenAClient();
        (await _app.Admin.Put($"/v1/clients/{client}/contact", new { email = Mailing.NewAddress() })).Is(200);

        var refused = await _app.Admin.Post(
            $"/v1/clients/{client}/contact/verification", new { channel = "email" });

        refused.IsRefused(409, "messages_off");
        var found = (await _app.Admin.Get("/v1/messages?state=waiting")).Is(200)["items"]!.AsArray();
        Assert.DoesNotContain(found, one => (long?)one!["client_id"] == client);
    }
}

public sealed class ConfirmationTestsOnSqlite(SqliteApp app) : ConfirmationTests(app), IClassFixture<SqliteApp>;

public sealed class ConfirmationTestsOnPostgres(PostgresApp app) : ConfirmationTests(app), IClassFixture<PostgresApp>;
