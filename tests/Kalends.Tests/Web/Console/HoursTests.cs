using Kalends.Tests.Kit;
using Kalends.Tests.Scheduling;

namespace Kalends.Tests.Web.Console;

/// <summary>Staff enter working hours, block time, and keep services, reviews and an eye on the event log.</summary>
public abstract class HoursTests
{
    readonly TestApp _app;

    protected HoursTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task Weekly_hours_and_their_exceptions_are_entered_as_people_write_them()
    {
        var office = await _app.GivenAnOffice();
        using var staff = await _app.Enters(office);
        const string path = "/console/hours";
        var (page, stale) = ((await staff.Get(path)).Is(200), (await staff.Get(path)).Is(200));
        (string, string)[] fields = [("slot_minutes", "30"), ("time_zone", "Europe/Vienna")];

        var wrong = await staff.SendForm(page, path, [("day1", "nine to five"), .. fields]);
        (await staff.SendForm(page, path, [("day1", "9:00-12:00, 13:00–17:00"), ("day3", "10:00-14:00"), .. fields]))
            .Is(303);
        var late = await staff.SendForm(stale, path, [("day1", "08:00-12:00"), .. fields]);
        var saved = (await staff.Get(path)).Is(200);
        (await staff.SendForm(
            saved, $"{path}/exceptions", ("date", "2030-01-09"), ("stretches", ""), ("reason", "Training"))).Is(303);
        var hours = (await _app.Admin.Get($"/v1/providers/{office.ProviderId}/working-hours")).Is(200);
        var excepted = (await staff.Get(path)).Is(200);
        (await staff.SendForm(excepted, $"{path}/exceptions/2030-01-09/remove")).Is(303);
        var removed = (await _app.Admin.Get($"/v1/providers/{office.ProviderId}/working-hours")).Is(200);

        Assert.Contains("This is not valid.", wrong.Is(422).Text, StringComparison.Ordinal);
        Assert.Contains("Somebody changed this meanwhile", late.Is(412).Text, StringComparison.Ordinal);
        Assert.Contains("value=\"09:00-12:00, 13:00-17:00\"", saved.Text, StringComparison.Ordinal);
        Assert.Equal("Europe/Vienna", (string?)hours["time_zone"]);
        Assert.Equal(2, hours["rules"]!.AsArray().Count);
        Assert.Equal("2030-01-09", (string?)hours["exceptions"]![0]!["date"]);
        Assert.Contains("Training", excepted.Text, StringComparison.Ordinal);
        Assert.Empty(removed["exceptions"]!.AsArray());
    }

