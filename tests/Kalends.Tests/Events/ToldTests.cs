using Kalends.Tests.Kit;

namespace Kalends.Tests.Events;

/// <summary>What the log is told of a change is small, however large the thing is.</summary>
public abstract class ToldTests
{
    const int SizeMax = 2_000;

    readonly TestApp _app;

    protected ToldTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task A_change_of_a_large_profile_tells_what_changed()
    {
        var range = new { from_date = "2030-01-01", to_date = "2030-01-02" };
        var skills = Enumerable.Range(0, 50).Select(i => $"{i} {new string('s', 90)}").ToList();
        var profile = new Dictionary<string, object?>
        {
            ["name"] = new string('n', 250),
            ["skills"] = skills,
            ["availability"] = Enumerable.Repeat(range, 100),
            ["languages"] = new[] { "en", "sv" },
        };
        var id = (await _app.Admin.Post("/v1/providers", profile)).Is(201).Id;
        (await _app.Admin.Patch($"/v1/providers/{id}", new { cost = 1200, skills = skills.Take(49) })).Is(200);
        (await _app.Admin.Put($"/v1/providers/{id}/skills", new { skills })).Is(200);
        (await _app.Admin.Put($"/v1/providers/{id}", profile)).Is(200);
        (await _app.Admin.Delete($"/v1/providers/{id}")).Is(200);
        await _app.LogIsTold();

        var events = (await _app.Admin.Get($"/v1/events?provider_id={id}&order=asc")).Is(200)["items"]!.AsArray();
        var told = events.Select(one => one!["data"]!).ToList();

        Assert.All(told, data => Assert.InRange(data.ToJsonString().Length, 1, SizeMax));
        Assert.Equal(
            [
                "provider.created", "provider.updated", "provider.skills_set", "provider.updated", "provider.deleted",
            ],
            events.Select(one => (string?)one!["kind"]));
        Assert.All(told, data => Assert.Equal(id, (long)data["id"]!));
        Assert.Equal(profile["name"], (string?)told[0]["name"]);
        Assert.Equal(["skills", "cost", "currency"], told[1]["changed"]!.AsArray().Select(name => (string?)name));
        Assert.Equal((1200, 2), ((int)told[1]["cost"]!, (int)told[1]["version"]!));
        Assert.Equal(["skills"], told[2]["changed"]!.AsArray().Select(name => (string?)name));
        Assert.Equal(["cost", "currency"], told[3]["changed"]!.AsArray().Select(name => (string?)name));
        Assert.Contains("active", told[4]["changed"]!.AsArray().Select(name => (string?)name));
    }

    [Fact]
    public async Task A_change_of_a_client_tells_what_changed()
    {
        var id = await _app.GivenAClient();
        (await _app.Admin.Put($"/v1/clients/{id}", new { first_name = "Ada", last_name = "Hopper", time_zone = "UTC" }))
            .Is(200);

        var told = (await _app.Admin.Get($"/v1/events?subject=client/{id}&kind=client.updated")).Is(200)
            ["items"]![0]!["data"]!;

        Assert.Equal(("Ada", id), ((string?)told["first_name"], (long)told["id"]!));
        Assert.Null(told["last_name"]);
        Assert.Equal(["first_name", "name"], told["changed"]!.AsArray().Select(name => (string?)name));
    }
}

public sealed class ToldTestsOnSqlite(SqliteApp app) : ToldTests(app), IClassFixture<SqliteApp>;

public sealed class ToldTestsOnPostgres(PostgresApp app) : ToldTests(app), IClassFixture<PostgresApp>;
