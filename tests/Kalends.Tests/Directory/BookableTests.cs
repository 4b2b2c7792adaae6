using System.Text.Json.Nodes;
using Kalends.Tests.GraphQL;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Directory;

/// <summary>Recommendations and searches that look into calendars.</summary>
public abstract class BookableTests
{
    readonly TestApp _app;
    readonly string _skill = $"{Guid.NewGuid()}";

    protected BookableTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Theory]
    [InlineData("cost")]
    [InlineData("match")]
    public async Task Every_slot_that_is_named_can_be_held_at_once_and_who_has_none_is_not_there(string order)
    {
        var free = new Dictionary<long, long>();
        for (var i = 0; i < 9; i++)
        {
            var provider = await GivenSomebody(cost: 100 + i % 3);
            var slot = i % 3 == 0 ? 0 : await _app.GivenSlots(provider, inDays: 2 + i % 2, hours: 1, slotMinutes: 30);
            if (i % 3 == 2)
                await _app.GivenAHold(slot);
            if (i % 3 > 0)
                free[provider] = slot + (i % 3 == 2 ? 1 : 0);
        }

        var named = await Walk(order, limit: 2);

        Assert.Equal(free.OrderBy(one => one.Key), named.OrderBy(one => one.Key));
        var held = await Race.AtOnce(named.Count, i => _app.Reserve(named.Values.ElementAt(i)));
        Assert.All(held, answer => answer.Is(201));
        Assert.Equal(3, (await Walk(order, limit: 100)).Count);
    }

    [Theory]
    [InlineData("Pacific/Kiritimati", "2030-02-01T10:00:00Z", "2030-02-02")]
    [InlineData("Pacific/Pago_Pago", "2030-02-02T10:30:00Z", "2030-02-01")]
    [InlineData("Europe/Paris", "2030-03-30T23:30:00Z", "2030-03-31")]
    [InlineData("Europe/Paris", "2030-03-31T21:30:00Z", "2030-03-31")]
    [InlineData("America/Sao_Paulo", "2030-02-03T02:30:00Z", "2030-02-02")]
    public async Task Asked_dates_are_days_where_the_provider_lives(string zone, string starts, string day)
    {
        var provider = await GivenSomebody(zone: zone);
        var from = DateTimeOffset.Parse(starts, null);
        var offered = await _app.Admin.Post($"/v1/providers/{provider}/openings", new
        {
            ranges = new[] { new { starts_at = starts, ends_at = from.AddMinutes(30).Text() } },
            slot_minutes = 30,
        });
        var date = DateOnly.Parse(day, null);

        var named = await Walk("cost", 10, date, date);

        Assert.Equal((long)offered.Is(201)["items"]![0]!["first_slot_id"]!, Assert.Single(named).Value);
        Assert.Empty(await Walk("cost", 10, date.AddDays(1), date.AddDays(1)));
        Assert.Empty(await Walk("cost", 10, date.AddDays(-1), date.AddDays(-1)));
    }

    [Fact]
    public async Task A_page_finds_the_only_one_who_is_free_behind_many_who_are_not()
    {
        var last = 0L;
        for (var i = 0; i < 120; i++)
            last = await GivenSomebody();
        var slot = await _app.GivenSlots(last);

        var first = (await _app.Admin.Post("/v1/providers/recommend", Body("cost", 3).ToJsonString())).Is(200);

        Assert.Single(first["items"]!.AsArray());
        Assert.Null((string?)first["next"]);
        Assert.Equal([new(last, slot)], await Walk("cost", limit: 3));
        var before = _app.NextHour().AddDays(3).Text();
        var search = $"/v1/providers?skills={_skill}&free_before={before}&limit=3";
        var page = (await _app.Admin.Get(search)).Is(200);
        Assert.Equal(slot, (long)Assert.Single(page["items"]!.AsArray())!["first_slot"]!["id"]!);
        Assert.Null((string?)page["next"]);
    }

    [Fact]
    public async Task Calendars_are_looked_at_a_year_ahead_and_no_further()
    {
        var last = DateOnly.FromDateTime(_app.Clock.GetUtcNow().UtcDateTime).AddDays(364);

        Assert.Empty(await Walk("cost", 10, last.AddDays(-500), last));
        Assert.Empty(await Walk("cost", 10, DateOnly.MinValue, last));
        foreach (var far in new[] { last.AddDays(1), DateOnly.MaxValue })
            Assert.Equal(["/dates/0/to_date too_far"], (await _app.Admin.Post(
                "/v1/providers/recommend", Body("match", 1, last, far).ToJsonString()))
                .IsRefused(422, "invalid_input").Errors);
    }

    [Fact]
    public async Task A_search_by_the_next_free_slot_walks_time_in_both_directions()
    {
        var expected = new List<long>();
        for (var i = 0; i < 7; i++)
        {
            expected.Add(await GivenSomebody());
            await _app.GivenSlots(expected[^1], inDays: 5 - i / 2);
        }
        await GivenSomebody();
        expected = expected.Select((id, i) => (id, i)).OrderByDescending(one => one.i / 2).ThenBy(one => one.id)
            .Select(one => one.id).ToList();

        var query = $"/v1/providers?skills={_skill}&order=next_free&limit=3&facets=skills";
        var seen = new List<JsonNode>();
        for (var next = ""; next is not null;)
        {
            var page = (await _app.Admin.Get($"{query}{next}")).Is(200);
            Assert.Equal(7, (long)page["facets"]!["total"]!);
            seen.AddRange(page["items"]!.AsArray().Select(item => item!));
            next = page["next"] is { } more ? $"&cursor={more}" : null;
        }
        Assert.Equal(expected, seen.Select(item => (long)item["id"]!));
        var starts = seen.Select(item => (string)item["first_slot"]!["starts_at"]!).ToList();
        Assert.Equal(starts.Order(StringComparer.Ordinal), starts);

        foreach (var (size, from, cursor, more) in new[]
            { ("first", "after", "endCursor", "hasNextPage"), ("last", "before", "startCursor", "hasPreviousPage") })
        {
            var (walked, place) = (new List<string>(), "null");
            while (place != "")
            {
                var page = (await _app.Admin.Ask(
                    $"{{ providers(skills: [\"{_skill}\"], order: NEXT_FREE, {size}: 2, {from}: {place}) {{ " +
                    "edges { node { providerId } } pageInfo { startCursor endCursor hasNextPage hasPreviousPage } } }"))
                    .Data()["providers"]!;
                walked.InsertRange(size == "last" ? 0 : walked.Count,
                    page["edges"]!.AsArray().Select(edge => (string)edge!["node"]!["providerId"]!));
                place = (bool)page["pageInfo"]![more]! ? $"\"{page["pageInfo"]![cursor]}\"" : "";
            }
            Assert.Equal(expected.Select(id => $"{id}"), walked);
        }
    }

    [Fact]
    public async Task A_search_for_who_is_free_before_a_time_counts_and_sorts_only_those()
    {
        var ids = new List<long>();
        for (var i = 0; i < 6; i++)
        {
            ids.Add(await GivenSomebody(cost: 900 - i * 100));
            if (i < 4)
                await _app.GivenSlots(ids[^1], inDays: 2 + i);
        }
        var before = _app.NextHour().AddDays(4).Text();
        var query = $"/v1/providers?skills={_skill}&free_before={before}";

        var byCost = (await _app.Admin.Get($"{query}&order=cost&facets=skills&facets=cost")).Is(200);
        var byMatch = (await _app.Admin.Get($"{query}&order=match&cost_max=900")).Is(200);
        var counted = (await _app.Admin.Ask(
            $"{{ providerFacets(skills: [\"{_skill}\"], freeBefore: \"{before}\") {{ total skills {{ count }} }} }}"))
            .Data()["providerFacets"]!;

        const string band = """{"currency":"GBP","from":0,"to":1000,"count":2}""";
        Assert.Equal([ids[1], ids[0]], Ids(byCost));
        Assert.Equal([ids[0], ids[1]], Ids((await _app.Admin.Get(query)).Is(200)));
        Assert.Equal([ids[1], ids[0]], Ids(byMatch));
        Assert.All(byMatch["items"]!.AsArray(), item => Assert.Equal(
            (long)item!["score"]!, item["parts"]!.AsObject().Sum(part => (long)part.Value!["points"]!)));
        Assert.Equal(
            $$"""{"total":2,"skills":[{"skill":"{{_skill}}","count":2}],"cost":[{{band}}]}""",
            byCost["facets"]!.ToJsonString());
        Assert.Equal("""{"total":2,"skills":[{"count":2}]}""", counted.ToJsonString());
        Assert.Equal(["free_before too_far"], (await _app.Admin.Get(
            $"/v1/providers?free_before={_app.NextHour().AddDays(32).Text()}")).IsRefused(422, "invalid_input").Errors);
        Assert.Equal(["order nothing_to_match"],
            (await _app.Admin.Get("/v1/providers?order=match")).IsRefused(422, "invalid_input").Errors);
    }

    static List<long> Ids(Answer answer) => answer["items"]!.AsArray().Select(item => (long)item!["id"]!).ToList();

    async Task<long> GivenSomebody(long cost = 500, string zone = "UTC") => (await _app.Admin.Post("/v1/providers", new
    {
        name = "Somebody",
        skills = new[] { _skill },
        cost,
        currency = "GBP",
        time_zone = zone,
        availability = new[] { new { from_date = "2029-01-01", to_date = "2031-12-31" } },
    })).Is(201).Id;

    JsonObject Body(string order, int limit, DateOnly? from = null, DateOnly? to = null) => new()
    {
        ["skills"] = new JsonArray(_skill),
        ["budget"] = 1000,
        ["order"] = order,
        ["bookable"] = true,
        ["limit"] = limit,
        ["dates"] = new JsonArray(new JsonObject
        {
            ["from_date"] = (from ?? new(2030, 1, 7)).ToString("O", null),
            ["to_date"] = (to ?? new(2030, 2, 7)).ToString("O", null),
        }),
    };

    /// <summary>The first slot of each who is recommended.</summary>
    async Task<Dictionary<long, long>> Walk(string order, int limit, DateOnly? from = null, DateOnly? to = null)
    {
        var (seen, body) = (new Dictionary<long, long>(), Body(order, limit, from, to));
        do
        {
            var page = (await _app.Admin.Post("/v1/providers/recommend", body.ToJsonString())).Is(200);
            foreach (var item in page["items"]!.AsArray())
                seen.Add((long)item!["provider"]!["id"]!, (long)item["first_slot"]!["id"]!);
            body["cursor"] = (string?)page["next"];
        }
        while (body["cursor"] is not null);
        return seen;
    }
}

public sealed class BookableTestsOnSqlite(SqliteApp app) : BookableTests(app), IClassFixture<SqliteApp>;

public sealed class BookableTestsOnPostgres(PostgresApp app) : BookableTests(app), IClassFixture<PostgresApp>;
