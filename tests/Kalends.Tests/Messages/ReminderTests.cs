using Kalends.Tests.Kit;

namespace Kalends.Tests.Messages;

/// <summary>Reminders come once, at their time before the start, wherever the start is by then.</summary>
public abstract class ReminderTests
{
    readonly TestApp _app;

    protected ReminderTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task A_client_is_reminded_a_day_before_and_two_hours_before()
    {
        await using var mail = new MailServer();
        await using var running = await _app.SendsMail(mail);
        var (booking, address) = await Booked(mail, inDays: 2);

        var told = new List<int>();
        foreach (var minutes in new[] { 23 * 60 + 59, 1, 0, 21 * 60 + 59, 1, 0, 119 })
        {
            _app.Clock.Advance(TimeSpan.FromMinutes(minutes));
            await _app.Round();
            told.Add(mail.To(address).Count - 2);
        }

        Assert.Equal([0, 1, 1, 1, 2, 2, 2], told);
        Assert.Equal(["confirmation sent", "reminder sent", "reminder sent"], await _app.MessagesOf(booking));
        Assert.All(mail.To(address).Skip(2), one => Assert.Null(one.Calendar()));
        Assert.StartsWith("Reminder: ", mail.To(address)[^1].Subject, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_day_before_is_24_hours_before_also_when_the_clocks_change()
    {
        await using var mail = new MailServer();
        await using var running = await _app.SendsMail(mail);
        // In Stockholm the clocks go forward on the 31st of March 2030 at two.
        var starts = new DateTimeOffset(2030, 3, 31, 8, 0, 0, TimeSpan.Zero);
        Assert.True(_app.NextHour() < starts.AddDays(-3));
        _app.Clock.Advance(starts.AddDays(-3) - _app.Clock.GetUtcNow());
        await _app.Round();
        var (_, address) = await Booked(mail, inDays: 3, timeZone: "Europe/Stockholm");

        _app.Clock.Advance(TimeSpan.FromDays(2) - TimeSpan.FromMinutes(1));
        await _app.Round();
        var before = mail.To(address).Count;
        _app.Clock.Advance(TimeSpan.FromMinutes(1));
        await _app.Round();

        Assert.Equal(2, before);
        // It is nine in the morning there, and the appointment is at ten.
        Assert.Contains("31 March 2030, 10:00", mail.To(address)[^1].Subject, StringComparison.Ordinal);
        Assert.Equal(3, mail.To(address).Count);
    }

    [Fact]
    public async Task A_reminder_moves_with_the_reservation()
    {
        await using var mail = new MailServer();
        await using var running = await _app.SendsMail(mail);
        var (booking, address) = await Booked(mail, inDays: 3);
        var later = await _app.GivenSlots(await ProviderOf(booking), inDays: 5);
        (await _app.Admin.Post($"/v1/reservations/{booking}/reschedule", new { slot_id = later })).Is(200);
        await _app.Round();

        _app.Clock.Advance(TimeSpan.FromDays(3));
        await _app.Round();
        var early = mail.To(address).Count;
        _app.Clock.Advance(TimeSpan.FromDays(1));
        await _app.Round();

        Assert.Equal(3, early);
        Assert.Equal(4, mail.To(address).Count);
        Assert.Equal(["confirmation sent", "change sent", "reminder sent"], await _app.MessagesOf(booking));
    }

    [Fact]
    public async Task A_cancelled_reservation_is_not_remembered()
    {
        await using var mail = new MailServer();
        await using var running = await _app.SendsMail(mail);
        var (booking, _) = await Booked(mail, inDays: 2);
        (await _app.Admin.Post($"/v1/reservations/{booking}/cancel")).Is(200);
        await _app.Round();

        _app.Clock.Advance(TimeSpan.FromDays(1));
        await _app.Round();

        Assert.Equal(["confirmation sent", "cancellation sent"], await _app.MessagesOf(booking));
    }

    [Fact]
    public async Task After_a_time_of_silence_reminders_come_late_but_not_after_the_start()
    {
        await using var mail = new MailServer();
        string soon, begun;
        await using (await _app.SendsMail(mail))
        {
            (_, begun) = await Booked(mail, inDays: 2);
            (_, soon) = await Booked(mail, inDays: 2.25);
        }

        await _app.Stop();
        _app.Clock.Advance(TimeSpan.FromDays(2) + TimeSpan.FromHours(1));
        await _app.Start();
        await using var running = await _app.SendsMail(mail);

        // The first round is that of the start.
        Assert.Equal(2, mail.To(begun).Count);
        Assert.Equal(["Confirmed", "Reminder"], mail.To(soon).Skip(1).Select(one => one.Subject!.Split(':')[0]));
    }

    [Fact]
    public async Task Whoever_books_after_the_time_of_a_reminder_gets_only_the_next()
    {
        await using var mail = new MailServer();
        await using var running = await _app.SendsMail(mail, "--Kalends:Scheduling:NoticeMinutes=0");
        var (booking, _) = await Booked(mail, inDays: 0.5);

        await _app.Round();
        _app.Clock.Advance(TimeSpan.FromHours(11));
        await _app.Round();

        Assert.Equal(["confirmation sent", "reminder sent"], await _app.MessagesOf(booking));
    }

    [Fact]
    public async Task Several_processes_and_a_clock_that_was_ahead_remind_once()
    {
        await using var mail = new MailServer();
        await using var running = await _app.SendsMail(mail);
        var (booking, address) = await Booked(mail, inDays: 2);

        _app.Clock.Advance(TimeSpan.FromDays(1));
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => _app.Round()));
        _app.Clock.Advance(TimeSpan.FromHours(-1));
        await _app.Round();
        _app.Clock.Advance(TimeSpan.FromHours(1));
        await _app.Round();

        Assert.Equal(["confirmation sent", "reminder sent"], await _app.MessagesOf(booking));
        Assert.Equal(3, mail.To(address).Count);
    }

