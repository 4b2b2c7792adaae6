using Kalends.Platform.Calls;
using Kalends.Scheduling.Hours.ClosedDays;
using Kalends.Tests.Kit;
using Kalends.Tests.Web;
using static Kalends.Tests.Kit.Race;

namespace Kalends.Tests.Scheduling.Hours;

/// <summary>Organisations close on a single day or on a span of days, besides those on which they are closed.</summary>
public abstract class AddClosedDaysTests
{
    readonly TestApp _app;

    protected AddClosedDaysTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task A_day_and_a_span_are_added_and_what_was_closed_keeps_its_name()
    {
        var (path, manager, _) = await GivenAnOrganisation();

        var one = (await manager.Post(path, new { date = Day(3), name = "Stocktaking" })).Is(201);
        var span = (await manager.Post(path, new { date = Day(2), last_date = Day(4), name = "Holidays" })).Is(201);
        var same = (await manager.Post(path, new { date = Day(2), last_date = Day(4), name = "Again" })).Is(201);

        Assert.Equal((1, 1), ((int)one["added"]!, (int)one["version"]!));
        Assert.Equal((2, 2), ((int)span["added"]!, (int)span["version"]!));
        Assert.Equal((0, 2), ((int)same["added"]!, (int)same["version"]!));
        Assert.Equal(span.Headers["ETag"], same.Headers["ETag"]);
        Assert.Equal(
            [(Day(2), "Holidays"), (Day(3), "Stocktaking"), (Day(4), "Holidays")],
            same["items"]!.AsArray().Select(day => ((string)day!["date"]!, (string)day["name"]!)));
    }

    [Fact]
    public async Task Spans_that_make_no_sense_and_too_many_days_are_refused()
    {
        var (path, manager, organisation) = await GivenAnOrganisation();

        Assert.Equal(
            ["/last_date end_before_start"],
            (await manager.Post(path, new { date = Day(3), last_date = Day(2), name = "Backwards" })).Is(422).Errors);
        Assert.Equal(
            ["/last_date too_long"],
            (await manager.Post(path, new { date = Day(1), last_date = Day(368), name = "Long" })).Is(422).Errors);
        Assert.Equal(["/name required"], (await manager.Post(path, new { date = Day(1) })).Is(422).Errors);
        (await manager.Post(path, new { date = Day(1), name = "Lost" }, ifMatch: "\"7\""))
            .IsRefused(412, "precondition_failed");
        for (var i = 0; i < 5; i++)
            (await manager.Post(
                path, new { date = Day(1 + 367 * i), last_date = Day(367 * (i + 1)), name = "Closed" })).Is(201);
        Assert.Equal(
            ["/last_date count"],
            (await manager.Post(path, new { date = Day(2000), last_date = Day(2200), name = "More" })).Is(422).Errors);

        Assert.Equal(5 * 367, await _app.Db.Read(
            async session => (await ClosedDayStore.All(session, organisation)).Count, CancellationToken.None));
    }

    [Fact]
    public async Task The_days_of_other_organisations_are_not_there()
    {
        var (path, _, _) = await GivenAnOrganisation();
        var (_, other, _) = await GivenAnOrganisation();

        (await other.Post(path, new { date = Day(1), name = "Mischief" })).IsRefused(404, "not_found");
    }

    [Fact]
    public async Task Of_many_who_close_the_same_day_one_adds_it_and_nobody_is_refused()
    {
        var (path, manager, _) = await GivenAnOrganisation();

        var answers = await AtOnce(8, i => manager.Post(path, new { date = Day(1), name = $"Reason {i}" }));

        Assert.All(answers, answer => answer.Is(201));
        Assert.Equal(1, answers.Sum(answer => (int)answer["added"]!));
    }

    [Fact]
    public async Task The_console_closes_days_and_opens_them_again()
    {
        const string console = "/console/closed-days";
        var (path, manager, organisation) = await GivenAnOrganisation();
        using var staff = new PageVisitor(_app);
        (await staff.SignIn(await _app.GivenAUserWithPassword(Roles.Manager, organisation), Practice.Password)).Is(303);
        var page = (await staff.Get(console)).Is(200);

        var wrong = await staff.SendForm(page, console, ("date", Day(5)), ("last_date", Day(4)), ("name", "Holidays"));
        (await staff.SendForm(page, console, ("date", Day(5)), ("last_date", Day(6)), ("name", "Holidays"))).Is(303);
        var (closed, other) = ((await staff.Get(console)).Is(200), (await staff.Get(console)).Is(200));
        (await staff.SendForm(closed, $"{console}/{Day(5)}/remove")).Is(303);
        var gone = await staff.SendForm(other, $"{console}/{Day(5)}/remove");

        Assert.Contains("role=\"alert\"", wrong.Is(422).Text, StringComparison.Ordinal);
        Assert.Equal(3, closed.Text.Split("Holidays").Length);
        gone.Is(404);
        var left = (await manager.Get(path)).Is(200)["items"]!.AsArray();
        Assert.Equal([Day(6)], left.Select(day => (string?)day!["date"]));
    }

    [Fact]
    public async Task An_admin_chooses_the_organisation_whose_days_are_shown()
    {
        var (path, manager, organisation) = await GivenAnOrganisation();
        (await manager.Post(path, new { date = Day(1), name = "Stocktaking" })).Is(201);
        using var admin = new PageVisitor(_app);
        (await admin.SignIn(await _app.GivenAUserWithPassword(Roles.Admin), Practice.Password)).Is(303);

        var unchosen = (await admin.Get("/console/closed-days")).Is(200).Text;
        var chosen = (await admin.Get($"/console/closed-days?organisation_id={organisation}")).Is(200).Text;

        Assert.Contains("name=\"organisation_id\"", unchosen, StringComparison.Ordinal);
        Assert.DoesNotContain("name=\"last_date\"", unchosen, StringComparison.Ordinal);
        Assert.Contains("Stocktaking", chosen, StringComparison.Ordinal);
    }

    string Day(int after) =>
        $"{DateOnly.FromDateTime(_app.Clock.GetUtcNow().UtcDateTime).AddDays(after):O}";

    async Task<(string Path, Visitor Manager, long Organisation)> GivenAnOrganisation()
    {
        var organisation = (await _app.Admin.Post("/v1/organisations", new { name = $"House {Guid.NewGuid()}" }))
            .Is(201).Id;
        return (
            $"/v1/organisations/{organisation}/closed-days", await _app.As(Roles.Manager, organisation), organisation);
    }
}

public sealed class AddClosedDaysTestsOnSqlite(SqliteApp app) : AddClosedDaysTests(app), IClassFixture<SqliteApp>;

public sealed class AddClosedDaysTestsOnPostgres(PostgresApp app)
    : AddClosedDaysTests(app), IClassFixture<PostgresApp>;
