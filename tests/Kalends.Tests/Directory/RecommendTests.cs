using System.Text.Json.Nodes;
using Kalends.Directory.Matching;
using Kalends.Directory.Search;
using Kalends.Providers.Public;
using Kalends.Tests.Directory.Search;
using Kalends.Tests.GraphQL;
using Kalends.Tests.Http;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Directory;

/// <summary>Recommendations, held against the plainest evaluation that there is.</summary>
public abstract class RecommendTests
{
    const string Path = "/v1/providers/recommend";

    readonly TestApp _app;

    protected RecommendTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task Any_question_is_answered_as_it_says_in_either_order_page_by_page()
    {
        var directory = await DrawnDirectory.Of(_app);
        for (var seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            var ask = Ask(random);
            var expected = Expected(directory, ask);
            var seen = await Walk(Body(ask, "cost"), random.Next(1, 9), random.Next(2) == 0);
            Assert.Equal(
                DrawnDirectory.Sorted(expected, new(Currency: ask.Currency), ProviderSort.CostDesc)
                    .Select(one => one.Id),
                seen.Select(Id));

            var scored = await Walk(Body(ask, "match"), random.Next(1, 9), random.Next(2) == 0);
            Assert.Equal(scored.OrderByDescending(Score).ThenBy(Id).Select(Id), scored.Select(Id));
            Assert.Equal(expected.Select(one => one.Id).Order(), scored.Select(Id).Order());
            Assert.All(scored.Concat(seen), item => CheckScore(item, ask, directory));
        }
    }

    [Fact]
    public async Task Four_and_a_half_of_twenty_thousand_beats_one_perfect_review()
    {
        var skill = $"{Guid.NewGuid()}";
        var one = await GivenSomebody(skill);
        var many = await GivenSomebody(skill);
        await _app.GivenARating(one, 500, 1);
        await _app.GivenARating(many, 450 * 20_000, 20_000);

        Assert.Equal([many, one], (await Walk(Simple(skill, "match"), 1)).Select(Id));
        Assert.Equal([one, many], (await Walk(Simple(skill, "cost"), 1)).Select(Id));
    }

    [Fact]
    public async Task Reviews_of_others_between_two_pages_move_nobody()
    {
        var skill = $"{Guid.NewGuid()}";
        var ids = new List<long>();
        for (var i = 0; i < 12; i++)
        {
            ids.Add(await GivenSomebody(skill, cost: 100 + i % 3 * 300));
            await _app.GivenARating(ids[^1], i % 4 * 450, i % 4);
        }
        await _app.GivenRatingsOfTheHouse((0, 100, 1));
        var expected = (await Walk(Simple(skill, "match"), 100)).Select(Id).ToList();

        var (seen, body, mean) = (new List<long>(), Simple(skill, "match"), 100L);
        body["limit"] = 2;
        do
        {
            var page = (await _app.Admin.Post(Path, body.ToJsonString())).Is(200);
            seen.AddRange(page["items"]!.AsArray().Select(item => Id(item!)));
            Assert.Equal(1m, (decimal)page["site_mean"]!);
            body["cursor"] = (string?)page["next"];
            await _app.GivenRatingsOfTheHouse((0, mean += 80, 1));
        }
        while (body["cursor"] is not null);

        Assert.Equal(expected, seen);
        Assert.NotEqual(expected, (await Walk(Simple(skill, "match"), 100)).Select(Id));
        await _app.GivenRatingsOfTheHouse();
    }

    [Fact]
    public async Task Other_weights_give_other_scores_and_refuse_the_pages_of_the_old_ones()
    {
        var skill = $"{Guid.NewGuid()}";
        for (var i = 0; i < 3; i++)
            await GivenSomebody(skill, cost: 500);
        var body = Simple(skill, "match");
        body["limit"] = 1;
        var before = (await _app.Admin.Post(Path, body.ToJsonString())).Is(200);
        Assert.Equal(
            $$"""{"version":"{{before["weights"]!["version"]}}","skills":40,"price":20,"rating":25,"dates":15,""" +
            "\"rating_prior\":10}", before["weights"]!.ToJsonString());

        await using var changed = await _app.Restart("--Kalends:Providers:Weights:Price=0");
        var after = (await _app.Admin.Post(Path, body.ToJsonString())).Is(200);

        Assert.NotEqual((string?)before["weights"]!["version"], (string?)after["weights"]!["version"]);
        Assert.NotEqual(Score(before["items"]![0]!), Score(after["items"]![0]!));
        body["cursor"] = (string?)before["next"];
        Assert.Equal(["cursor cursor"],
            (await _app.Admin.Post(Path, body.ToJsonString())).IsRefused(422, "invalid_input").Errors);
    }

