using System.Text.Json.Nodes;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Scheduling.Hours;

/// <summary>Working hours name services, which may be withdrawn afterwards.</summary>
public abstract class ServicesOfHoursTests
{
    readonly TestApp _app;

    protected ServicesOfHoursTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task Hours_are_stored_as_they_were_read_whatever_became_of_their_services()
    {
        var provider = await _app.GivenAProvider();
        var (withdrawn, inactive) = (await _app.GivenAService(provider), await _app.GivenAService(provider));
        (await _app.Admin.Put(Path(provider), Hours([withdrawn, inactive], [withdrawn]))).Is(200);
        (await _app.Admin.Delete($"/v1/services/{withdrawn}/providers/{provider}")).Is(200);
        (await _app.Admin.Patch($"/v1/services/{inactive}", new { active = false })).Is(200);

        var read = (await _app.Admin.Get(Path(provider))).Is(200);
        var again = (await _app.Admin.Put(Path(provider), new JsonObject
        {
            ["time_zone"] = read["time_zone"]!.DeepClone(),
            ["rules"] = read["rules"]!.DeepClone(),
            ["exceptions"] = read["exceptions"]!.DeepClone(),
        }.ToJsonString())).Is(200);

        Assert.Equal(read["rules"]!.ToJsonString(), again["working_hours"]!["rules"]!.ToJsonString());
        Assert.Equal(read["exceptions"]!.ToJsonString(), again["working_hours"]!["exceptions"]!.ToJsonString());
        // What is offered again can be booked again, at the times that were kept for it.
        Assert.Empty(await Listed(provider, withdrawn, 404));
        (await _app.Admin.Put($"/v1/services/{withdrawn}/providers/{provider}")).Is(200);
        Assert.NotEmpty(await Listed(provider, withdrawn, 200));
    }

    [Fact]
    public async Task A_service_that_the_provider_does_not_offer_is_not_added_to_hours()
    {
        var (provider, other) = (await _app.GivenAProvider(), await _app.GivenAProvider());
        var (own, strange) = (await _app.GivenAService(provider), await _app.GivenAService(other));
        (await _app.Admin.Put(Path(provider), Hours([own], []))).Is(200);

        var refused = await _app.Admin.Put(Path(provider), Hours([own, strange], [strange]));
        Assert.Equal(["/exceptions/0/service_ids/0 unknown_service", "/rules/0/service_ids/1 unknown_service"],
            refused.IsRefused(422, "invalid_input").Errors);
        Assert.Equal("The provider does not offer this service: offer it first, or leave it out.",
            (string?)refused["errors"]![0]!["message"]);
        // Once a service is left out, it has to be offered to be named again.
        (await _app.Admin.Put(Path(provider), Hours([], []))).Is(200);
        (await _app.Admin.Delete($"/v1/services/{own}/providers/{provider}")).Is(200);
        (await _app.Admin.Put(Path(provider), Hours([own], []))).Has("/rules/0/service_ids/0 unknown_service");
    }

    static object Hours(long[] services, long[] ofException) => new
    {
        time_zone = "UTC",
        rules = new[]
        {
            new
            {
                weekdays = Enumerable.Range(1, 7),
                stretches = new[] { new { from = "09:00", to = "12:00" } },
                service_ids = services,
            },
        },
        exceptions = new[]
        {
            new
            {
                date = "2031-01-01",
                stretches = new[] { new { from = "10:00", to = "11:00" } },
                service_ids = ofException,
            },
        },
    };

    async Task<JsonArray> Listed(long provider, long service, int status)
    {
        var from = _app.Clock.GetUtcNow();
        var page = await _app.Admin.Get($"/v1/providers/{provider}/slots?service_id={service}" +
            $"&from={from.Text()}&to={from.AddDays(5).Text()}");
        return page.Is(status)["items"]?.AsArray() ?? [];
    }

    static string Path(long provider) => $"/v1/providers/{provider}/working-hours";
}

public sealed class ServicesOfHoursTestsOnSqlite(SqliteApp app) : ServicesOfHoursTests(app), IClassFixture<SqliteApp>;

public sealed class ServicesOfHoursTestsOnPostgres(PostgresApp app)
    : ServicesOfHoursTests(app), IClassFixture<PostgresApp>;
