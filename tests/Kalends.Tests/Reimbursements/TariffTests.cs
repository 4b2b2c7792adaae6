using Kalends.Tests.Kit;

namespace Kalends.Tests.Reimbursements;

public abstract class TariffTests
{
    readonly TestApp _app;

    protected TariffTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task An_event_type_has_a_unique_name_a_currency_and_a_tariff()
    {
        var name = $"x-ray {Guid.NewGuid()}";
        var made = (await _app.Admin.Post("/v1/event-types", new { name, currency = "KWD", amount = 1250 })).Is(201);

        Assert.Equal((name, "KWD", 1250),
            ((string)made["name"]!, (string)made["currency"]!, (long)made["amount"]!));
        (await _app.Admin.Post("/v1/event-types", new { name, currency = "SEK", amount = 1 }))
            .IsRefused(409, "name_taken");
        Assert.Contains(made.Id, (await _app.Admin.Get("/v1/event-types?limit=100")).Is(200)["items"]!.AsArray()
            .Select(type => (long)type!["id"]!));
    }

    [Theory]
    [InlineData("SEK", 100_000_000_001, "/amount out_of_range")]
    [InlineData("SEK", -1, "/amount out_of_range")]
    [InlineData("ABC", 1, "/currency unknown_currency")]
    [InlineData("kr", 1, "/currency too_short")]
    public async Task A_tariff_is_an_amount_of_a_known_currency_within_its_bounds(
        string currency, long amount, string fault)
    {
        var refused = await _app.Admin.Post("/v1/event-types", new { name = Guid.NewGuid(), currency, amount });

        Assert.Equal([fault], refused.IsRefused(422, "invalid_input").Errors);
    }

    [Theory]
    [InlineData("99999999999999999999999999")]
    [InlineData("1.5")]
    [InlineData("1e3")]
    [InlineData("\"12\"")]
    public async Task An_amount_is_a_whole_number(string amount) => Assert.Equal(422, (await _app.Admin.Post(
        "/v1/event-types", $"{{\"name\":\"{Guid.NewGuid()}\",\"currency\":\"SEK\",\"amount\":{amount}}}")).Status);

    [Fact]
    public async Task Tariffs_are_set_for_the_future_only_and_once_for_each_moment()
    {
        var type = await _app.GivenAnEventType();
        Task<Answer> Set(TimeSpan ahead) => _app.Admin.Post($"/v1/event-types/{type}/tariffs", new
        {
            amount = 1,
            in_force_from = (_app.Clock.GetUtcNow() + ahead).Text(),
        });

        Assert.Equal(["/in_force_from not_in_the_future"], (await Set(TimeSpan.FromMinutes(59))).Is(422).Errors);
        (await Set(TimeSpan.FromHours(1))).Is(201);
        (await Set(TimeSpan.FromHours(1))).IsRefused(409, "tariff_exists");
        (await _app.Admin.Post("/v1/event-types/999999/tariffs", new
        {
            amount = 1,
            in_force_from = _app.Clock.GetUtcNow().AddDays(1).Text(),
        })).IsRefused(404, "not_found");
    }

    [Fact]
    public async Task Before_the_first_tariff_nothing_is_registered()
    {
        var caregiver = await _app.GivenAProvider();
        var type = (await _app.Admin.Post("/v1/event-types", new
        {
            name = Guid.NewGuid(),
            currency = "SEK",
            amount = 1,
            in_force_from = _app.Clock.GetUtcNow().Text(),
        })).Is(201).Id;

        (await _app.Admin.Register(_app, caregiver, type, hoursAgo: 1)).IsRefused(422, "no_tariff");
        (await _app.Admin.Register(_app, caregiver, type, hoursAgo: 0)).Is(201);
    }

    [Fact]
    public async Task A_type_in_use_is_closed_and_never_deleted()
    {
        var (unused, used) = (await _app.GivenAnEventType(), await _app.GivenAnEventType());
        await _app.GivenACareEvent(await _app.GivenAProvider(), used);

        (await _app.Admin.Delete($"/v1/event-types/{unused}")).Is(200);
        (await _app.Admin.Get($"/v1/event-types/{unused}")).IsRefused(404, "not_found");
        (await _app.Admin.Delete($"/v1/event-types/{used}")).IsRefused(409, "event_type_in_use");
    }
}

public sealed class TariffTestsOnSqlite(SqliteApp app) : TariffTests(app), IClassFixture<SqliteApp>;

public sealed class TariffTestsOnPostgres(PostgresApp app) : TariffTests(app), IClassFixture<PostgresApp>;
