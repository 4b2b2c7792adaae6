using Kalends.Tests.Kit;

namespace Kalends.Tests.Web.Console;

/// <summary>Open pages of the console are told of every change after they were read.</summary>
public abstract class ChangeStreamTests
{
    readonly TestApp _app;

    protected ChangeStreamTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Theory]
    [InlineData("/console/calendar")]
    [InlineData("/console/events")]
    public async Task What_changes_between_a_page_and_the_opening_of_its_stream_is_told(string path)
    {
        var office = await _app.GivenAnOffice();
        using var staff = await _app.Enters(office);
        var page = (await staff.Get(path)).Is(200);
        var booking = await _app.GivenABooking(office.FirstSlotId);

        await using var stream = await staff.Listen(page);
        var told = await stream.Next(2);

        var logged = (await _app.Admin.Get($"/v1/events?subject=reservation/{booking}&order=asc")).Is(200);
        Assert.All(told, one => Assert.Equal("changed", one.Data));
        Assert.Equal(logged["items"]!.AsArray().Select(one => (string?)one!["position"]), told.Select(one => one.Id));
    }

    [Fact]
    public async Task A_stream_that_was_cut_off_resumes_after_what_it_told_last()
    {
        var office = await _app.GivenAnOffice();
        using var staff = await _app.Enters(office);
        var page = (await staff.Get("/console/calendar")).Is(200);
        await _app.GivenABooking(office.FirstSlotId);
        await using var stream = await staff.Listen(page);
        var told = await stream.Next(2);

        await using var resumed = await staff.Listen(page, told[0].Id);

        Assert.Equal(told[1].Id, (await resumed.Next())!.Id);
    }

    [Fact]
    public async Task A_position_that_no_log_has_is_refused()
    {
        var office = await _app.GivenAnOffice();
        using var staff = await _app.Enters(office);

        (await staff.Get($"/console/calendar/stream?provider_ids={office.ProviderId}&after=x")).Is(422);
        (await staff.Get("/console/events/stream?after=x")).Is(422);
    }
}

public sealed class ChangeStreamTestsOnSqlite(SqliteApp app) : ChangeStreamTests(app), IClassFixture<SqliteApp>;

public sealed class ChangeStreamTestsOnPostgres(PostgresApp app) : ChangeStreamTests(app), IClassFixture<PostgresApp>;
