using Ical.Net.CalendarComponents;
using Kalends.Platform.Calls;
using Kalends.Tests.Kit;
using Kalends.Tests.Scheduling.Feeds;
using MimeKit;

namespace Kalends.Tests.Messages;

/// <summary>Providers are told of what happens to reservations with them.</summary>
public abstract class ProviderMessageTests
{
    readonly TestApp _app;

    protected ProviderMessageTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task A_provider_is_told_of_a_booking_a_move_and_a_cancellation()
    {
        await using var mail = new MailServer();
        await using var running = await _app.SendsMail(mail);
        var (_, provider, address) = await GivenAProvider(mail);
        var slot = await _app.GivenSlots(provider);

        var booking = await _app.GivenABooking(slot, await _app.GivenAClient());
        await _app.Round();
        (await _app.Admin.Post($"/v1/reservations/{booking}/reschedule", new { slot_id = slot + 1 })).Is(200);
        await _app.Round();
        (await _app.Admin.Post($"/v1/reservations/{booking}/cancel")).Is(200);
        await _app.Round();

        var told = mail.To(address).Skip(1).ToList();
        Assert.Equal(["Booked", "Moved", "Cancelled"], told.Select(one => one.Subject!.Split(':')[0]));
        Assert.All(told, one => Assert.Contains("Grace Hopper", one.TextBody, StringComparison.Ordinal));
        Assert.All(told, one => Assert.DoesNotContain("/reservations/", one.TextBody, StringComparison.Ordinal));
        Assert.Equal(
            ["REQUEST 0 Appointment: Grace Hopper", "REQUEST 1 Appointment: Grace Hopper",
             "CANCEL 2 Appointment: Grace Hopper"],
            told.Select(Shown));
        Assert.Equal(
            ["provider_confirmation sent", "provider_change sent", "provider_cancellation sent"],
            await _app.MessagesOf(booking));
    }

    static string Shown(MimeMessage mail)
    {
        var calendar = Ics.Read(mail.Calendar()!);
        var one = Assert.Single(calendar.Events);
        Assert.Equal($"mailto:{mail.To.Mailboxes.Single().Address}", Assert.Single(one.Attendees).Value!.ToString());
        return $"{calendar.Method} {one.Sequence} {one.Summary}";
    }

