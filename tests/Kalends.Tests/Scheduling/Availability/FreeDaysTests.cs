using Kalends.Tests.GraphQL;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Scheduling.Availability;

/// <summary>The days of a month on which a provider can be booked.</summary>
public abstract class FreeDaysTests
{
    readonly TestApp _app;

    protected FreeDaysTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task A_day_counts_the_starts_that_the_list_of_slots_names()
    {
        var made = await _app.Admin.Post("/v1/providers", new { name = "a", time_zone = "Asia/Tokyo" });
        var provider = made.Is(201).Id;
        for (var day = 1; day < 40; day += 3)
            await _app.GivenSlots(provider, inDays: day + 0.375, hours: 7, slotMinutes: 60);
        var slot = await _app.GivenSlots(provider, inDays: 5, hours: 2, slotMinutes: 30);
        await _app.GivenABooking(slot + 1);
        var service = await _app.GivenAService(provider, minutes: 90);

        foreach (var zone in (string[])["Asia/Tokyo", "America/Los_Angeles"])
            foreach (var offer in (string[])["", $"&service_id={service}"])
                for (var (month, i) = (Month(zone), 0); i < 2; (month, i) = (month.PlusMonths(1), i + 1))
                {
                    var where = zone == "Asia/Tokyo" ? "" : $"&time_zone={zone}";
                    var days = (await _app.Admin.Get(
                        $"/v1/providers/{provider}/days?month={month:yyyy-MM}{offer}{where}")).Is(200);

                    Assert.Equal((zone, $"{month:yyyy-MM}"), ((string)days["time_zone"]!, (string)days["month"]!));
                    Assert.Equal(
                        (await Starts(provider, offer))
                            .Select(start => start.InZone(Zone(zone)).Date)
                            .Where(date => date.ToYearMonth() == month)
                            .GroupBy(date => date, (date, all) => $"{date:yyyy-MM-dd} {all.Count()}"),
                        days["items"]!.AsArray().Select(day => $"{day!["date"]} {day["starts"]}"));
                }
    }

    [Fact]
    public async Task The_present_month_is_shown_where_none_is_named_and_GraphQL_shows_the_same()
    {
        var (provider, _) = await _app.GivenFreeSlots();
        var first = _app.NextHour().AddDays(2);
        var month = $"{first:yyyy-MM}";

        var days = (await _app.Admin.Get($"/v1/providers/{provider}/days?month={month}")).Is(200);
        Assert.Equal(8, days["items"]!.AsArray().Sum(day => (int)day!["starts"]!));
        Assert.Equal("UTC", (string?)days["time_zone"]);
        Assert.Equal(
            $"{_app.Clock.GetUtcNow():yyyy-MM}",
            (string?)(await _app.Admin.Get($"/v1/providers/{provider}/days")).Is(200)["month"]);
        var graph = (await _app.Admin.Ask($$"""
            {
              freeDays(providerId: {{provider}}, month: "{{month}}") { month timeZone items { date starts } }
            }
            """)).Data()["freeDays"]!;
        Assert.Equal(days["items"]!.ToJsonString(), graph["items"]!.ToJsonString());
        Assert.Equal("UTC", (string?)graph["timeZone"]);
    }

    [Fact]
    public async Task Who_is_away_has_no_days_and_what_is_unknown_is_refused()
    {
        var (provider, _) = await _app.GivenFreeSlots();
        var path = $"/v1/providers/{provider}/days?month={_app.NextHour().AddDays(2):yyyy-MM}";
        Assert.NotEmpty((await _app.Admin.Get(path)).Is(200)["items"]!.AsArray());

        (await _app.Admin.Get($"{path}&time_zone=Atlantis/City")).IsRefused(422, "invalid_input");
        (await _app.Admin.Get($"{path}&service_id=999999")).IsRefused(404, "not_found");
        (await _app.Admin.Get($"/v1/providers/{provider}/days?month=2026-13")).IsRefused(422, "invalid_input");
        (await _app.Admin.Get("/v1/providers/999999/days")).IsRefused(404, "not_found");

        (await _app.Admin.Patch($"/v1/providers/{provider}", new { active = false })).Is(200);
        Assert.Empty((await _app.Admin.Get(path)).Is(200)["items"]!.AsArray());
        (await _app.Admin.Delete($"/v1/providers/{provider}")).Is(200);
        (await _app.Admin.Get(path)).IsRefused(404, "not_found");
    }

