using Kalends.Tests.GraphQL;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Scheduling.Hours;

/// <summary>Hours do not bring back what a person removed, and say so.</summary>
public abstract class KeptRemovedTests
{
    readonly TestApp _app;

    protected KeptRemovedTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task An_exception_with_other_hours_tells_which_of_them_stay_removed()
    {
        var provider = await _app.GivenAProvider();
        Assert.Empty(await Put(provider, null));
        var opening = (await _app.Admin.Get($"/v1/providers/{provider}/openings?limit=5")).Is(200)["items"]![3]!;
        Assert.Equal($"{Day(3)}T09:00:00Z", (string?)opening["starts_at"]);
        (await _app.Admin.Delete($"/v1/providers/{provider}/openings/{opening["id"]}")).Is(200);

        // The day was 09:00 to 12:00.
        Assert.Equal([($"{Day(3)}T10:00:00Z", $"{Day(3)}T12:00:00Z")], await Put(provider, ("10:00", "14:00")));
        Assert.Equal([($"{Day(3)}T12:00:00Z", $"{Day(3)}T14:00:00Z")], await OfferedOnTheDay(provider));
        Assert.Empty(await Put(provider, ("13:00", "14:00")));

        // Who offers a part by hand has it back.
        (await _app.Admin.Post($"/v1/providers/{provider}/openings", new
        {
            ranges = new[] { new { starts_at = $"{Day(3)}T10:30:00Z", ends_at = $"{Day(3)}T11:00:00Z" } },
            slot_minutes = 30,
        })).Is(201);
        Assert.Equal(
            [($"{Day(3)}T10:00:00Z", $"{Day(3)}T10:30:00Z"), ($"{Day(3)}T11:00:00Z", $"{Day(3)}T12:00:00Z")],
            await Put(provider, ("10:00", "14:00")));
        var asked = (await _app.Admin.Ask($$"""
            mutation { replaceWorkingHours(input: {
                providerId: "{{provider}}", timeZone: "UTC", rules: []
                exceptions: [{ date: "{{Day(3)}}", stretches: [{ from: "11:00", to: "13:00" }] }]
            }) { keptRemoved { startsAt endsAt } } }
            """)).Data()["replaceWorkingHours"]!["keptRemoved"]!;
        Assert.Equal($"{Day(3)}T12:00:00Z", (string?)Assert.Single(asked.AsArray())!["endsAt"]);
    }

    async Task<List<(string?, string?)>> Put(long provider, (string From, string To)? exception) =>
        (await _app.Admin.Put($"/v1/providers/{provider}/working-hours", new
        {
            time_zone = "UTC",
            rules = new[]
            {
                new
                {
                    weekdays = Enumerable.Range(1, 7),
                    stretches = new[] { new { from = "09:00", to = "12:00" } },
                    slot_minutes = 30,
                },
            },
            exceptions = exception is not { } other ? [] : new[]
            {
                new
                {
                    date = Day(3),
                    stretches = new[] { new { from = other.From, to = other.To } },
                    slot_minutes = 30,
                },
            },
        })).Is(200)["kept_removed"]!.AsArray()
            .Select(one => ((string?)one!["starts_at"], (string?)one["ends_at"])).ToList();

    async Task<List<(string?, string?)>> OfferedOnTheDay(long provider) =>
        (await _app.Admin.Get($"/v1/providers/{provider}/openings?limit=10")).Is(200)["items"]!.AsArray()
            .Select(one => ((string?)one!["starts_at"], (string?)one["ends_at"]))
            .Where(one => one.Item1!.StartsWith(Day(3), StringComparison.Ordinal)).ToList();

    string Day(int after) => $"{_app.Clock.GetUtcNow().AddDays(after):yyyy-MM-dd}";
}

public sealed class KeptRemovedTestsOnSqlite(SqliteApp app) : KeptRemovedTests(app), IClassFixture<SqliteApp>;

public sealed class KeptRemovedTestsOnPostgres(PostgresApp app) : KeptRemovedTests(app), IClassFixture<PostgresApp>;
