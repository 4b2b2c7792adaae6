using System.Text.RegularExpressions;
using Kalends.Platform.Calls;
using Kalends.Tests.Kit;
using Kalends.Tests.Reimbursements;

namespace Kalends.Tests.Originals;

/// <summary>The report of the original reimbursement service, as its README asks for it.</summary>
public abstract class ReportTests
{
    readonly TestApp _app;

    protected ReportTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task Sums_stand_under_year_month_and_caregiver()
    {
        var (one, two) = (await _app.GivenAProvider(), await _app.GivenAProvider());
        var type = await _app.GivenAnEventType(50000);
        var cents = await _app.GivenAnEventType(1250);
        var yen = await _app.GivenAnEventType(700, "JPY");
        await Register(one, type, "2029-11-30T23:59:59.999999");
        await Reimburse(await Register(one, type, "2029-11-01T00:00:00"));
        await Reimburse(await Register(two, type, "2029-12-01T00:00:00"));
        await Register(one, cents, "2030-01-02T10:00:00");
        await Register(one, yen, "2030-01-02T10:00:00");
        var undone = await Register(two, type, "2030-01-02T10:00:00");
        (await _app.Admin.Post($"/v1/care-events/{undone}/reverse")).Is(201);

        var answer = await Report(new { caregiver_ids = new[] { one, two } });

        Assert.Equal("application/json", answer.Headers["Content-Type"]);
        Assert.Equal(
            "{\"data\":{\"generated_at\":\"T\",\"report\":{" +
            "\"2029\":{" +
            $"\"Nov\":{{\"{one}\":{{\"non-reimbursed SEK\":500,\"reimbursed SEK\":500}}}}," +
            $"\"Dec\":{{\"{two}\":{{\"reimbursed SEK\":500}}}}}}," +
            $"\"2030\":{{\"Jan\":{{\"{one}\":{{\"non-reimbursed JPY\":700,\"non-reimbursed SEK\":12.50}}}}}}}}}}," +
            "\"status\":\"success\"}",
            Regex.Replace(answer.Text, "\"generated_at\":\"[^\"]+Z\"", "\"generated_at\":\"T\""));
    }

    [Fact]
    public async Task A_manager_sees_the_sums_of_their_own_organisation()
    {
        var (organisation, manager) = await _app.GivenAnOrganisation();
        var (own, other) = (await _app.GivenACaregiver(organisation), await _app.GivenACaregiver(null));
        var type = await _app.GivenAnEventType(1);
        foreach (var caregiver in new[] { own, other })
            await _app.GivenACareEvent(caregiver, type);

        var report = (await manager.Get("/events/report")).Is(200)["data"]!["report"]!.AsObject();

        Assert.Equal([own], report.SelectMany(year => year.Value!.AsObject())
            .SelectMany(month => month.Value!.AsObject()).Select(caregiver => long.Parse(caregiver.Key)));
    }

    [Fact]
    public async Task Both_bounds_of_time_leave_themselves_out()
    {
        var caregiver = await _app.GivenAProvider();
        var type = await _app.GivenAnEventType(100);
        foreach (var at in new[] { "28:23.456700", "28:23.456701", "28:23.456702", "28:23.456703" })
            await Register(caregiver, type, $"2029-12-28T23:{at}");

        Assert.Equal("2", await Sum("2029-12-28T23:28:23.456700", "2029-12-28T23:28:23.456703"));
        Assert.Equal("4", await Sum(null, null));
        Assert.Equal("1", await Sum("2029-12-28T23:28:23.456702", null));
        Assert.Equal("", await Sum("2029-12-28T23:28:23.456702", "2029-12-28T23:28:23.456702"));
        Assert.Equal("", await Sum("2029-12-29T23:28:23.456701", "2029-12-28T23:28:23.456701"));

        async Task<string> Sum(string? min, string? max) => (await Report(new
        {
            caregiver_ids = new[] { caregiver },
            min_time = min,
            max_time = max,
        }))["data"]!["report"]!["2029"]?["Dec"]?[$"{caregiver}"]?["non-reimbursed SEK"]?.ToJsonString() ?? "";
    }

    [Fact]
    public async Task An_empty_list_of_caregivers_is_no_filter_and_GET_has_none()
    {
        var caregiver = await _app.GivenAProvider();
        await Register(caregiver, await _app.GivenAnEventType(100), "2030-01-03T10:00:00");

        var all = await _app.Admin.Get("/events/report");
        var unfiltered = await Report(new { caregiver_ids = Array.Empty<long>(), colour = "ignored" });
        var empty = await Report(new { });

        Assert.NotNull(all.Is(200)["data"]!["report"]!["2030"]!["Jan"]![$"{caregiver}"]);
        Assert.Equal(all.Text, unfiltered.Text);
        Assert.Equal(all.Text, empty.Text);
        Assert.Equal(
            "{}", (await Report(new { caregiver_ids = new[] { 999_999 } }))["data"]!["report"]!.ToJsonString());
        (await _app.Nobody.Get("/events/report")).IsRefused(401, "token_missing");
        (await (await _app.As(Roles.Client)).Get("/events/report")).IsRefused(403, "forbidden");
    }

    async Task<Answer> Report(object filter) => (await _app.Admin.Post("/events/report", filter)).Is(200);

    async Task<long> Register(long caregiver, long type, string at) => (long)(await _app.Admin.Post("/events", new
    {
        type_id = type,
        caregiver_id = caregiver,
        start_time = at,
    })).Is(201)["id"]!;

    async Task Reimburse(long id) => (await _app.Admin.Post($"/events/{id}/reimburse")).Is(200);
}

public sealed class ReportTestsOnSqlite(SqliteApp app) : ReportTests(app), IClassFixture<SqliteApp>;

public sealed class ReportTestsOnPostgres(PostgresApp app) : ReportTests(app), IClassFixture<PostgresApp>;
