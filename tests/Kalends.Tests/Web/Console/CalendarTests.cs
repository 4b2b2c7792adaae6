using Kalends.Platform.Calls;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Web.Console;

/// <summary>Staff keep calendars, and book, move and mark the appointments of their clients.</summary>
public abstract class CalendarTests
{
    readonly TestApp _app;

    protected CalendarTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task The_console_leads_to_the_calendar_and_shows_what_lies_in_it()
    {
        var office = await _app.GivenAnOffice();
        var client = await _app.GivenAClientOf(office, "Grace", "Hopper");
        await _app.GivenABooking(office.FirstSlotId, client);
        await _app.Reserve(office.FirstSlotId + 2, client);
        (await _app.Admin.Post($"/v1/providers/{office.ProviderId}/closures", new
        {
            starts_at = _app.FreeAt(120),
            ends_at = _app.FreeAt(150),
            reason = "Team meeting",
        })).Is(201);
        using var staff = await _app.Enters(office);

        var entered = (await staff.Get("/console")).Is(303).Headers["Location"];
        var page = (await staff.Get(entered)).Is(200).Text;

        Assert.Equal("/console/calendar", entered);
        Assert.Contains("Grace Hopper", page, StringComparison.Ordinal);
        Assert.Contains("data-kind=\"confirmed\"", page, StringComparison.Ordinal);
        Assert.Contains("data-kind=\"held\"", page, StringComparison.Ordinal);
        Assert.Contains("data-kind=\"offered\"", page, StringComparison.Ordinal);
        Assert.Contains("Closed: Team meeting", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_closed_day_is_named_in_the_calendar()
    {
        var office = await _app.GivenAnOffice();
        var day = _app.NextHour().AddDays(1).ToString("yyyy-MM-dd");
        (await _app.Admin.Put($"/v1/organisations/{office.OrganisationId}/closed-days", new
        {
            days = new[] { new { date = day, name = "Founders' day" } },
        })).Is(200);
        using var staff = await _app.Enters(office);

        var page = (await staff.Get($"/console/calendar?day={day}&extent=day")).Is(200).Text;

        Assert.Contains("Founders&#x27; day", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Staff_book_for_a_client_they_find_by_name_and_mark_what_becomes_of_it()
    {
        var office = await _app.GivenAnOffice(inDays: 0);
        await _app.GivenAClientOf(office, "Grace", "Höpper");
        await _app.GivenAClientOf(office, "Alan", "Turing");
        using var staff = await _app.Enters(office);
        var book = $"/console/book?provider_id={office.ProviderId}&starts_at={_app.FreeAt(60, 0)}&name=hopp";

        var form = (await staff.Get(book)).Is(200);
        var client = Value(form, "client_id");
        var booked = (await staff.SendForm(
            form, "/console/book", ("client_id", client), ("override", "Walked in"))).Is(303);
        var appointment = booked.Headers["Location"];
        var shown = (await staff.Get(appointment)).Is(200);
        var early = (await staff.SendForm(shown, $"{appointment}/arrive")).Is(303);
        var arrived = (await staff.Get(early.Headers["Location"])).Is(200);
        _app.Clock.Advance(TimeSpan.FromMinutes(70));
        var late = (await staff.Get(appointment)).Is(200);
        (await staff.SendForm(late, $"{appointment}/no-show")).Is(303);
        var missed = (await staff.Get(appointment)).Is(200);
        (await staff.SendForm(missed, $"{appointment}/reinstate")).Is(303);
        var again = (await staff.Get(appointment)).Is(200);
        (await staff.SendForm(again, $"{appointment}/complete")).Is(303);
        var completed = (await staff.Get(appointment)).Is(200);

        Assert.DoesNotContain("Alan Turing", form.Text, StringComparison.Ordinal);
        Assert.Contains("Grace Höpper", shown.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Did not come", shown.Text, StringComparison.Ordinal);
        Assert.Contains("<span class=\"state\">arrived</span>", arrived.Text, StringComparison.Ordinal);
        Assert.Contains("<span class=\"state\">missed</span>", missed.Text, StringComparison.Ordinal);
        Assert.Contains("<span class=\"state\">took place</span>", completed.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("/cancel", completed.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_client_is_entered_with_the_booking_or_not_at_all()
    {
        var office = await _app.GivenAnOffice();
        using var staff = await _app.Enters(office);
        var book = $"/console/book?provider_id={office.ProviderId}&starts_at={_app.FreeAt()}";
        var (form, taken) = ((await staff.Get(book)).Is(200), (await staff.Get(book)).Is(200));

        var nobody = await staff.SendForm(form, "/console/book");
        var booked = (await staff.SendForm(form, "/console/book", ("first_name", "Radia"))).Is(303);
        var twice = (await staff.SendForm(form, "/console/book", ("first_name", "Radia"))).Is(303);
        var refused = await staff.SendForm(taken, "/console/book", ("first_name", "Joan"));
        var clients = (await staff.Get("/console/clients")).Is(200).Text;

        Assert.Contains("Please fill this in.", nobody.Is(422).Text, StringComparison.Ordinal);
        Assert.Equal(booked.Headers["Location"], twice.Headers["Location"]);
        Assert.Contains("Somebody else was faster", refused.Is(409).Text, StringComparison.Ordinal);
        Assert.Equal(2, clients.Split(">Radia<").Length);
        Assert.DoesNotContain("Joan", clients, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reason_overrides_the_notice()
    {
        var office = await _app.GivenAnOffice(inDays: 0);
        (await _app.Admin.Put($"/v1/providers/{office.ProviderId}/policy", new { book_notice_minutes = 1440 })).Is(200);
        using var staff = await _app.Enters(office);
        var form = (await staff.Get(
            $"/console/book?provider_id={office.ProviderId}&starts_at={_app.FreeAt(60, 0)}")).Is(200);

        var refused = await staff.SendForm(form, "/console/book", ("first_name", "Radia"));
        var allowed = await staff.SendForm(
            refused, "/console/book", ("first_name", "Radia"), ("override", "She is in pain"));

        Assert.Contains("too near", refused.Is(422).Text, StringComparison.Ordinal);
        allowed.Is(303);
    }

    [Fact]
    public async Task Of_two_who_move_an_appointment_the_second_is_told_that_it_has_changed()
    {
        var office = await _app.GivenAnOffice();
        var id = await _app.GivenABooking(office.FirstSlotId);
        using var one = await _app.Enters(office);
        using var two = await _app.Enters(office);
        const string calendar = "/console/calendar";
        var (first, second) = ((await one.Get(calendar)).Is(200), (await two.Get(calendar)).Is(200));
        var tag = Tag(first, id);

        var moved = await Drag(one, first, id, tag, 60);
        var late = await Drag(two, second, id, tag, 90);
        var taken = await Drag(two, late, await _app.GivenABooking(office.FirstSlotId), null, 60);

        Assert.StartsWith(calendar, moved.Is(303).Headers["Location"], StringComparison.Ordinal);
        Assert.Contains("Somebody changed this meanwhile", late.Is(412).Text, StringComparison.Ordinal);
        Assert.Contains("Somebody else was faster", taken.Is(409).Text, StringComparison.Ordinal);
        Assert.Contains("Move it with a reason", taken.Text, StringComparison.Ordinal);
        Assert.Contains("class=\"entry confirmed", taken.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_appointment_is_moved_by_its_form_and_cancelled_with_a_kind_of_reason()
    {
        var office = await _app.GivenAnOffice();
        var path = $"/console/reservations/{await _app.GivenABooking(office.FirstSlotId)}";
        using var staff = await _app.Enters(office);
        var page = (await staff.Get(path)).Is(200);

        var wrong = await staff.SendForm(page, $"{path}/move", ("starts_local", "tomorrow"));
        var nowhere = await staff.SendForm(page, $"{path}/move", ("starts_local", "2031-01-01T10:00"));
        (await staff.SendForm(
            page, $"{path}/move", ("starts_local", _app.FreeAt(30).Replace(":00Z", "")))).Is(303);
        var moved = (await staff.Get(path)).Is(200);
        (await staff.SendForm(moved, $"{path}/cancel", ("reason_code", "illness"), ("reason", "Flu"))).Is(303);
        var cancelled = (await staff.Get(path)).Is(200);
        var api = (await _app.Admin.Get($"/v1/reservations/{path.Split('/')[^1]}")).Is(200);

        Assert.Contains("This is not valid.", wrong.Is(422).Text, StringComparison.Ordinal);
        Assert.Contains("not there at this time", nowhere.Is(409).Text, StringComparison.Ordinal);
        Assert.Contains("Earlier times", moved.Text, StringComparison.Ordinal);
        Assert.Contains("Flu", cancelled.Text, StringComparison.Ordinal);
        Assert.Equal("illness", (string?)api["cancel_code"]);
        Assert.DoesNotContain("<details", cancelled.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Calendars_of_others_are_not_there()
    {
        var (mine, other) = (await _app.GivenAnOffice(), await _app.GivenAnOffice());
        var id = await _app.GivenABooking(other.FirstSlotId);
        using var staff = await _app.Enters(mine);

        var page = (await staff.Get($"/console/calendar?provider_ids={other.ProviderId}")).Is(200).Text;

        Assert.DoesNotContain("data-kind", page, StringComparison.Ordinal);
        (await staff.Get($"/console/reservations/{id}")).Is(404);
        (await staff.Get($"/console/book?provider_id={other.ProviderId}")).Is(404);
    }

    [Fact]
    public async Task The_navigation_has_what_the_access_table_allows()
    {
        using var client = await _app.GivenABrowserOfAClient();
        using var accountant = new PageVisitor(_app);
        await accountant.SignIn(await _app.GivenAUserWithPassword(Roles.Accountant), Practice.Password);
        using var staff = await _app.Enters(await _app.GivenAnOffice());

        var page = (await staff.Get("/console/clients")).Is(200).Text;

        Assert.DoesNotContain("/console", (await client.Get("/")).Text, StringComparison.Ordinal);
        Assert.Contains("href=\"/console\"", (await accountant.Get("/")).Text, StringComparison.Ordinal);
        Assert.Contains("href=\"/console/calendar\"", page, StringComparison.Ordinal);
        Assert.Contains("aria-current=\"page\">Clients", page, StringComparison.Ordinal);
    }

    async Task<Answer> Drag(PageVisitor visitor, Answer page, long id, string? tag, int minutes) =>
        await visitor.Post("/console/calendar/move",
        [
            .. PageVisitor.HiddenFields(page, "/console/calendar/move"),
            ("id", $"{id}"), ("if_match", tag ?? ""), ("starts_at", _app.FreeAt(minutes)),
        ]);

    static string Tag(Answer page, long id) => System.Net.WebUtility.HtmlDecode(
        page.Text.Split($"data-id=\"{id}\" data-tag=\"")[1].Split('"')[0]);

    static string Value(Answer page, string field) =>
        page.Text.Split($"name=\"{field}\" type=\"radio\" value=\"")[1].Split('"')[0];
}

public sealed class CalendarTestsOnSqlite(SqliteApp app) : CalendarTests(app), IClassFixture<SqliteApp>;

public sealed class CalendarTestsOnPostgres(PostgresApp app) : CalendarTests(app), IClassFixture<PostgresApp>;