    [Fact]
    public async Task Hours_that_the_form_does_not_know_are_told_and_kept()
    {
        var office = await _app.GivenAnOffice();
        (await _app.Admin.Put($"/v1/providers/{office.ProviderId}/working-hours", new
        {
            time_zone = "UTC",
            rules = new[]
            {
                new
                {
                    weekdays = new[] { 2, 4 },
                    stretches = new[] { new { from = "09:00", to = "12:00" } },
                    every_weeks = 2,
                    valid_from = "2030-02-04",
                },
            },
        })).Is(200);
        using var staff = await _app.Enters(office);

        var page = (await staff.Get("/console/hours")).Is(200).Text;

        Assert.Contains("Tue, Thu: 09:00-12:00, every 2 weeks", page, StringComparison.Ordinal);
        Assert.DoesNotContain("name=\"day1\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_day_with_other_hours_keeps_its_slots_and_services()
    {
        var office = await _app.GivenAnOffice();
        var service = await _app.GivenAService(office.ProviderId);
        await _app.GivenHours(office.ProviderId, services: [service]);
        using var staff = await _app.Enters(office);

        var page = (await staff.Get($"/console/hours?day={_app.HoursDay()}")).Is(200);
        (await staff.SendForm(
            page, "/console/hours/exceptions", ("date", _app.HoursDay()), ("stretches", "09:00-11:00"))).Is(303);

        var hours = (await _app.Admin.Get($"/v1/providers/{office.ProviderId}/working-hours")).Is(200);
        var day = Assert.Single(hours["exceptions"]!.AsArray())!;
        Assert.Equal((30, service), ((int)day["slot_minutes"]!, (long)day["service_ids"]![0]!));
    }

    [Fact]
    public async Task Time_is_blocked_and_opened_again()
    {
        var office = await _app.GivenAnOffice();
        var booked = await _app.GivenABooking(office.FirstSlotId);
        using var staff = await _app.Enters(office);
        const string path = "/console/closures";
        var page = (await staff.Get(path)).Is(200);
        var day = _app.NextHour().AddDays(1);
        (string, string)[] whole =
        [
            ("starts_local", $"{day:yyyy-MM-ddTHH:mm}"), ("ends_local", $"{day.AddHours(4):yyyy-MM-ddTHH:mm}"),
            ("reason", "Water damage"),
        ];

        var backwards = await staff.SendForm(
            page, path, ("starts_local", "2030-01-09T10:00"), ("ends_local", "2030-01-09T09:00"));
        var refused = await staff.SendForm(page, path, whole);
        (await staff.SendForm(refused, path, [("cancel_reservations", "true"), .. whole])).Is(303);
        var blocked = (await staff.Get(path)).Is(200);
        var closure = blocked.Text.Split($"action=\"{path}/")[1].Split('/')[0];
        (await staff.SendForm(blocked, $"{path}/{closure}/reopen")).Is(303);
        var opened = (await staff.Get(path)).Is(200);

        backwards.Is(422);
        refused.Is(409);
        Assert.Contains("Water damage", blocked.Text, StringComparison.Ordinal);
        Assert.Equal("cancelled", (string?)(await _app.Admin.Get($"/v1/reservations/{booked}"))["state"]);
        Assert.DoesNotContain("Water damage", opened.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_is_entered_changed_and_paused()
    {
        var office = await _app.GivenAnOffice();
        using var staff = await _app.Enters(office);
        const string path = "/console/services";
        var form = (await staff.Get($"{path}/new?provider_id={office.ProviderId}")).Is(200);
        (string, string)[] fields =
        [
            ("duration_minutes", "60"), ("buffer_before_minutes", "0"), ("buffer_after_minutes", "15"),
            ("mode", "video"),
        ];

        var nameless = await staff.SendForm(form, $"{path}/new", fields);
        var made = (await staff.SendForm(form, $"{path}/new", [("name", "First visit"), .. fields])).Is(303);
        var one = made.Headers["Location"];
        var page = (await staff.Get(one)).Is(200);
        (await staff.SendForm(page, one, [("name", "First talk"), .. fields])).Is(303);
        var changed = (await staff.Get(one)).Is(200);
        (await staff.SendForm(changed, $"{one}/pause")).Is(303);
        var listed = (await staff.Get(path)).Is(200);
        var service = (await _app.Admin.Get($"/v1{one.Replace("/console", "")}")).Is(200);

        Assert.Contains("Please fill this in.", nameless.Is(422).Text, StringComparison.Ordinal);
        Assert.Contains("First talk", listed.Text, StringComparison.Ordinal);
        Assert.Equal(
            (60, 15, "video", false),
            ((int)service["duration_minutes"]!, (int)service["buffer_after_minutes"]!, (string)service["mode"]!,
                (bool)service["active"]!));
    }

    [Fact]
    public async Task A_review_is_hidden_with_a_reason_and_published_again()
    {
        var office = await _app.GivenAnOffice();
        var (author, _) = await _app.GivenAClientUser();
        (await author.Post(
            $"/v1/providers/{office.ProviderId}/reviews", new { rating = 1, comment = "Rude!" })).Is(201);
        using var staff = await _app.Enters(office);
        const string path = "/console/reviews";
        var page = (await staff.Get(path)).Is(200);
        var decide = $"{path}/{page.Text.Split($"action=\"{path}/")[1].Split('/')[0]}/moderate";

        (await staff.SendForm(page, decide, ("reason", "Insults"))).Is(303);
        var hidden = (await staff.Get($"{path}?state=hidden")).Is(200);
        (await staff.SendForm(hidden, decide)).Is(303);
        var published = (await staff.Get($"{path}?state=published")).Is(200);

        Assert.Contains("Rude!", hidden.Text, StringComparison.Ordinal);
        Assert.Contains("Publish it again", hidden.Text, StringComparison.Ordinal);
        Assert.Contains("Hide it", published.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_event_log_is_filtered_and_shows_no_events_of_others()
    {
        var (office, other) = (await _app.GivenAnOffice(), await _app.GivenAnOffice());
        var mine = await _app.GivenABooking(office.FirstSlotId);
        var theirs = await _app.GivenABooking(other.FirstSlotId);
        using var staff = await _app.Enters(office);

        var page = (await staff.Get("/console/events?kind=reservation.confirmed")).Is(200).Text;
        var refused = await staff.Get("/console/events?provider_id=x");

        Assert.Contains($"href=\"/console/reservations/{mine}\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain($"reservation/{theirs}<", page, StringComparison.Ordinal);
        Assert.DoesNotContain("reservation.held", page.Split("<table")[1], StringComparison.Ordinal);
        Assert.Contains("This is not valid.", refused.Is(422).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Clients_are_found_by_the_beginnings_of_their_names()
    {
        var office = await _app.GivenAnOffice();
        var id = await _app.GivenAClientOf(office, "José", "Núñez-Brown");
        await _app.GivenAClientOf(office, "Ada", "Byron");

        foreach (var name in (string[])["nunez", "JOS", "brown jo", "núñ"])
            Assert.Equal([id], await Found(name, office));
        Assert.Empty(await Found("jose byron", office));
        Assert.Empty(await Found("!", office));
        (await _app.Admin.Patch($"/v1/clients/{id}", new { first_name = "Pepe", last_name = "Brown" })).Is(200);
        Assert.Empty(await Found("nunez", office));
        Assert.Equal([id], await Found("pepe", office));
    }

    async Task<IReadOnlyList<long>> Found(string name, StaffDay.Office office)
    {
        var all = (await _app.Admin.Get($"/v1/clients?name={Uri.EscapeDataString(name)}&limit=100")).Is(200);
        return [.. all["items"]!.AsArray()
            .Where(one => (long?)one!["organisation_id"] == office.OrganisationId)
            .Select(one => (long)one!["id"]!)];
    }
}

public sealed class HoursTestsOnSqlite(SqliteApp app) : HoursTests(app), IClassFixture<SqliteApp>;

public sealed class HoursTestsOnPostgres(PostgresApp app) : HoursTests(app), IClassFixture<PostgresApp>;
