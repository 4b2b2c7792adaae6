using Kalends.Tests.Kit;
using Microsoft.Playwright;

namespace Kalends.Tests.Web.Console;

/// <summary>Hours are pulled longer and shorter in the calendar of a real browser.</summary>
public abstract class StretchScreenTests
{
    // The grid is drawn in the time zone of the hours.
    static readonly BrowserNewContextOptions Wide = new()
    {
        TimezoneId = "UTC",
        ViewportSize = new() { Width = 1280, Height = 1600 },
    };

    static readonly LocatorWaitForOptions Attached = new() { State = WaitForSelectorState.Attached };

    readonly TestApp _app;
    readonly Chromium _chromium;

    protected StretchScreenTests(TestApp app, Chromium chromium)
    {
        app.RequireEngine();
        (_app, _chromium) = (app, chromium);
    }

    [Fact]
    public async Task An_end_is_pulled_later_and_put_back()
    {
        var office = await _app.GivenAnOffice();
        await _app.GivenHours(office.ProviderId);
        await using var screen = await SignedIn(office);
        await OpenDay(screen);

        await Pull(screen, "end", nth: 1, byMinutes: 65);
        await Listed(screen, "13:00–18:00");
        var told = await screen.Page.Locator("#alert").InnerTextAsync();
        await screen.Click("Put the hours back");
        await Listed(screen, "13:00–17:00");

        Assert.Contains("are 09:00-12:00, 13:00-18:00 now", told, StringComparison.Ordinal);
        Assert.Empty(await Exceptions(office));
        Assert.Empty(screen.Complaints);
    }

    [Fact]
    public async Task A_start_is_pulled_no_further_than_to_the_hours_before_it_which_it_joins()
    {
        var office = await _app.GivenAnOffice();
        await _app.GivenHours(office.ProviderId);
        await using var screen = await SignedIn(office);
        await OpenDay(screen);

        await Pull(screen, "start", nth: 1, byMinutes: -150);
        await Listed(screen, "09:00–17:00");
        await screen.Until("document.querySelectorAll('.edge').length === 2 && !document.querySelector('[data-to]')");
        await Pull(screen, "start", nth: 0, byMinutes: 90);
        await Listed(screen, "10:30–17:00");

        Assert.Equal(["10:30-17:00"], await Exceptions(office));
        Assert.Empty(screen.Complaints);
    }

    [Fact]
    public async Task A_finger_pulls_as_a_mouse_does()
    {
        var office = await _app.GivenAnOffice();
        await _app.GivenHours(office.ProviderId);
        await using var screen = await SignedIn(office, new()
        {
            TimezoneId = "UTC",
            ViewportSize = new() { Width = 1280, Height = 1600 },
            HasTouch = true,
        });
        await OpenDay(screen);
        var (x, y, pixels) = await Grasp(screen, "end", nth: 0);
        var touch = await screen.Page.Context.NewCDPSessionAsync(screen.Page);

        await Touch("touchStart", y);
        for (var i = 1; i <= 6; i++)
            await Touch("touchMove", y - i * 10 * pixels);
        await Touch("touchEnd");

        await Listed(screen, "09:00–11:00");

        Task Touch(string type, float? at = null) => touch.SendAsync("Input.dispatchTouchEvent", new()
        {
            ["type"] = type,
            ["touchPoints"] = at is { } there ? new[] { new { x, y = there } } : [],
        });
    }

    [Fact]
    public async Task A_pull_that_somebody_else_forestalled_is_refused_and_shows_what_they_did()
    {
        var office = await _app.GivenAnOffice();
        await _app.GivenHours(office.ProviderId);
        await using var screen = await SignedIn(office);
        // The page does not hear of what others do.
        await screen.Page.RouteAsync("**/stream*", route => route.AbortAsync("aborted"));
        await OpenDay(screen);
        using var other = await _app.Enters(office);
        var page = (await other.Get("/console/hours")).Is(200);
        (await other.SendForm(
            page, "/console/hours/exceptions", ("date", _app.HoursDay()), ("stretches", "09:00-11:00"))).Is(303);

        await Pull(screen, "end", nth: 0, byMinutes: 30);

        await screen.Page.Locator("[role=alert]", new() { HasText = "Somebody changed this meanwhile" }).WaitForAsync();
        await Listed(screen, "09:00–11:00");
        await screen.Until("document.querySelectorAll('.edge').length === 2 && !document.querySelector('[data-to]')");
        Assert.Equal(["09:00-11:00"], await Exceptions(office));
    }

