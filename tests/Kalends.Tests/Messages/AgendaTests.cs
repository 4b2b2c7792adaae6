using Kalends.Messages.Sending;
using Kalends.Platform.Calls;
using Kalends.Tests.Kit;
using Kalends.Tests.Scheduling;
using MimeKit;

namespace Kalends.Tests.Messages;

/// <summary>Providers who want it are told in the morning what they have on the day, once.</summary>
public abstract class AgendaTests
{
    readonly TestApp _app;

    protected AgendaTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task A_provider_gets_the_day_in_the_morning_by_their_own_clocks()
    {
        await using var mail = new MailServer();
        await using var running = await _app.SendsMail(mail);
        var (_, provider, address) = await GivenAProvider(mail);
        var slot = await GivenSlotsTomorrow(provider);
        await _app.GivenABooking(slot);
        await _app.GivenAHold(slot + 2);
        var massage = (await _app.Book(slot + 4, await _app.GivenAService(provider, minutes: 30))).Is(201).Id;
        (await _app.Admin.Post($"/v1/reservations/{massage}/confirm")).Is(200);
        await Close(provider, from: 36, to: 37, "Dentist");

        var told = new List<int>();
        foreach (var minutes in new[] { 29 * 60 + 59, 1, 0, 60 })
            told.Add((await After(mail, address, minutes)).Count);

        Assert.Equal([0, 1, 1, 1], told);
        var agenda = Agendas(mail, address)[0];
        var date = Instant.FromDateTimeOffset(_app.Clock.GetUtcNow()).InUtc()
            .ToString("dddd d MMMM uuuu", System.Globalization.CultureInfo.GetCultureInfo("en-GB"));
        Assert.Equal($"Appointments on {date}: 2", agenda.Subject);
        var text = agenda.TextBody!.ReplaceLineEndings("\n");
        Assert.Contains(
            $"this is your day: {date} (Europe/Stockholm)\n\n" +
            "10:00–10:15 Grace Hopper\n11:00–11:30 Massage, Grace Hopper\n\n" +
            "Closed:\n13:00–14:00 Dentist\n\nNorthside\n",
            text, StringComparison.Ordinal);
        Assert.Contains("10:00–10:15 Grace Hopper<br>", agenda.HtmlBody, StringComparison.Ordinal);
        Assert.Null(agenda.Calendar());
    }

    [Fact]
    public async Task Nobody_gets_an_agenda_who_has_not_asked_for_one_and_one_click_ends_it()
    {
        await using var mail = new MailServer();
        await using var running = await _app.SendsMail(mail);
        var (_, silent, silentAddress) = await GivenAProvider(mail, preferences: new { });
        var (visitor, provider, address) = await GivenAProvider(mail);
        await _app.GivenABooking(await GivenSlotsTomorrow(silent));
        await _app.GivenABooking(await _app.GivenSlots(provider, inDays: 1.375));
        await _app.GivenABooking(await _app.GivenSlots(provider, inDays: 2.375));
        await After(mail, address, 30 * 60);

        Assert.Empty(Agendas(mail, silentAddress));
        var end = Agendas(mail, address)[^1].CodeAfter("/unsubscribe/");
        (await _app.Nobody.Post($"/v1/unsubscribe/{end}")).Is(204);
        await After(mail, address, 24 * 60);

        Assert.Single(Agendas(mail, address));
        var preferences = (await visitor.Get("/v1/me/contact")).Is(200)["preferences"]!;
        Assert.Equal(("none", "email"), ((string?)preferences["agenda"], (string?)preferences["bookings"]));
    }