    [Fact]
    public async Task The_policy_of_a_provider_says_when_clients_are_reminded()
    {
        await using var mail = new MailServer();
        await using var running = await _app.SendsMail(mail);
        var (often, _) = await Booked(mail, inDays: 2);
        var (never, _) = await Booked(mail, inDays: 2);
        var path = $"/v1/providers/{await ProviderOf(often)}/policy";
        var said = (await _app.Admin.Put(path, new { reminder_minutes = new[] { 15, 600, 15 } })).Is(200);
        var silent = $"/v1/providers/{await ProviderOf(never)}/policy";
        (await _app.Admin.Put(silent, new { reminder_minutes = Array.Empty<int>() })).Is(200);

        foreach (var minutes in new[] { 24 * 60, 14 * 60, 8 * 60, 90 })
        {
            _app.Clock.Advance(TimeSpan.FromMinutes(minutes));
            await _app.Round();
        }

        Assert.Equal("[600,15]", said["reminder_minutes"]!.ToJsonString());
        Assert.Equal("[600,15]", (await _app.Admin.Get($"{path}/effective"))["reminder_minutes"]!.ToJsonString());
        Assert.Equal(["confirmation sent", "reminder sent"], await _app.MessagesOf(often));
        _app.Clock.Advance(TimeSpan.FromMinutes(15));
        await _app.Round();
        Assert.Equal(["confirmation sent", "reminder sent", "reminder sent"], await _app.MessagesOf(often));
        Assert.Equal(["confirmation sent"], await _app.MessagesOf(never));
        (await _app.Admin.Put(path, new { reminder_minutes = new[] { 4, 43_201 } })).IsRefused(422, "invalid_input");
    }

    async Task<long> ProviderOf(long booking) =>
        (long)(await _app.Admin.Get($"/v1/reservations/{booking}")).Is(200)["provider_id"]!;

    async Task<(long Booking, string Address)> Booked(MailServer mail, double inDays, string timeZone = "UTC")
    {
        _app.Clock.Advance(_app.NextHour() - _app.Clock.GetUtcNow());
        var client = (await _app.Admin.Post(
            "/v1/clients", new { first_name = "Ada", last_name = "L", time_zone = timeZone })).Is(201).Id;
        var address = await _app.GivenAnAddress(mail, client);
        var slot = await _app.GivenSlots(await _app.GivenAProvider(), inDays);
        var booking = await _app.GivenABooking(slot, client);
        await _app.Round();
        return (booking, address);
    }
}

public sealed class ReminderTestsOnSqlite(SqliteApp app) : ReminderTests(app), IClassFixture<SqliteApp>;

public sealed class ReminderTestsOnPostgres(PostgresApp app) : ReminderTests(app), IClassFixture<PostgresApp>;
