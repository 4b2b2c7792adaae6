using Kalends.Platform.Calls;
using Kalends.Tests.Http;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Originals;

/// <summary>The requests of the original reimbursement service, as its README has them, and their answers.</summary>
public abstract class ReimbursementTests
{
    const string EventMembers = "id, type_id, caregiver_id, start_time, reimbursed, created_at";

    readonly TestApp _app;

    protected ReimbursementTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task Ping_answers_pong() =>
        Assert.Equal("{\"message\":\"pong!\",\"status\":\"success\"}", (await _app.Nobody.Get("/ping")).Is(200).Text);

    [Fact]
    public async Task An_event_type_is_created_read_listed_and_deleted()
    {
        var name = $"X-ray {Guid.NewGuid()}";
        var made = (await _app.Admin.Post("/events/types", new { name, amount_in_cents = 25000 })).Is(201);
        var type = (long)made["id"]!;

        var read = (await _app.Admin.Get($"/events/types/{type}")).Is(200);
        var listed = (await _app.Admin.Get("/events/types")).Is(200);
        var deleted = (await _app.Admin.Delete($"/events/types/{type}")).Is(200);

        Assert.Equal($"{{\"id\":{type},\"message\":\"Event type created.\",\"status\":\"success\"}}", made.Text);
        Assert.Equal(
            $"{{\"data\":{{\"id\":{type},\"name\":\"{name}\",\"amount_in_cents\":25000,\"currency\":\"SEK\"}}," +
            "\"status\":\"success\"}", read.Text);
        Assert.Contains(type, listed["data"]!["event_types"]!.AsArray().Select(one => (long)one!["id"]!));
        Assert.Equal("{\"message\":\"Event type deleted.\",\"status\":\"success\"}", deleted.Text);
        (await _app.Admin.Get($"/events/types/{type}")).IsRefused(404, "not_found");
    }

    [Fact]
    public async Task An_event_is_created_read_reimbursed_and_deleted()
    {
        var (caregiver, type) = (await _app.GivenAProvider(), await GivenAType());
        _app.Clock.Advance(TimeSpan.FromTicks(1_234_560));

        var made = await Create(type, caregiver, "2029-10-28T23:28:23.456701");
        var id = (long)made["id"]!;
        var read = (await _app.Admin.Get($"/events/{id}")).Is(200);
        var reimbursed = (await _app.Admin.Post($"/events/{id}/reimburse")).Is(200);
        var after = (await _app.Admin.Get($"/events/{id}")).Is(200);

        Assert.Equal(
            $"{{\"event_id\":{id},\"id\":{id},\"message\":\"Event created.\",\"status\":\"success\"}}", made.Text);
        Assert.Equal("data, status", read.Body.Keys());
        Assert.Equal(EventMembers, read["data"]!.Keys());
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?Z$", (string?)read["data"]!["created_at"]);
        Assert.Equal((type, caregiver, "2029-10-28T23:28:23.456701Z", false), (
            (long)read["data"]!["type_id"]!, (long)read["data"]!["caregiver_id"]!,
            (string)read["data"]!["start_time"]!, (bool)read["data"]!["reimbursed"]!));
        Assert.Equal("{\"message\":\"Event reimbursed.\",\"status\":\"success\"}", reimbursed.Text);
        Assert.True((bool)after["data"]!["reimbursed"]!);
        (await _app.Admin.Post($"/events/{id}/reimburse")).IsRefused(409, "already_reimbursed");
        (await _app.Admin.Delete($"/events/{id}")).IsRefused(409, "already_reimbursed");
        var other = (long)(await Create(type, caregiver, "2029-10-28T23:28:23"))["id"]!;
        Assert.Equal("{\"message\":\"Event deleted.\",\"status\":\"success\"}",
            (await _app.Admin.Delete($"/events/{other}")).Is(200).Text);
    }

    [Fact]
    public async Task What_is_sent_beyond_the_three_fields_is_ignored()
    {
        var made = (await _app.Admin.Post("/events", new
        {
            type_id = await GivenAType(),
            caregiver_id = await _app.GivenAProvider(),
            start_time = "2029-10-28T23:28:23Z",
            reimbursed = true,
            id = 4711,
            colour = "red",
        })).Is(201);

        var read = (await _app.Admin.Get($"/events/{made.Id}")).Is(200);

        Assert.NotEqual(4711, made.Id);
        Assert.False((bool)read["data"]!["reimbursed"]!);
    }

    [Fact]
    public async Task A_type_in_use_is_not_deleted_and_a_name_stands_once()
    {
        var (type, name) = (await GivenAType(), Guid.NewGuid());
        await Create(type, await _app.GivenAProvider(), "2029-10-28T23:28:23");
        (await _app.Admin.Post("/events/types", new { name, amount_in_cents = "1", currency = "SEK" })).Is(201);

        (await _app.Admin.Delete($"/events/types/{type}")).IsRefused(409, "event_type_in_use");
        (await _app.Admin.Post("/events/types", new { name, amount_in_cents = 2 })).IsRefused(409, "name_taken");
    }

