using System.Net;
using Kalends.Platform.Calls;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Web;

/// <summary>Booking by plain links and forms, as a browser without script does.</summary>
public abstract class BookingTests
{
    readonly TestApp _app;

    protected BookingTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task A_client_holds_a_time_and_confirms_it_and_cancels()
    {
        var (provider, _) = await _app.GivenFreeSlots();
        using var visitor = await _app.GivenABrowserOfAClient();

        var appointment = await Hold(visitor, provider);
        var held = (await visitor.Get(appointment)).Is(200);
        (await visitor.SendForm(held, $"{appointment}/confirm")).Is(303);
        var confirmed = (await visitor.Get(appointment)).Is(200);
        var file = (await visitor.Get($"{appointment}/calendar")).Is(200);
        (await visitor.SendForm(confirmed, $"{appointment}/cancel", ("reason", "I am well again"))).Is(303);
        var cancelled = (await visitor.Get(appointment)).Is(200);

        var until = Clock(_app.Clock.GetUtcNow().AddMinutes(30));
        Assert.Contains($"Held for you until {until}", held.Text, StringComparison.Ordinal);
        Assert.Contains("data-seconds-left=\"1800\"", held.Text, StringComparison.Ordinal);
        Assert.Contains(">confirmed<", confirmed.Text, StringComparison.Ordinal);
        Assert.Contains("BEGIN:VCALENDAR", file.Text, StringComparison.Ordinal);
        Assert.Contains(">cancelled<", cancelled.Text, StringComparison.Ordinal);
        Assert.Contains("Book again", cancelled.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_that_is_sent_twice_books_once()
    {
        var (provider, _) = await _app.GivenFreeSlots();
        using var visitor = await _app.GivenABrowserOfAClient();
        var page = (await visitor.Get(_app.FirstTime(provider))).Is(200);

        var first = await visitor.SendForm(page, _app.FirstTime(provider));
        var second = await visitor.SendForm(page, _app.FirstTime(provider));

        Assert.Equal(first.Is(303).Headers["Location"], second.Is(303).Headers["Location"]);
    }

    [Fact]
    public async Task Of_two_people_who_choose_one_time_the_second_is_shown_the_nearest_others()
    {
        var (provider, _) = await _app.GivenFreeSlots();
        using var one = await _app.GivenABrowserOfAClient();
        using var two = await _app.GivenABrowserOfAClient();
        var path = _app.FirstTime(provider);
        var (ofOne, ofTwo) = ((await one.Get(path)).Is(200), (await two.Get(path)).Is(200));

        (await one.SendForm(ofOne, path)).Is(303);
        var refused = (await two.SendForm(ofTwo, path)).Is(409);

        Assert.Contains("Somebody else was faster", refused.Text, StringComparison.Ordinal);
        Assert.Contains("The nearest other times", refused.Text, StringComparison.Ordinal);
        Assert.Contains($", {Clock(_app.NextHour().AddMinutes(15))}<", refused.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_two_people_who_send_at_once_one_gets_the_time()
    {
        var (provider, _) = await _app.GivenFreeSlots();
        using var one = await _app.GivenABrowserOfAClient();
        using var two = await _app.GivenABrowserOfAClient();
        var path = _app.FirstTime(provider);
        var (ofOne, ofTwo) = ((await one.Get(path)).Is(200), (await two.Get(path)).Is(200));

        var answers = await Task.WhenAll(one.SendForm(ofOne, path), two.SendForm(ofTwo, path));

        Assert.Equal([303, 409], answers.Select(answer => answer.Status).Order());
    }

    [Fact]
    public async Task A_hold_that_has_lapsed_cannot_be_confirmed_and_says_so()
    {
        var (provider, _) = await _app.GivenFreeSlots();
        using var visitor = await _app.GivenABrowserOfAClient();
        var appointment = await Hold(visitor, provider);
        var page = (await visitor.Get(appointment)).Is(200);

        _app.Clock.Advance(TimeSpan.FromMinutes(31));
        var refused = (await visitor.SendForm(page, $"{appointment}/confirm")).Is(410);

        Assert.Contains("was not confirmed soon enough", refused.Text, StringComparison.Ordinal);
        Assert.Contains("the hold has lapsed", refused.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_appointment_is_moved_to_another_time_by_one_button()
    {
        var (provider, first) = await _app.GivenFreeSlots();
        using var visitor = await _app.GivenABrowserOfAClient();
        var appointment = await Hold(visitor, provider);

        var page = (await visitor.Get($"{appointment}/move")).Is(200);
        // The form leads to the page itself.
        (await visitor.Post($"{appointment}/move",
            [.. PageVisitor.HiddenFields(page, ""), ("slot_id", $"{first + 1}")])).Is(303);

        Assert.Contains(
            $"{Clock(_app.NextHour().AddMinutes(15))}–", (await visitor.Get(appointment)).Is(200).Text,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_visitor_who_is_no_client_yet_gives_a_name_and_becomes_one()
    {
        var (provider, _) = await _app.GivenFreeSlots();
        using var visitor = new PageVisitor(_app);
        (await visitor.SignIn(await _app.GivenAUserWithPassword(Roles.Client), Practice.Password)).Is(303);
        var path = _app.FirstTime(provider);
        var page = (await visitor.Get(path)).Is(200);

        var without = (await visitor.SendForm(page, path)).Is(422);
        var with = await visitor.SendForm(without, path, ("first_name", "Zoë"), ("last_name", "Åström"));

        Assert.Contains("Please fill this in.", without.Text, StringComparison.Ordinal);
        with.Is(303);
    }

    [Fact]
    public async Task Questions_of_a_service_are_asked_and_a_wrong_answer_is_told_beside_its_field()
    {
        var (provider, _) = await _app.GivenFreeSlots();
        var service = (await _app.Admin.Post("/v1/services", new
        {
            provider_id = provider,
            name = "First visit",
            duration_minutes = 30,
            questions = new object[]
            {
                new { key = "why", label = "What brings you here?", required = true },
                new { key = "age", label = "How old are you?", kind = "number" },
            },
        })).Is(201).Id;
        (await _app.Admin.Put($"/v1/services/{service}/providers/{provider}")).Is(200);
        using var visitor = await _app.GivenABrowserOfAClient();
        var path = _app.FirstTime(provider) + $"&service_id={service}";
        var page = (await visitor.Get(path)).Is(200);
        var hidden = PageVisitor.HiddenFields(page, path).Where(field => field.Name != "answers").ToList();

        var wrong = (await visitor.Post(path,
            [.. hidden, ("answers", "why"), ("answers", "My knee"), ("answers", "age"), ("answers", "old")])).Is(422);
        var right = await visitor.Post(path,
            [.. hidden, ("answers", "why"), ("answers", "My knee"), ("answers", "age"), ("answers", "")]);

        Assert.Contains("What brings you here?", page.Text, StringComparison.Ordinal);
        Assert.Contains("My knee", wrong.Text, StringComparison.Ordinal);
        Assert.Contains("This is not valid.", wrong.Text, StringComparison.Ordinal);
        var appointment = (await visitor.Get(right.Is(303).Headers["Location"])).Is(200);
        Assert.Contains(
            $"{Clock(_app.NextHour())}–{Clock(_app.NextHour().AddMinutes(30))}", appointment.Text,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_search_shows_providers_with_their_first_times_and_finds_by_skill_language_and_price()
    {
        var provider = (await _app.Admin.Post("/v1/providers", new
        {
            name = "Ásta Þórsdóttir",
            cost = 45000,
            currency = "GBP",
            languages = new[] { "is" },
            skills = new[] { "Volcanology" },
        })).Is(201).Id;
        await _app.GivenSlots(provider);
        using var visitor = await _app.GivenABrowserOfAClient();

        var found = (await visitor.Get("/book?text=volcano&language=is&cost_max=450")).Is(200);
        var none = (await visitor.Get("/book?text=volcano&cost_max=449.99")).Is(200);

        Assert.Contains("Ásta Þórsdóttir", found.Text, StringComparison.Ordinal);
        Assert.Contains("450.00 GBP a day", found.Text, StringComparison.Ordinal);
        Assert.Equal(3, found.Text.Split("class=\"time\"").Length - 1);
        Assert.Contains("Nobody was found", none.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/book?cost_max=much")]
    [InlineData("/book?free_until=someday")]
    [InlineData("/book?language=!")]
    [InlineData("/book?order=whim")]
    public async Task A_search_that_makes_no_sense_is_shown_again_with_the_fault_beside_its_field(string path)
    {
        using var visitor = await _app.GivenABrowserOfAClient();

        var refused = (await visitor.Get(path)).Is(422);

        Assert.Contains("class=\"fault\"", refused.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_organisation_has_a_page_of_its_own()
    {
        var organisation = (await _app.Admin.Post("/v1/organisations", new { name = $"Clinic {Guid.NewGuid()}" }))
            .Is(201);
        using var visitor = await _app.GivenABrowserOfAClient();

        var page = (await visitor.Get($"/book/organisations/{organisation.Id}")).Is(200);

        Assert.Contains((string)organisation["name"]!, page.Text, StringComparison.Ordinal);
        (await visitor.Get("/book/organisations/999999")).Is(404);
    }

    [Fact]
    public async Task Times_are_told_in_the_zone_that_the_visitor_chose_and_the_page_names_it()
    {
        var (provider, _) = await _app.GivenFreeSlots();
        using var visitor = await _app.GivenABrowserOfAClient();

        var before = (await visitor.Get($"/book/{provider}")).Is(200);
        (await visitor.Get($"/preferences?zone=Asia/Tokyo&return_to=/book/{provider}")).Is(303);
        var after = (await visitor.Get($"/book/{provider}")).Is(200);

        Assert.Contains("selected>UTC<", before.Text, StringComparison.Ordinal);
        Assert.Contains($">{Clock(_app.NextHour())}<", before.Text, StringComparison.Ordinal);
        Assert.Contains("selected>Asia/Tokyo<", after.Text, StringComparison.Ordinal);
        Assert.Contains($">{Clock(_app.NextHour().AddHours(9))}<", after.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_appointment_of_somebody_else_is_not_there()
    {
        var (provider, _) = await _app.GivenFreeSlots();
        using var visitor = await _app.GivenABrowserOfAClient();
        using var stranger = await _app.GivenABrowserOfAClient();
        var appointment = await Hold(visitor, provider);

        var seen = (await stranger.Get(appointment)).Is(404);

        Assert.StartsWith("text/html", seen.Headers["Content-Type"], StringComparison.Ordinal);
        (await stranger.Get($"{appointment}/calendar")).Is(404);
        (await stranger.Get($"{appointment}/move")).Is(404);
    }

    [Theory]
    [InlineData("/book/1/time")]
    [InlineData("/book/1/time?starts_at=soon")]
    [InlineData("/book/999999999?month=2026-13")]
    [InlineData("/book/999999999?day=0001-01-01")]
    [InlineData("/book/999999999")]
    [InlineData("/book/x")]
    [InlineData("/appointments/0")]
    [InlineData("/appointments?cursor=!")]
    [InlineData("/nothing")]
    [InlineData("/preferences?zone=Nowhere")]
    public async Task Whatever_is_asked_a_browser_is_answered_in_HTML_and_never_with_a_fault_of_ours(string path)
    {
        using var visitor = await _app.GivenABrowserOfAClient();

        var refused = await visitor.Get(path);

        Assert.InRange(refused.Status, 400, 499);
        Assert.StartsWith("text/html", refused.Headers["Content-Type"], StringComparison.Ordinal);
        Assert.Contains("<h1>", refused.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/book")]
    [InlineData("/appointments/1")]
    public async Task A_form_that_a_page_does_not_take_is_refused_in_HTML(string path)
    {
        using var visitor = await _app.GivenABrowserOfAClient();

        var refused = (await visitor.Post(path)).Is(405);

        Assert.StartsWith("text/html", refused.Headers["Content-Type"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_is_no_form_is_refused_in_HTML()
    {
        using var visitor = await _app.GivenABrowserOfAClient();

        var refused = (await visitor.PostJson("/sign-out", "{}")).Is(415);

        Assert.StartsWith("text/html", refused.Headers["Content-Type"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("day=0001-01-01")]
    [InlineData("day=9999-12-31")]
    [InlineData("month=1900-01")]
    [InlineData("month=9000-12")]
    public async Task Days_and_months_far_away_have_no_times(string query)
    {
        var (provider, _) = await _app.GivenFreeSlots();
        using var visitor = await _app.GivenABrowserOfAClient();

        (await visitor.Get($"/book/{provider}?{query}")).Is(200);
    }

    [Fact]
    public async Task What_people_write_is_shown_as_text_and_never_runs()
    {
        const string script = "<script>alert(1)</script>";
        var provider = (await _app.Admin.Post("/v1/providers", new { name = script, skills = new[] { script } }))
            .Is(201).Id;
        using var visitor = await _app.GivenABrowserOfAClient();

        var pages = new[]
        {
            await visitor.Get($"/book/{provider}"),
            await visitor.Get($"/book?text={Uri.EscapeDataString(script)}"),
        };

        Assert.All(pages, page => Assert.Contains(
            WebUtility.HtmlEncode(script), page.Is(200).Text, StringComparison.Ordinal));
        Assert.All(pages, page => Assert.DoesNotContain(script, page.Text, StringComparison.Ordinal));
    }

    static string Clock(DateTimeOffset at) => at.ToString("HH:mm");

    async Task<string> Hold(PageVisitor visitor, long provider)
    {
        var path = _app.FirstTime(provider);
        var page = (await visitor.Get(path)).Is(200);
        return (await visitor.SendForm(page, path)).Is(303).Headers["Location"];
    }
}

public sealed class BookingTestsOnSqlite(SqliteApp app) : BookingTests(app), IClassFixture<SqliteApp>;

public sealed class BookingTestsOnPostgres(PostgresApp app) : BookingTests(app), IClassFixture<PostgresApp>;
