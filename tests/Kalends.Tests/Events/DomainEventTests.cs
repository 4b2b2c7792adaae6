using Kalends.Platform.Storage;
using Kalends.Tests.Directory;
using Kalends.Tests.Kit;
using Kalends.Tests.Reimbursements;

namespace Kalends.Tests.Events;

/// <summary>Events hold facts: little, however large their subject is, and nothing that people wrote.</summary>
public abstract class DomainEventTests
{
    const int SizeMax = 2_000;

    readonly TestApp _app;

    protected DomainEventTests(TestApp app)
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
        Assert.Equal("UTC", (string?)told[0]["time_zone"]);
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
        (await _app.Admin.Put($"/v1/clients/{id}", new
        {
            first_name = "Ada",
            last_name = "Hopper",
            time_zone = "Europe/Stockholm",
        }))
            .Is(200);

        var told = (await _app.Admin.Get($"/v1/events?subject=client/{id}&kind=client.updated")).Is(200)
            ["items"]![0]!["data"]!;

        Assert.Equal(("Europe/Stockholm", id), ((string?)told["time_zone"], (long)told["id"]!));
        Assert.Null(told["first_name"]);
        Assert.Equal(["first_name", "time_zone", "name"], told["changed"]!.AsArray().Select(name => (string?)name));
    }

    [Fact]
    public async Task Names_and_texts_that_people_wrote_are_in_no_event()
    {
        const string written = "Zebrafinch";
        var admin = _app.Admin;
        (await admin.Post("/v1/users", new
        {
            username = $"{written}@example.org",
            password = "long enough",
            roles = new[] { "client" },
        })).Is(201);
        var client = (await admin.Post("/v1/clients", new { first_name = written, last_name = written })).Is(201).Id;
        var provider = (await admin.Post("/v1/providers", new { name = written })).Is(201).Id;
        (await admin.Patch($"/v1/providers/{provider}", new { name = $"{written} & {written}" })).Is(200);
        (await admin.Patch($"/v1/clients/{client}", new { last_name = $"{written}-{written}" })).Is(200);

        var slot = await _app.GivenSlots(provider);
        var reservation = (await _app.Reserve(slot, client)).Is(201).Id;
        (await admin.Post($"/v1/reservations/{reservation}/cancel", new { reason = written })).Is(200);
        (await _app.Reserve(slot, client)).Is(201);
        var closure = (await admin.Post($"/v1/providers/{provider}/closures", new
        {
            starts_at = _app.NextHour().AddDays(1).Text(),
            ends_at = _app.NextHour().AddDays(3).Text(),
            reason = written,
            cancel_reservations = true,
        })).Is(201)["closure"]!["id"];
        (await admin.Delete($"/v1/providers/{provider}/closures/{closure}")).Is(200);

        var type = await _app.GivenAnEventType();
        var care = await _app.GivenACareEvent(provider, type);
        var remittance = (await admin.Post(
            "/v1/remittances", new { reference = "march", care_event_ids = new[] { care } })).Is(201).Id;
        (await admin.Post($"/v1/remittances/{remittance}/reverse", new { reason = written })).Is(200);
        (await admin.Post($"/v1/care-events/{care}/reverse", new { reason = written })).Is(201);

        var review = await _app.GivenAReview(provider, 4, comment: written);
        (await admin.Reply(review, written)).Is(200);
        (await admin.Moderate(review, "hidden", written)).Is(200);

        var events = await _app.Db.Read(
            async session => await session.All(FindAll, row => (Kind: row.Text("kind"), Data: row.Text("data"))),
            CancellationToken.None);
        Assert.Superset(
            new HashSet<string>
            {
                "user.created", "client.created", "client.updated", "provider.created", "provider.updated",
                "reservation.cancelled", "calendar.closed", "calendar.reopened", "remittance.reversed",
                "care_event.reversed", "review.created", "review.replied", "review.hidden",
            },
            events.Select(one => one.Kind).ToHashSet());
        Assert.DoesNotContain(events, one => one.Data.Contains(written, StringComparison.OrdinalIgnoreCase));
    }

    static readonly Sql FindAll = new("SELECT kind, CAST(data AS TEXT) AS data FROM events");
}

public sealed class DomainEventTestsOnSqlite(SqliteApp app) : DomainEventTests(app), IClassFixture<SqliteApp>;

public sealed class DomainEventTestsOnPostgres(PostgresApp app) : DomainEventTests(app), IClassFixture<PostgresApp>;