    [Fact]
    public async Task Where_the_clocks_change_the_agenda_comes_once_at_the_first_such_time_or_after_the_gap()
    {
        await using var mail = new MailServer();
        await using var running = await _app.SendsMail(mail);
        var (_, provider, address) = await GivenAProvider(mail, new { agenda = "email", agenda_time = "02:30" });
        var told = new List<int>();

        // In Stockholm the clocks go from two to three on the 31st of March, and back on the 27th of October 2030.
        foreach (var (day, minutes) in new[]
        {
            (new DateTimeOffset(2030, 3, 31, 0, 0, 0, TimeSpan.Zero), new[] { 60 + 29, 1, 60 }),
            (new DateTimeOffset(2030, 10, 27, 0, 0, 0, TimeSpan.Zero), [29, 1, 60]),
        })
        {
            _app.Clock.Advance(day.AddDays(-2) - _app.Clock.GetUtcNow());
            await _app.GivenABooking(await _app.GivenSlots(provider, inDays: 2.375));
            await After(mail, address, 2 * 24 * 60);
            foreach (var step in minutes)
                told.Add((await After(mail, address, step)).Count);
        }

        Assert.Equal([0, 1, 1, 1, 2, 2], told);
    }

    [Fact]
    public async Task After_a_time_of_silence_the_rest_of_the_day_is_told_if_there_is_any()
    {
        await using var mail = new MailServer();
        string over, left;
        await using (await _app.SendsMail(mail))
        {
            (_, var first, over) = await GivenAProvider(mail);
            (_, var second, left) = await GivenAProvider(mail);
            await _app.GivenABooking(await GivenSlotsTomorrow(first));
            var slot = await _app.GivenSlots(second, inDays: 1.375);
            await _app.GivenABooking(slot);
            await _app.GivenABooking(slot + 1);
            await After(mail, left, 29 * 60);
        }

        await _app.Stop();
        _app.Clock.Advance(TimeSpan.FromMinutes(4 * 60 + 20));
        await _app.Start();
        await using var running = await _app.SendsMail(mail);

        // The first round is that of the start. By the provider's clocks it is twenty past ten.
        Assert.Empty(Agendas(mail, over));
        var text = Assert.Single(Agendas(mail, left)).TextBody;
        Assert.Contains("10:15–10:30 Grace Hopper", text, StringComparison.Ordinal);
        Assert.DoesNotContain("10:00–10:15", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_day_that_is_empty_or_became_so_is_not_told()
    {
        await using var mail = new MailServer();
        await using var running = await _app.SendsMail(mail);
        var (_, free, freeAddress) = await GivenAProvider(mail);
        var (_, provider, address) = await GivenAProvider(mail);
        var booking = await _app.GivenABooking(await GivenSlotsTomorrow(provider));
        await _app.GivenSlots(free, inDays: 1.375);
        await _app.Round();
        var before = await CountQueued();

        _app.Clock.Advance(TimeSpan.FromHours(30));
        await QueueAgendas.Run(_app.OwnCall());
        var queued = await CountQueued() - before;
        (await _app.Admin.Post($"/v1/reservations/{booking}/cancel")).Is(200);
        await _app.Round();

        Assert.Equal(1, queued);
        Assert.Empty(Agendas(mail, address));
        Assert.Empty(Agendas(mail, freeAddress));
        var last = (await _app.Admin.Get("/v1/messages?kind=agenda&limit=1")).Is(200)["items"]![0]!;
        Assert.Equal(("dropped", "outdated"), ((string?)last["state"], (string?)last["problem"]));
    }

    [Fact]
    public async Task Several_processes_and_a_clock_that_was_ahead_tell_a_day_once()
    {
        await using var mail = new MailServer();
        await using var running = await _app.SendsMail(mail);
        var (_, provider, address) = await GivenAProvider(mail);
        await _app.GivenABooking(await GivenSlotsTomorrow(provider));

        _app.Clock.Advance(TimeSpan.FromHours(30));
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => _app.Round()));
        _app.Clock.Advance(TimeSpan.FromHours(-1));
        await _app.Round();
        await After(mail, address, 60);

        Assert.Single(Agendas(mail, address));
    }