    [Theory]
    [InlineData("de", "Gebucht: ", "Guten Tag Ada,")]
    [InlineData("sv", "Bokad: ", "Hej Ada!")]
    public async Task A_provider_is_told_in_their_language_at_their_times(string language, string subject, string text)
    {
        await using var mail = new MailServer();
        await using var running = await _app.SendsMail(mail);
        var (_, provider, address) = await GivenAProvider(mail, language);
        var client = (await _app.Admin.Post("/v1/clients", new { first_name = "Mary", time_zone = "Asia/Tokyo" }))
            .Is(201).Id;

        await _app.GivenABooking(await _app.GivenSlots(provider), client);
        await _app.Round();

        var told = mail.To(address)[^1];
        Assert.StartsWith(subject, told.Subject, StringComparison.Ordinal);
        Assert.Contains(text, told.TextBody, StringComparison.Ordinal);
        Assert.Contains("(Europe/Stockholm)", told.TextBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_move_to_another_provider_is_a_cancellation_to_the_one_and_a_booking_to_the_other()
    {
        await using var mail = new MailServer();
        await using var running = await _app.SendsMail(mail);
        var (_, former, formerAddress) = await GivenAProvider(mail, timeZone: "America/New_York");
        var (_, next, nextAddress) = await GivenAProvider(mail, timeZone: "Asia/Tokyo");
        var client = await _app.GivenAClient();
        var clientAddress = await _app.GivenAnAddress(mail, client);
        var slot = await _app.GivenSlots(former);
        var booking = await _app.GivenABooking(slot, client);
        await _app.Round();
        await Move(booking, slot + 1);
        await _app.Round();

        await Move(booking, await _app.GivenSlots(next, inDays: 3));
        await _app.Round();

        var (ended, taken) = (mail.To(formerAddress)[^1], mail.To(nextAddress)[^1]);
        Assert.Equal(
            ["Booked", "Moved", "No longer with you"],
            mail.To(formerAddress).Skip(1).Select(one => one.Subject!.Split(':')[0]));
        Assert.Equal(
            ["REQUEST 0 Appointment: Grace Hopper", "REQUEST 1 Appointment: Grace Hopper",
             "CANCEL 2 Appointment: Grace Hopper"],
            mail.To(formerAddress).Skip(1).Select(Shown));
        Assert.Equal(
            ["Booked REQUEST 2 Appointment: Grace Hopper"],
            mail.To(nextAddress).Skip(1).Select(one => $"{one.Subject!.Split(':')[0]} {Shown(one)}"));
        Assert.Equal(
            ["Confirmed", "Moved", "Moved"],
            mail.To(clientAddress).Skip(1).Select(one => one.Subject!.Split(':')[0]));
        // Each is told of their own time, by their own clocks.
        Assert.Contains("(America/New_York)", ended.TextBody, StringComparison.Ordinal);
        Assert.Contains("(Asia/Tokyo)", taken.TextBody, StringComparison.Ordinal);
        var (was, before, now) = (Event(ended), Event(mail.To(formerAddress)[^2]), Event(taken));
        Assert.Equal((before.Uid, before.DtStart, before.DtEnd), (was.Uid, was.DtStart, was.DtEnd));
        Assert.Equal((was.Uid, "CANCELLED", "CONFIRMED"), (now.Uid, was.Status, now.Status));
        Assert.NotEqual(was.DtStart!.AsUtc, now.DtStart!.AsUtc);
    }

    [Fact]
    public async Task Whom_a_reservation_comes_back_to_is_told_only_that_it_is_theirs()
    {
        await using var mail = new MailServer();
        await using var running = await _app.SendsMail(mail);
        var (_, former, formerAddress) = await GivenAProvider(mail);
        var (_, next, nextAddress) = await GivenAProvider(mail);
        var slot = await _app.GivenSlots(former);
        var booking = await _app.GivenABooking(slot, await _app.GivenAClient());
        await _app.Round();

        await Move(booking, await _app.GivenSlots(next));
        await Move(booking, slot + 1);
        await _app.Round();

        Assert.Equal(
            ["REQUEST 0 Appointment: Grace Hopper", "REQUEST 2 Appointment: Grace Hopper"],
            mail.To(formerAddress).Skip(1).Select(Shown));
        Assert.Equal(
            ["CANCEL 2 Appointment: Grace Hopper"], mail.To(nextAddress).Skip(1).Select(Shown));
    }

    [Fact]
    public async Task A_booking_that_was_moved_away_before_it_was_told_is_told_to_the_other_provider_only()
    {
        await using var mail = new MailServer();
        await using var running = await _app.SendsMail(mail);
        var (_, former, formerAddress) = await GivenAProvider(mail);
        var (_, next, nextAddress) = await GivenAProvider(mail);
        var booking = await _app.GivenABooking(await _app.GivenSlots(former), await _app.GivenAClient());

        await Move(booking, await _app.GivenSlots(next));
        await _app.Round();

        Assert.DoesNotContain(
            mail.To(formerAddress), one => one.Subject!.StartsWith("Booked", StringComparison.Ordinal));
        Assert.Equal(
            ["REQUEST 1 Appointment: Grace Hopper"], mail.To(nextAddress).Skip(1).Select(Shown));
    }

    [Fact]
    public async Task A_hold_that_is_moved_to_another_provider_is_told_to_nobody()
    {
        await using var mail = new MailServer();
        await using var running = await _app.SendsMail(mail);
        var (_, former, address) = await GivenAProvider(mail);
        var (_, next, _) = await GivenAProvider(mail);
        var hold = (await _app.Reserve(await _app.GivenSlots(former), await _app.GivenAClient())).Is(201).Id;

        await Move(hold, await _app.GivenSlots(next));
        await _app.Round();

        Assert.Single(mail.To(address));
        Assert.Empty(await _app.MessagesOf(hold));
    }

    async Task Move(long booking, long slot) =>
        (await _app.Admin.Post($"/v1/reservations/{booking}/reschedule", new { slot_id = slot })).Is(200);

    static CalendarEvent Event(MimeMessage mail) => Assert.Single(Ics.Read(mail.Calendar()!).Events);

    [Fact]
    public async Task What_providers_do_themselves_is_not_told_to_them()
    {
        await using var mail = new MailServer();
        await using var running = await _app.SendsMail(mail);
        var (visitor, provider, address) = await GivenAProvider(mail);
        var booking = await _app.GivenABooking(await _app.GivenSlots(provider), await _app.GivenAClient());
        await _app.Round();

        (await visitor.Post($"/v1/reservations/{booking}/cancel")).Is(200);
        await _app.Round();

        Assert.StartsWith("Booked", mail.To(address)[^1].Subject, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_provider_who_wants_no_such_messages_gets_none()
    {
        await using var mail = new MailServer();
        await using var running = await _app.SendsMail(mail);
        var (visitor, provider, address) = await GivenAProvider(mail);
        var slot = await _app.GivenSlots(provider);
        await _app.GivenABooking(slot, await _app.GivenAClient());
        await _app.Round();
        var count = mail.To(address).Count;

        var end = mail.To(address)[^1].CodeAfter("/unsubscribe/");
        (await _app.Nobody.Post($"/v1/unsubscribe/{end}")).Is(204);
        await _app.GivenABooking(slot + 1, await _app.GivenAClient());
        await _app.Round();

        Assert.Equal(count, mail.To(address).Count);
        Assert.Equal("none", (string?)(await visitor.Get("/v1/me/contact")).Is(200)["preferences"]!["bookings"]);
    }

    [Fact]
    public async Task Who_may_not_see_the_clients_of_a_calendar_is_not_told_of_them()
    {
        await using var mail = new MailServer();
        await using var running = await _app.SendsMail(mail);
        var (visitor, address) = await GivenAUser(mail, language: null);
        var provider = (await _app.Admin.Post("/v1/providers", new { name = "Ada", user_id = visitor.UserId }))
            .Is(201).Id;

        await _app.GivenABooking(await _app.GivenSlots(provider), await _app.GivenAClient());
        await _app.Round();

        Assert.Single(mail.To(address));
    }

    async Task<(Visitor Visitor, long ProviderId, string Address)> GivenAProvider(
        MailServer mail, string? language = null, string timeZone = "Europe/Stockholm")
    {
        var (visitor, address) = await GivenAUser(mail, language);
        var made = new
        {
            name = "Ada",
            time_zone = timeZone,
            user_id = visitor.UserId,
            owner_user_id = visitor.UserId,
        };
        return (visitor, (await _app.Admin.Post("/v1/providers", made)).Is(201).Id, address);
    }

    async Task<(Visitor Visitor, string Address)> GivenAUser(MailServer mail, string? language)
    {
        var (visitor, address) = (await _app.As(Roles.Provider), Mailing.NewAddress());
        (await _app.Admin.Put($"/v1/users/{visitor.UserId}/contact", new { email = address, language })).Is(200);
        await _app.Verify(mail, address);
        return (visitor, address);
    }
}

public sealed class ProviderMessageTestsOnSqlite(SqliteApp app)
    : ProviderMessageTests(app), IClassFixture<SqliteApp>;

public sealed class ProviderMessageTestsOnPostgres(PostgresApp app)
    : ProviderMessageTests(app), IClassFixture<PostgresApp>;