    [Fact]
    public async Task The_query_string_asks_the_same_question_and_nothing_may_stand_in_both()
    {
        var (skill, other) = ($"{Guid.NewGuid()}", $"{Guid.NewGuid()}");
        await GivenSomebody(skill);
        await GivenSomebody(other);
        var dates = "dates=2030-02-01&dates=2030-02-03&dates=2030-03-01&dates=2030-03-02";

        var asked = await _app.Admin.Post(
            $"{Path}?skills={skill}&skills={other}&budget=2000&duration_days=2&{dates}&order=match&bookable=false");
        Assert.Equal(2, asked.Is(200)["items"]!.AsArray().Count);
        Assert.Equal(asked.Text, (await _app.Admin.Post($"{Path}?{dates}&order=match", new
        {
            skills = new[] { skill, other },
            budget = 2000,
            duration_days = 2,
        })).Is(200).Text);

        Assert.Equal(["/budget repeated", "/dates repeated", "nonsense unknown_parameter"],
            (await _app.Admin.Post($"{Path}?{dates}&budget=1&nonsense=1", Simple(skill, "cost").ToJsonString()))
            .IsRefused(422, "invalid_input").Errors);
        Assert.Equal(["/budget required", "/skills required", "dates incomplete"],
            (await _app.Admin.Post($"{Path}?{dates}&dates=2030-04-01")).IsRefused(422, "invalid_input").Errors);
        Assert.Equal(["dates format"], (await _app.Admin.Post(
            $"{Path}?skills=a&budget=1&dates=2030-02-01&dates=x")).IsRefused(422, "invalid_input").Errors);
    }

    [Theory]
    [InlineData("skills", "[]", "/skills count")]
    [InlineData("skills", "[\"\"]", "/skills/0 too_short")]
    [InlineData("skills", "\"a\"", "/skills type")]
    [InlineData("skills", "[1]", "/skills/0 type")]
    [InlineData("skills", "[\"\\u0000\"]", "/skills/0 control_characters")]
    [InlineData("skills", "[\"\\ud800\"]", "/skills/0 text")]
    [InlineData("skills", "null", "/skills null")]
    [InlineData("budget", "0", "/budget out_of_range")]
    [InlineData("budget", "-1", "/budget out_of_range")]
    [InlineData("budget", "1.5", "/budget type")]
    [InlineData("budget", "\"1\"", "/budget type")]
    [InlineData("budget", "9007199254740992", "/budget out_of_range")]
    [InlineData("currency", "\"XXZ\"", "/currency unknown_currency")]
    [InlineData("currency", "\"eu\"", "/currency too_short")]
    [InlineData("duration_days", "0", "/duration_days out_of_range")]
    [InlineData("duration_days", "3651", "/duration_days out_of_range")]
    [InlineData("dates", "[]", "/dates count")]
    [InlineData("dates", "[{\"from_date\":\"2030-02-02\",\"to_date\":\"2030-02-01\"}]",
        "/dates/0/to_date end_before_start")]
    [InlineData("dates", "[{\"from_date\":\"2030-02-30\",\"to_date\":\"2030-03-01\"}]", "/dates/0/from_date format")]
    [InlineData("dates", "[{\"from_date\":\"2030-02-01\"}]", "/dates/0/to_date required")]
    [InlineData("dates", "[\"2030-02-01\",\"2030-02-02\"]", "/dates/0 type,/dates/1 type")]
    [InlineData("rating_min", "5.01", "/rating_min out_of_range")]
    [InlineData("rating_min", "-0.01", "/rating_min out_of_range")]
    [InlineData("rating_min", "4.005", "/rating_min step")]
    [InlineData("order", "\"best\"", "/order unknown_word")]
    [InlineData("bookable", "1", "/bookable type")]
    [InlineData("limit", "0", "/limit out_of_range")]
    [InlineData("limit", "101", "/limit out_of_range")]
    [InlineData("cursor", "\"abc\"", "cursor cursor")]
    [InlineData("nonsense", "1", "/nonsense unknown_field")]
    public async Task What_cannot_be_asked_is_refused(string member, string value, string errors)
    {
        var body = Simple("a", "cost");
        body[member] = "@";

        var answer = await _app.Admin.Post(Path, body.ToJsonString().Replace("\"@\"", value, StringComparison.Ordinal));

        Assert.Equal(errors.Split(','), answer.IsRefused(422, "invalid_input").IsCleanRefusal().Errors);
    }