    [Fact]
    public async Task A_service_has_the_days_of_all_who_offer_it_each_with_its_first_start()
    {
        var organisation = (await _app.Admin.Post("/v1/organisations", new { name = Guid.NewGuid() })).Is(201).Id;
        var near = await GivenAProvider(organisation, "Asia/Tokyo");
        var far = await GivenAProvider(organisation, "UTC");
        for (var day = 1; day < 60; day += 3)
            await _app.GivenSlots(day % 2 == 0 ? near : far, inDays: day + 0.375, hours: 7, slotMinutes: 60);
        await _app.GivenSlots(far, inDays: 4.25, hours: 3, slotMinutes: 30);
        var service = (await _app.Admin.Post("/v1/services", new
        {
            organisation_id = organisation,
            name = "Massage",
            duration_minutes = 90,
        })).Is(201).Id;
        foreach (var provider in (long[])[near, far])
            (await _app.Admin.Put($"/v1/services/{service}/providers/{provider}", new { })).Is(200);

        foreach (var zone in (string[])["Asia/Tokyo", "America/Los_Angeles"])
            for (var (month, i) = (Month(zone), 0); i < 3; (month, i) = (month.PlusMonths(1), i + 1))
            {
                var days = (await _app.Admin.Get(
                    $"/v1/services/{service}/days?month={month:yyyy-MM}&time_zone={zone}")).Is(200);
                Assert.Equal((zone, $"{month:yyyy-MM}"), ((string)days["time_zone"]!, (string)days["month"]!));
                Assert.Null((string?)days["searched_until"]);
                var starts = (await Starts(near, $"&service_id={service}"))
                    .Concat(await Starts(far, $"&service_id={service}")).Order();
                Assert.Equal(
                    starts
                        .GroupBy(start => start.InZone(Zone(zone)).Date)
                        .Select(day => (Date: day.Key, First: day.First()))
                        .Where(day => day.Date.ToYearMonth() == month)
                        .Select(day => $"{day.Date:yyyy-MM-dd} {day.First.Written()}"),
                    days["items"]!.AsArray().Select(day => $"{day!["date"]} {day["first"]!["starts_at"]}"));

                var graph = (await _app.Admin.Ask($$"""
                    {
                      freeDaysOfService(serviceId: {{service}}, month: "{{month:yyyy-MM}}", timeZone: "{{zone}}") {
                        items { date first { startsAt } }
                      }
                    }
                    """)).Data()["freeDaysOfService"]!;
                Assert.Equal(
                    days["items"]!.AsArray().Select(day => $"{day!["date"]} {day["first"]!["starts_at"]}"),
                    graph["items"]!.AsArray().Select(day => $"{day!["date"]} {day["first"]!["startsAt"]}"));
            }
    }

    [Fact]
    public async Task The_days_of_a_service_need_a_zone_and_a_service_that_is_there()
    {
        var (provider, _) = await _app.GivenFreeSlots();
        var service = await _app.GivenAService(provider, minutes: 30);

        (await _app.Admin.Get($"/v1/services/{service}/days")).IsRefused(422, "invalid_input");
        (await _app.Admin.Get($"/v1/services/{service}/days?time_zone=Atlantis/City")).IsRefused(422, "invalid_input");
        (await _app.Admin.Get("/v1/services/999999/days?time_zone=UTC")).IsRefused(404, "not_found");
        Assert.Empty((await _app.Admin.Get($"/v1/services/{service}/days?time_zone=UTC&month=2001-01"))
            .Is(200)["items"]!.AsArray());
    }

    async Task<long> GivenAProvider(long organisation, string zone) => (await _app.Admin.Post("/v1/providers", new
    {
        name = Guid.NewGuid(),
        organisation_id = organisation,
        time_zone = zone,
    })).Is(201).Id;

    async Task<List<Instant>> Starts(long provider, string offer)
    {
        var from = _app.Clock.GetUtcNow();
        return (await _app.Admin.Get(
                $"/v1/providers/{provider}/slots?from={from.Text()}&to={from.AddDays(90).Text()}{offer}"))
            .Is(200)["items"]!.AsArray()
            .Select(slot => Instants.From((DateTimeOffset)slot!["starts_at"]!)).ToList();
    }

    YearMonth Month(string zone) => Instants.From(_app.NextHour()).InZone(Zone(zone)).Date.ToYearMonth();

    static DateTimeZone Zone(string name) => DateTimeZoneProviders.Tzdb[name];
}

public sealed class FreeDaysTestsOnSqlite(SqliteApp app) : FreeDaysTests(app), IClassFixture<SqliteApp>;

public sealed class FreeDaysTestsOnPostgres(PostgresApp app) : FreeDaysTests(app), IClassFixture<PostgresApp>;
