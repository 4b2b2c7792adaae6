using Kalends.Platform.Jobs;
using Kalends.Tests.Kit;
using Kalends.Tests.Start;
using Microsoft.Extensions.DependencyInjection;

namespace Kalends.Tests.Time;

/// <summary>The clock of the machine is set, by an hour or by ten years, while the server runs.</summary>
public abstract class ClockTests
{
    const int Decade = 10 * 365 * 24;

    static readonly string[] Lists =
    [
        "/v1/me", "/v1/providers", "/v1/providers/recommend", "/v1/clients", "/v1/reservations", "/v1/openings",
        "/v1/appointments", "/v1/care-events", "/v1/remittances", "/v1/reports/reimbursements", "/v1/events",
        "/v1/events?order=asc", "/v1/users", "/v1/api-keys", "/v1/webhooks", "/v1/messages", "/v1/reviews",
    ];

    readonly TestApp _app;

    protected ClockTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    [InlineData(Decade)]
    [InlineData(-Decade)]
    public async Task A_clock_that_is_set_gives_nothing_away_and_breaks_nothing(int hours)
    {
        await _app.GivenABusyWorld();
        var (provider, slot) = await _app.GivenFreeSlots();
        var booking = await _app.GivenABooking(slot);
        var client = await _app.GivenAClient();
        var hold = (await Hold(slot + 1, client, $"{hours}")).Is(201);

        _app.Clock.Jump(TimeSpan.FromHours(hours));
        await NothingBreaks(provider);
        Assert.NotEqual(201, (await _app.Reserve(slot)).Status);
        Assert.Contains((await Hold(slot + 1, client, $"{hours}")).Status, new[] { 201, 409, 422 });
        await _app.GivenABusyWorld();

        _app.Clock.Jump(TimeSpan.FromHours(-hours));
        await NothingBreaks(provider);
        (await _app.Reserve(slot)).IsRefused(409, "slot_taken");
        Assert.Equal("confirmed", (string?)(await _app.Admin.Get($"/v1/reservations/{booking}")).Is(200)["state"]);
        Assert.Contains(
            (string?)(await _app.Admin.Get($"/v1/reservations/{hold.Id}")).Is(200)["state"],
            new[] { "held", "expired" });
        await _app.GivenABusyWorld();
        await _app.LogIsTold();
        var (code, said) = await Typed.Run("verify", $"--Kalends:Database={_app.Database}");
        Assert.True(code == 0, said);
    }

    /// <summary>Everything is answered, and every job runs.</summary>
    async Task NothingBreaks(long provider)
    {
        foreach (var job in _app.Services.GetServices<RecurringJob>())
            await job.Run(_app.OwnCall());
        foreach (var path in Lists.Append($"/v1/providers/{provider}/slots").Append("/livez").Append("/ping"))
        {
            var answer = await _app.Admin.Get(path);
            Assert.True(answer.Status < 500, $"{path}: {answer.Text}");
        }
        (await _app.Nobody.Get("/readyz")).IsRefused(503, "clock_skew");
    }

    Task<Answer> Hold(long slot, long client, string key) =>
        _app.Admin.Post("/v1/reservations", new { slot_id = slot, client_id = client }, key);
}

public sealed class ClockTestsOnSqlite(SqliteApp app) : ClockTests(app), IClassFixture<SqliteApp>;

public sealed class ClockTestsOnPostgres(PostgresApp app) : ClockTests(app), IClassFixture<PostgresApp>;