    [Fact]
    public async Task Too_many_and_too_much_are_refused_and_what_looks_like_SQL_is_a_skill()
    {
        var body = Simple("'; DROP TABLE providers; --", "match");
        Assert.Empty((await _app.Admin.Post(Path, body.ToJsonString())).Is(200)["items"]!.AsArray());
        body["skills"] = new JsonArray([.. Enumerable.Range(0, 51).Select(i => (JsonNode)$"{i}")]);
        body["dates"] = new JsonArray([.. Enumerable.Range(0, 51).Select(_ => body["dates"]![0]!.DeepClone())]);
        Assert.Equal(["/dates count", "/skills count"],
            (await _app.Admin.Post(Path, body.ToJsonString())).IsRefused(422, "invalid_input").Errors);
        body = Simple(new string('x', 10_000), "cost");
        Assert.Equal(["/skills/0 too_long"],
            (await _app.Admin.Post(Path, body.ToJsonString())).IsRefused(422, "invalid_input").Errors);
        (await _app.Nobody.Post(Path, Simple("a", "cost").ToJsonString())).IsRefused(401, "token_missing");
    }

    [Fact]
    public async Task A_job_that_is_longer_than_all_of_its_dates_is_refused()
    {
        var body = Simple("a", "cost");
        body["duration_days"] = 50;

        var answer = (await _app.Admin.Post(Path, body.ToJsonString())).IsRefused(422, "duration_exceeds_dates");

        Assert.Equal(["/dates duration_exceeds_dates", "/duration_days duration_exceeds_dates"], answer.Errors);
        Assert.Equal(
            "The job takes 50 days, and the longest of the requested ranges has 5.", (string?)answer["detail"]);
        body["duration_days"] = 5;
        (await _app.Admin.Post(Path, body.ToJsonString())).Is(200);
    }

    [Fact]
    public async Task GraphQL_answers_the_same()
    {
        var skill = $"{Guid.NewGuid()}";
        for (var i = 0; i < 3; i++)
            await GivenSomebody(skill, cost: 300 * i);
        var rest = await Walk(Simple(skill, "match"), 100);

        var (seen, cursor) = (new List<JsonNode>(), "null");
        do
        {
            var page = (await _app.Admin.Ask($$"""
                { recommend(skills: ["{{skill}}"], budget: 1000, order: MATCH, limit: 2, cursor: {{cursor}},
                    dates: [{fromDate: "2030-02-01", toDate: "2030-02-05"}]) {
                    items { provider { providerId name } score matchedSkills coveredDays firstSlot { slotId }
                        parts { skills { points } price { points } rating { points } dates { value weight points } } }
                    next weights { version ratingPrior } siteMean } }
                """)).Data()["recommend"]!;
            seen.AddRange(page["items"]!.AsArray().Select(item => item!));
            cursor = page["next"] is { } next ? $"\"{next}\"" : "";
        }
        while (cursor != "");

        Assert.Equal(rest.Select(item => $"{Id(item)} {Score(item)}"),
            seen.Select(item => $"{item["provider"]!["providerId"]} {item["score"]}"));
        Assert.Equal("duration_exceeds_dates", (await _app.Admin.Ask("""
            { recommend(skills: ["a"], budget: 1, durationDays: 2,
                dates: [{fromDate: "2030-02-01", toDate: "2030-02-01"}]) { next } }
            """)).Refusal());
    }

    sealed record Question(
        List<string> Skills, long Budget, int Days, List<DateRange> Dates, decimal RatingMin, string? Currency);

    static Question Ask(Random random)
    {
        var (days, dates) = (random.Next(1, 4), new List<DateRange>());
        while (dates.Count == 0 || random.Next(2) == 0)
            dates.Add(DrawnDirectory.Range(random));
        return new(
            DrawnDirectory.Skills.Where(_ => random.Next(3) == 0)
                .Append(DrawnDirectory.Pick(random, DrawnDirectory.Skills)).ToList(),
            Math.Max(1, DrawnDirectory.Pick(random, DrawnDirectory.Costs) * days + random.Next(-1, 2)),
            dates.Exists(range => range.LastDay() - range.FirstDay() + 1 >= days) ? days : 1, dates,
            DrawnDirectory.Pick(random, [0, 0, 0, 1, 3.33m, 3.34m, 4.5m, 5]),
            DrawnDirectory.Pick(random, [null, "GBP", "EUR"]));
    }