    [Fact]
    public async Task An_edge_that_is_let_go_where_it_was_changes_nothing()
    {
        var office = await _app.GivenAnOffice();
        await _app.GivenHours(office.ProviderId);
        await using var screen = await SignedIn(office);
        await OpenDay(screen);
        var (x, y, pixels) = await Grasp(screen, "end", nth: 0);
        var before = await screen.Page.Locator("#calendar .offered").First.BoundingBoxAsync();
        var sent = 0;
        screen.Page.Request += (_, request) => sent += request.Method == "POST" ? 1 : 0;

        await screen.Page.Mouse.MoveAsync(x, y);
        await screen.Page.Mouse.DownAsync();
        await screen.Page.Mouse.MoveAsync(x, y + 60 * pixels, new() { Steps = 5 });
        var pulled = await screen.Page.Locator("#calendar .edge[data-to]").GetAttributeAsync("data-time");
        await screen.Page.Mouse.MoveAsync(x, y + 3, new() { Steps = 5 });
        await screen.Page.Mouse.UpAsync();

        Assert.Equal("13:00", pulled);
        Assert.Equal(0, await screen.Page.Locator("#calendar .edge[data-to]").CountAsync());
        var after = (await screen.Page.Locator("#calendar .offered").First.BoundingBoxAsync())!;
        Assert.Equal((before!.Y, before.Height), (after.Y, after.Height));
        Assert.Equal(0, sent);
        Assert.EndsWith($"day={_app.HoursDay()}", screen.Page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Calendars_side_by_side_have_edges_of_their_own_and_appointments_above_them_are_dragged()
    {
        var office = await _app.GivenAnOffice();
        var second = (await _app.Admin.Post("/v1/providers", new
        {
            first_name = "Charles",
            last_name = "Babbage",
            organisation_id = office.OrganisationId,
        })).Is(201).Id;
        await _app.GivenHours(office.ProviderId);
        await _app.GivenHours(second);
        await using var screen = await SignedIn(office);
        await OpenDay(screen);

        await Pull(screen, "end", nth: 3, byMinutes: 60);
        await Listed(screen, "13:00–18:00");

        Assert.Empty(await Exceptions(office));
        Assert.Equal(["09:00-12:00", "13:00-18:00"], await Exceptions(office with { ProviderId = second }));
        Assert.Empty(await screen.Barriers());
        Assert.Empty(screen.Complaints);
    }

    [Fact]
    public async Task An_appointment_at_the_start_of_the_hours_is_dragged_as_any_other()
    {
        var office = await _app.GivenAnOffice();
        await _app.GivenHours(office.ProviderId);
        var slot = (long)(await _app.Admin.Get(
            $"/v1/providers/{office.ProviderId}/slots?from={_app.HoursAt("13:00")}&to={_app.HoursAt("13:30")}"))
            .Is(200)["items"]![0]!["id"]!;
        await _app.GivenABooking(slot, await _app.GivenAClientOf(office, "Alan", "Turing"));
        await using var screen = await SignedIn(office);
        await OpenDay(screen);
        var entry = screen.Page.Locator("#calendar a", new() { HasText = "Alan Turing" });
        await entry.ScrollIntoViewIfNeededAsync();
        var box = (await entry.BoundingBoxAsync())!;

        await Move(screen, box.X + box.Width / 2, box.Y + 2, box.Height * 2);

        await screen.Page.Locator("#agenda li", new() { HasText = "Alan Turing" })
            .Locator("time", new() { HasText = "14:00–14:30" }).WaitForAsync(Attached);
        Assert.Empty(await Exceptions(office));
        Assert.Empty(screen.Complaints);
    }

    [Fact]
    public async Task What_a_person_offered_is_not_pulled()
    {
        var office = await _app.GivenAnOffice();
        await using var screen = await SignedIn(office);

        await screen.Go($"/console/calendar?extent=day&day={_app.FreeAt()[..10]}");
        await screen.Page.Locator("#calendar .offered").First.WaitForAsync();

        Assert.Equal(0, await screen.Page.Locator(".edge").CountAsync());
    }

    [Fact]
    public async Task Without_script_the_list_leads_to_the_hours_of_the_day()
    {
        var office = await _app.GivenAnOffice();
        await _app.GivenHours(office.ProviderId);
        await using var screen = await SignedIn(office, new() { JavaScriptEnabled = false, TimezoneId = "UTC" });
        await screen.Go($"/console/calendar?extent=day&day={_app.HoursDay()}");

        await screen.Click("Change the hours");
        await screen.Page.FillAsync("#stretches", "09:00-12:00, 13:00-18:00");
        await screen.Click("Add an exception");
        await screen.Page.Locator("td", new() { HasText = "13:00-18:00" }).WaitForAsync();

        Assert.Equal(["09:00-12:00", "13:00-18:00"], await Exceptions(office));
    }

    async Task OpenDay(Screen screen)
    {
        await screen.Go($"/console/calendar?extent=day&day={_app.HoursDay()}");
        await screen.Page.Locator("#calendar .edge").First.WaitForAsync();
    }

    static Task Listed(Screen screen, string times) => screen.Page.Locator("#agenda li.offered")
        .Locator("time", new() { HasText = times }).First.WaitForAsync(Attached);

    /// <summary>The middle of an edge, counted from above, and how high a minute is.</summary>
    static async Task<(float X, float Y, float Pixels)> Grasp(Screen screen, string side, int nth)
    {
        await screen.Page.Locator("#calendar .edge").First.WaitForAsync();
        var edge = screen.Page.Locator($"#calendar .edge.{side}").Nth(nth);
        await edge.ScrollIntoViewIfNeededAsync();
        var box = await AtRest(edge);
        var (nine, ten) = (await HeightOf(screen, "09:00"), await HeightOf(screen, "10:00"));
        return (box.X + box.Width / 2, box.Y + box.Height / 2, (ten - nine) / 60);
    }

    /// <summary>Where something is once it stays there: the page that tells of a change is read again soon.</summary>
    static async Task<LocatorBoundingBoxResult> AtRest(ILocator what)
    {
        var (_, last) = await Patience.Until(
            async () =>
            {
                var before = await what.BoundingBoxAsync();
                await Task.Delay(TimeSpan.FromMilliseconds(500));
                return (Before: before, Now: await what.BoundingBoxAsync());
            },
            seen => seen is { Before: { } before, Now: { } now } && (before.X, before.Y) == (now.X, now.Y));
        return last!;
    }

    /// <summary>How far below the top an hour is written.</summary>
    static async Task<float> HeightOf(Screen screen, string time) =>
        (await screen.Page.GetByText(time, new() { Exact = true }).First.BoundingBoxAsync())!.Y;

    static async Task Pull(Screen screen, string side, int nth, int byMinutes)
    {
        var (x, y, pixels) = await Grasp(screen, side, nth);
        await Move(screen, x, y, byMinutes * pixels);
    }

    static async Task Move(Screen screen, float x, float y, float by)
    {
        await screen.Page.Mouse.MoveAsync(x, y);
        await screen.Page.Mouse.DownAsync();
        await screen.Page.Mouse.MoveAsync(x, y + by / 4, new() { Steps = 5 });
        await screen.Page.Mouse.MoveAsync(x, y + by, new() { Steps = 20 });
        await screen.Page.Mouse.UpAsync();
    }

    /// <summary>The stretches of the days with hours of their own.</summary>
    async Task<IEnumerable<string>> Exceptions(StaffDay.Office office) =>
        (await _app.Admin.Get($"/v1/providers/{office.ProviderId}/working-hours")).Is(200)["exceptions"]!.AsArray()
        .SelectMany(day => day!["stretches"]!.AsArray()).Select(one => $"{one!["from"]}-{one["to"]}").ToList();

    Task<Screen> SignedIn(StaffDay.Office office, BrowserNewContextOptions? options = null) =>
        _chromium.SignIn(_app, office, options ?? Wide);
}

public sealed class StretchScreenTestsOnSqlite(SqliteApp app, Chromium chromium)
    : StretchScreenTests(app, chromium), IClassFixture<SqliteApp>;

public sealed class StretchScreenTestsOnPostgres(PostgresApp app, Chromium chromium)
    : StretchScreenTests(app, chromium), IClassFixture<PostgresApp>;
