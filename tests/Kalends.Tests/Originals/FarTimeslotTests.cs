using Kalends.Tests.Kit;

namespace Kalends.Tests.Originals;

/// <summary>What a provider of the original reservation service offers is listed, however far ahead it is.</summary>
public abstract class FarTimeslotTests
{
    readonly TestApp _app;

    protected FarTimeslotTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task What_is_offered_for_other_years_is_listed_in_order_and_can_be_reserved()
    {
        var provider = await _app.GivenAnOriginalProvider();
        foreach (var day in new[] { "2199-12-31", "2035-05-01", "2030-02-01", "2031-02-01", "2061-01-01" })
            (await _app.Offer(provider, $"{day}T10:00", $"{day}T10:30")).Is(201);

        var listed = (await _app.ListTimeslots(provider)).Is(200)[Steps.Slots]!.AsArray();

        Assert.Equal(
            ["2030-02-01T10:00:00Z", "2030-02-01T10:15:00Z", "2031-02-01T10:00:00Z", "2031-02-01T10:15:00Z",
                "2035-05-01T10:00:00Z", "2035-05-01T10:15:00Z", "2061-01-01T10:00:00Z", "2061-01-01T10:15:00Z",
                "2199-12-31T10:00:00Z", "2199-12-31T10:15:00Z"],
            listed.Select(slot => (string?)slot!["start_time"]));
        var last = (long)listed[^1]!["timeslot_id"]!;
        (await _app.ReserveTimeslot(await _app.GivenAnOriginalClient(), last)).Is(200);
        Assert.Equal(9, (await _app.ListTimeslots(provider)).Is(200)[Steps.Slots]!.AsArray().Count);
    }

    [Fact]
    public async Task An_opening_across_the_seam_of_two_looks_is_listed_once()
    {
        var provider = await _app.GivenAnOriginalProvider();
        // The first look begins at the first opening and ends 366 days later, inside the second one.
        (await _app.Offer(provider, "2030-02-01T10:00", "2030-02-01T10:15")).Is(201);
        (await _app.Offer(provider, "2031-02-02T09:00", "2031-02-02T11:00")).Is(201);

        var listed = (await _app.ListTimeslots(provider)).Is(200)[Steps.Slots]!.AsArray()
            .Select(slot => (string?)slot!["start_time"]).ToList();

        Assert.Equal(9, listed.Count);
        Assert.Equal(listed.Distinct().Order(StringComparer.Ordinal), listed);
    }

    [Fact]
    public async Task The_first_4096_are_listed()
    {
        var provider = await _app.GivenAnOriginalProvider();
        (await _app.Offer(provider, "2030-02-01", "2030-03-15")).Is(201);
        (await _app.Offer(provider, "2033-02-01", "2033-02-02")).Is(201);

        var listed = (await _app.ListTimeslots(provider)).Is(200)[Steps.Slots]!.AsArray();

        Assert.Equal(4096, listed.Count);
        Assert.Equal("2033-02-01T15:45:00Z", (string?)listed[^1]!["start_time"]);
    }

    [Fact]
    public async Task Who_is_away_offers_nothing_and_who_is_gone_is_not_found()
    {
        var provider = await _app.GivenAnOriginalProvider();
        (await _app.Offer(provider, "2035-05-01T10:00", "2035-05-01T10:30")).Is(201);

        (await _app.Admin.Patch($"/v1/providers/{provider}", new { active = false })).Is(200);
        Assert.Empty((await _app.ListTimeslots(provider)).Is(200)[Steps.Slots]!.AsArray());
        (await _app.Admin.Delete($"/v1/providers/{provider}")).Is(200);
        (await _app.ListTimeslots(provider)).IsRefused(404, "not_found");
    }
}

public sealed class FarTimeslotTestsOnSqlite(SqliteApp app) : FarTimeslotTests(app), IClassFixture<SqliteApp>;

public sealed class FarTimeslotTestsOnPostgres(PostgresApp app) : FarTimeslotTests(app), IClassFixture<PostgresApp>;