    static List<DrawnDirectory.One> Expected(DrawnDirectory directory, Question ask) => directory
        .Found(new ProviderFilter(
            Skills: ask.Skills, Currency: ask.Currency ?? "GBP",
            RatingMin: ask.RatingMin)
        { AnyDates = ask.Dates })
        .Where(one => one.Cost * ask.Days <= ask.Budget).ToList();

    static JsonObject Body(Question ask, string order)
    {
        var body = new JsonObject
        {
            ["skills"] = new JsonArray([.. ask.Skills.Select(skill => (JsonNode)skill)]),
            ["budget"] = ask.Budget,
            ["duration_days"] = ask.Days,
            ["dates"] = new JsonArray([.. ask.Dates.Select(range => new JsonObject
            {
                ["from_date"] = range.FromDate.ToString("O", null),
                ["to_date"] = range.ToDate.ToString("O", null),
            })]),
            ["rating_min"] = ask.RatingMin,
            ["order"] = order,
        };
        if (ask.Currency is not null)
            body["currency"] = ask.Currency;
        return body;
    }

    static JsonObject Simple(string skill, string order) => Body(
        new([skill], 1000, 1, [new(new(2030, 2, 1), new(2030, 2, 5))], 0, null), order);

    async Task<long> GivenSomebody(string skill, long cost = 500) => (await _app.Admin.Post("/v1/providers", new
    {
        name = "Somebody",
        skills = new[] { skill },
        cost,
        currency = "GBP",
        availability = new[] { new { from_date = "2030-01-01", to_date = "2030-12-31" } },
    })).Is(201).Id;

    async Task<List<JsonNode>> Walk(JsonObject body, int limit, bool inQuery = false)
    {
        var seen = new List<JsonNode>();
        body["limit"] = limit;
        do
        {
            var answer = inQuery
                ? await _app.Admin.Post($"{Path}?{Query(body)}")
                : await _app.Admin.Post(Path, body.ToJsonString());
            var items = answer.Is(200)["items"]!.AsArray();
            Assert.True(items.Count == limit || answer["next"] is null, "A short page is the last one.");
            seen.AddRange(items.Select(item => item!));
            body["cursor"] = (string?)answer["next"];
        }
        while (body["cursor"] is not null);
        body.Remove("cursor");
        return seen;
    }

    static string Query(JsonObject body) => string.Join('&', body.Where(member => member.Value is not null)
        .SelectMany(member => (member.Value switch
        {
            JsonArray { Count: > 0 } dates when dates[0] is JsonObject =>
                dates.SelectMany(range => new[] { range!["from_date"], range["to_date"] }),
            JsonArray list => list,
            var one => [one],
        }).Select(value => $"{member.Key}={Uri.EscapeDataString($"{value}")}")));

    static void CheckScore(JsonNode item, Question ask, DrawnDirectory directory)
    {
        var one = directory.All.Single(one => one.Id == Id(item));
        var parts = item["parts"]!.AsObject().Select(part => part.Value!).ToList();
        var match = new Match(
            new MatchWeights(), SiteMean.Neutral, ask.Skills.Distinct().ToList(), new Price(ask.Budget, ask.Days),
            DateRange.Merged(ask.Dates));
        var profile = new Profile(
            one.Id, one.Name, one.Name, "", one.Skills, one.Cost, one.Currency, one.Ranges, "UTC", [], true, null,
            new Rating(one.Sum, one.Count), null, "", null, default, default, 1);

        Assert.Equal(4, parts.Count);
        Assert.Equal(Score(item), parts.Sum(part => (long)part["points"]!));
        Assert.Equal(Matches.Plainly(match, profile), Score(item));
        Assert.Equal(one.Skills.Where(ask.Skills.Contains), item["matched_skills"]!.AsArray().Select(s => (string)s!));
    }

    static long Id(JsonNode item) => (long)item["provider"]!["id"]!;

    static long Score(JsonNode item) => (long)item["score"]!;
}

public sealed class RecommendTestsOnSqlite(SqliteApp app) : RecommendTests(app), IClassFixture<SqliteApp>;

public sealed class RecommendTestsOnPostgres(PostgresApp app) : RecommendTests(app), IClassFixture<PostgresApp>;