    [Theory]
    [InlineData("\"EUR\"")]
    [InlineData("\"JPY\"")]
    [InlineData("\"sek\"")]
    [InlineData("\"\"")]
    [InlineData("\"kronor\"")]
    public async Task A_type_is_in_SEK_and_in_nothing_else(string currency)
    {
        var name = Guid.NewGuid();

        var refused = await _app.Admin.Post(
            "/events/types", $$"""{"name":"{{name}}","amount_in_cents":500,"currency":{{currency}}}""");

        Assert.Equal(["/currency unknown_currency"], refused.IsRefused(422, "invalid_input").IsCleanRefusal().Errors);
        Assert.Equal("EUR", (string?)(await _app.Admin.Post(
            "/v1/event-types", new { name, amount = 500, currency = "EUR" })).Is(201)["currency"]);
    }

    [Fact]
    public async Task A_reimbursed_event_is_kept()
    {
        var id = (long)(await Create(await GivenAType(), await _app.GivenAProvider(), "2029-10-28T23:28:23"))["id"]!;
        (await _app.Admin.Post($"/events/{id}/reimburse")).Is(200);
        var before = (await _app.Admin.Get($"/events/{id}")).Is(200);

        (await _app.Admin.Delete($"/events/{id}")).IsRefused(409, "already_reimbursed").IsCleanRefusal();

        Assert.Equal(before.Text, (await _app.Admin.Get($"/events/{id}")).Is(200).Text);
    }

    [Theory]
    [InlineData("blah")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("1e2")]
    [InlineData("%20")]
    [InlineData("9007199254740992")]
    [InlineData("99999999999999999999")]
    public async Task What_cannot_be_an_id_is_not_found(string id)
    {
        foreach (var path in new[] { $"/events/{id}", $"/events/types/{id}" })
        {
            (await _app.Admin.Get(path)).IsRefused(404, "not_found").IsCleanRefusal();
            (await _app.Admin.Delete(path)).IsRefused(404, "not_found").IsCleanRefusal();
            (await _app.Nobody.Get(path)).IsRefused(401, "token_missing");
        }
        (await _app.Admin.Post($"/events/{id}/reimburse")).IsRefused(404, "not_found").IsCleanRefusal();
    }

    [Fact]
    public async Task What_is_not_there_is_not_found()
    {
        var (caregiver, type) = (await _app.GivenAProvider(), await GivenAType());

        foreach (var path in new[] { "/events/999999", "/events/types/999999" })
        {
            (await _app.Admin.Get(path)).IsRefused(404, "not_found");
            (await _app.Admin.Delete(path)).IsRefused(404, "not_found");
        }
        (await _app.Admin.Post("/events/999999/reimburse")).IsRefused(404, "not_found");
        object New(long typeId, long caregiverId) =>
            new { type_id = typeId, caregiver_id = caregiverId, start_time = "2029-10-28T23:28:23" };
        (await _app.Admin.Post("/events", New(999_999, caregiver))).IsRefused(404, "not_found");
        (await _app.Admin.Post("/events", New(type, 999_999))).IsRefused(404, "not_found");
    }

    [Fact]
    public async Task A_hundred_events_a_page_and_the_way_to_the_next_in_a_link()
    {
        var owner = await _app.As(Roles.Provider);
        var (caregiver, type) = (await _app.GivenAProvider(owner), await GivenAType());
        var ids = new List<long>();
        for (var i = 0; i < 205; i++)
            ids.Add((long)(await Create(type, caregiver, "2029-10-28T23:28:23"))["id"]!);

        var (seen, pages, path) = (new List<long>(), new List<int>(), "/events");
        while (path is not null)
        {
            var page = (await owner.Get(path)).Is(200);
            Assert.Equal("data, status", page.Body.Keys());
            var events = page["data"]!["events"]!.AsArray();
            Assert.All(events, one => Assert.Equal(EventMembers, one.Keys()));
            seen.AddRange(events.Select(one => (long)one!["id"]!));
            pages.Add(events.Count);
            path = NextOf(page);
        }

        Assert.Equal(ids, seen);
        Assert.Equal([100, 100, 5], pages);
    }

    static string? NextOf(Answer page)
    {
        if (!page.Headers.TryGetValue("Link", out var link))
            return null;
        Assert.Matches("^</events\\?cursor=[A-Za-z0-9_-]+>; rel=\"next\"$", link);
        return link[1..link.IndexOf('>')];
    }

    async Task<long> GivenAType() => (long)(await _app.Admin.Post(
        "/events/types", new { name = Guid.NewGuid(), amount_in_cents = 500 })).Is(201)["id"]!;

    async Task<Answer> Create(long type, long caregiver, string start) => (await _app.Admin.Post(
        "/events", new { type_id = type, caregiver_id = caregiver, start_time = start })).Is(201);
}

public sealed class ReimbursementTestsOnSqlite(SqliteApp app) : ReimbursementTests(app), IClassFixture<SqliteApp>;

public sealed class ReimbursementTestsOnPostgres(PostgresApp app) : ReimbursementTests(app), IClassFixture<PostgresApp>;