    [Theory]
    [InlineData("de", "Termine am ", "Geschlossen:\n00:00–24:00 Urlaub")]
    [InlineData("sv", "Bokningar ", "Stängt:\n00:00–24:00 Urlaub")]
    public async Task An_agenda_is_in_the_language_of_its_reader(string language, string subject, string text)
    {
        await using var mail = new MailServer();
        await using var running = await _app.SendsMail(mail);
        var (_, provider, address) = await GivenAProvider(mail, language: language);
        await ToMidnight();
        await Close(provider, from: 12, to: 60, "Urlaub");
        await After(mail, address, 30 * 60);

        var agenda = Assert.Single(mail.To(address), one => one.Subject!.StartsWith(subject, StringComparison.Ordinal));
        Assert.EndsWith(": 0", agenda.Subject, StringComparison.Ordinal);
        Assert.Contains(text, agenda.TextBody!.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_may_not_see_the_clients_of_a_calendar_gets_no_agenda_of_it()
    {
        await using var mail = new MailServer();
        await using var running = await _app.SendsMail(mail);
        var (_, provider, address) = await GivenAProvider(mail);
        await _app.GivenABooking(await GivenSlotsTomorrow(provider));
        var owner = await _app.As(Roles.Provider);
        (await _app.Admin.Patch($"/v1/providers/{provider}", new { owner_user_id = owner.UserId })).Is(200);

        await After(mail, address, 30 * 60);

        Assert.Empty(Agendas(mail, address));
    }

    [Fact]
    public async Task The_time_of_the_agenda_is_a_time_of_the_day()
    {
        var (visitor, _) = await _app.GivenAClientUser();
        Task<Answer> Put(string time) => visitor.Put(
            "/v1/me/contact", new { preferences = new { agenda = "email", agenda_time = time } });

        foreach (var wrong in new[] { "24:00", "7:00", "07:60", "seven", "07:00:00" })
            (await Put(wrong)).IsRefused(422, "invalid_input");

        Assert.Equal("23:59", (string?)(await Put("23:59")).Is(200)["preferences"]!["agenda_time"]);
    }

    static List<MimeMessage> Agendas(MailServer mail, string address) =>
        [.. mail.To(address).Where(one => one.Subject!.StartsWith("Appointments on", StringComparison.Ordinal))];

    async Task<List<MimeMessage>> After(MailServer mail, string address, int minutes)
    {
        _app.Clock.Advance(TimeSpan.FromMinutes(minutes));
        await _app.Round();
        return Agendas(mail, address);
    }

    async Task ToMidnight()
    {
        var now = _app.Clock.GetUtcNow();
        _app.Clock.Advance(new DateTimeOffset(now.Date.AddDays(1), TimeSpan.Zero) - now);
        await _app.Round();
    }

    /// <summary>It is midnight then, and the slots are from nine to eleven o'clock UTC.</summary>
    async Task<long> GivenSlotsTomorrow(long provider)
    {
        await ToMidnight();
        return await _app.GivenSlots(provider, inDays: 1.375);
    }

    async Task Close(long provider, int from, int to, string reason) =>
        (await _app.Admin.Post($"/v1/providers/{provider}/closures", new
        {
            starts_at = _app.NextHour().AddHours(from).Text(),
            ends_at = _app.NextHour().AddHours(to).Text(),
            reason,
        })).Is(201);

    async Task<int> CountQueued() =>
        (await _app.Admin.Get("/v1/messages?kind=agenda&limit=100")).Is(200)["items"]!.AsArray().Count;

    async Task<(Visitor Visitor, long ProviderId, string Address)> GivenAProvider(
        MailServer mail, object? preferences = null, string? language = null)
    {
        var (visitor, address) = (await _app.As(Roles.Provider), Mailing.NewAddress());
        (await _app.Admin.Put($"/v1/users/{visitor.UserId}/contact", new
        {
            email = address,
            language,
            preferences = preferences ?? new { agenda = "email" },
        })).Is(200);
        await _app.Verify(mail, address);
        var made = new
        {
            name = "Ada",
            time_zone = "Europe/Stockholm",
            user_id = visitor.UserId,
            owner_user_id = visitor.UserId,
        };
        return (visitor, (await _app.Admin.Post("/v1/providers", made)).Is(201).Id, address);
    }
}

public sealed class AgendaTestsOnSqlite(SqliteApp app) : AgendaTests(app), IClassFixture<SqliteApp>;

public sealed class AgendaTestsOnPostgres(PostgresApp app) : AgendaTests(app), IClassFixture<PostgresApp>;
