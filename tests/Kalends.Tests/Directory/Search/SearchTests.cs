using System.Globalization;
using System.Text.Json.Nodes;
using Kalends.Tests.GraphQL;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Directory.Search;

public abstract class SearchTests
{
    readonly TestApp _app;

    protected SearchTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task A_search_answers_profiles_and_no_counts_that_nobody_asked_for()
    {
        var skill = Some();
        var made = await Enter("Ada", [skill], cost: 500);

        var found = (await _app.Admin.Get($"/v1/providers?skills={skill}")).Is(200);

        Assert.Equal(["items", "next"], found.Body.AsObject().Select(member => member.Key));
        Assert.Equal(
            (await _app.Admin.Get($"/v1/providers/{made}")).Is(200).Text,
            Assert.Single(found["items"]!.AsArray())!.ToJsonString());
    }

    [Fact]
    public async Task The_words_of_a_provider_are_those_of_the_profile_as_it_is_now()
    {
        var (old, later) = (Some(), Some());
        var path = $"/v1/providers/{await Enter(old, [$"{old} skill"])}";

        Assert.Equal(1, await Count($"text={old[..^3]}"));
        (await _app.Admin.Put($"{path}/skills", new { skills = new[] { later } })).Is(200);
        Assert.Equal((1, 1), (await Count($"text={old}"), await Count($"text={later}+{old}")));
        (await _app.Admin.Put(path, new { name = later })).Is(200);
        Assert.Equal((0, 1), (await Count($"text={old}"), await Count($"text={later}")));
        (await _app.Admin.Put(path, new { name = later, active = false })).Is(200);
        Assert.Equal(0, await Count($"text={later}"));
        (await _app.Admin.Put(path, new { name = later })).Is(200);
        (await _app.Admin.Delete(path)).Is(200);
        Assert.Equal(0, await Count($"text={later}"));
    }

    [Theory]
    [InlineData("counseling", "counselling", 1)]
    [InlineData("counsellign", "counselling", 1)]
    [InlineData("counselling", "counseling", 1)]
    [InlineData("kounselling", "counselling", 1)]
    [InlineData("kounseling", "counselling", 0)]
    [InlineData("coun", "counselling", 1)]
    [InlineData("koun", "counselling", 0)]
    [InlineData("jose muller", "José Müller", 1)]
    [InlineData("JOSÉ", "jose", 1)]
    [InlineData("Jose\u0301", "José", 1)]
    [InlineData("strasse", "Straße", 1)]
    [InlineData("москва", "Москвa", 1)]
    [InlineData("%", "100% _", null)]
    [InlineData("100", "100% _", 1)]
    [InlineData("' OR 1=1 --", "x", 0)]
    [InlineData("smith's", "Smith’s", 1)]
    public async Task A_text_finds_beginnings_and_what_is_one_edit_away(string text, string name, int? found)
    {
        var skill = Some();
        await Enter(name, [skill]);

        var answer = await _app.Admin.Post("/v1/providers/search", new { text, skills = new[] { skill } });

        if (found is null)
            Assert.Equal(["text words"], answer.IsRefused(422, "invalid_input").Errors);
        else
            Assert.Equal(found, answer.Is(200)["items"]!.AsArray().Count);
    }

    [Fact]
    public async Task Ties_are_paged_in_the_order_of_ids_while_others_come_and_go()
    {
        var skill = Some();
        var all = new List<long>();
        for (var i = 0; i < 7; i++)
            all.Add(await Enter("Same", [skill], cost: 700));
        foreach (var order in new[] { "relevance", "id", "cost", "cost_desc", "rating", "mean" })
        {
            var (seen, next) = (new List<long>(), "");
            do
            {
                var page = (await _app.Admin.Get(
                    $"/v1/providers?skills={skill}&order={order}&limit=2&cursor={next}")).Is(200);
                seen.AddRange(page["items"]!.AsArray().Select(item => (long)item!["id"]!));
                next = (string?)page["next"] ?? "";
                var passing = await Enter("Cheaper", [skill], cost: 1);
                (await _app.Admin.Delete($"/v1/providers/{passing}")).Is(200);
            }
            while (next != "");
            Assert.Equal(all, seen);
        }
    }

    [Theory]
    [InlineData("name=", "name too_short")]
    [InlineData("text=", "text too_short")]
    [InlineData("text=%20", "text too_short")]
    [InlineData("text=%2D%21", "text words")]
    [InlineData("text=a+b+c+d+e+f+g+h+i+j+k", "text words")]
    [InlineData("text=%00", "text control_characters")]
    [InlineData("text=a%00b&name=%01", "name control_characters, text control_characters")]
    [InlineData("skills=", "skills too_short")]
    [InlineData("skills_match=some", "skills_match unknown_word")]
    [InlineData("skills_match=any&skills_match=all", "skills_match repeated")]
    [InlineData("cost_min=-1", "cost_min out_of_range")]
    [InlineData("cost_max=1000000000001", "cost_max out_of_range")]
    [InlineData("cost_min=1.5", "cost_min type")]
    [InlineData("cost_min=5&cost_max=4", "cost_max below_minimum")]
    [InlineData("currency=XXY", "currency unknown_currency")]
    [InlineData("currency=gbp", "currency unknown_currency")]
    [InlineData("currency=GBPS", "currency too_long")]
    [InlineData("rating_min=-0.01", "rating_min out_of_range")]
    [InlineData("rating_max=5.01", "rating_max out_of_range")]
    [InlineData("rating_min=3.333", "rating_min step")]
    [InlineData("rating_min=NaN", "rating_min type")]
    [InlineData("rating_min=4&rating_max=3.99", "rating_max below_minimum")]
    [InlineData("free_from=2030-01-01", "free_to required")]
    [InlineData("free_to=2030-01-01", "free_from required")]
    [InlineData("free_from=2030-01-02&free_to=2030-01-01", "free_to end_before_start")]
    [InlineData("free_from=2030-02-30&free_to=2030-1-1", "free_from format, free_to format")]
    [InlineData("language=e", "language too_short")]
    [InlineData("language=e%25", "language format")]
    [InlineData("organisation_id=0", "organisation_id out_of_range")]
    [InlineData("order=price", "order unknown_word")]
    [InlineData("facets=skills,prices", "facets unknown_word")]
    [InlineData("facets=", "facets unknown_word")]
    [InlineData("facets=skills,cost,skills", "facets count")]
    [InlineData("limit=101", "limit out_of_range")]
    [InlineData("any_dates=2030-01-01", "any_dates unknown_parameter")]
    public async Task What_a_search_cannot_mean_is_refused_by_name(string query, string errors) => Assert.Equal(
        errors, string.Join(", ", (await _app.Admin.Get($"/v1/providers?{query}"))
            .IsRefused(422, "invalid_input").Errors));

    [Theory]
    [InlineData("""{"skills": []}""", "/skills count")]
    [InlineData("""{"skills": "CBT"}""", "/skills type")]
    [InlineData("""{"skills": ["a", 1, null, "\u0000"]}""",
        "/skills/1 type, /skills/2 type, /skills/3 control_characters")]
    [InlineData("""{"text": "\ud800"}""", "/text text")]
    [InlineData("""{"cost_min": "5", "rating_min": "4"}""", "/cost_min type, /rating_min type")]
    [InlineData("""{"rating_min": 1e400}""", "/rating_min type")]
    [InlineData("""{"order": null}""", "/order null")]
    [InlineData("""{"facets": {}}""", "/facets type")]
    [InlineData("""{"free_from": 1, "free_to": true}""", "/free_from type, /free_to type")]
    [InlineData("""{"price": 1, "skill_ids": [1]}""", "/price unknown_field, /skill_ids unknown_field")]
    public async Task The_same_is_refused_in_a_body(string body, string errors) => Assert.Equal(
        errors, string.Join(", ", (await _app.Admin.Post("/v1/providers/search", body))
            .IsRefused(422, "invalid_input").Errors));

    [Fact]
    public async Task What_is_too_much_is_refused_and_what_is_not_is_answered()
    {
        async Task<string> Errors(object body) => string.Join(", ",
            (await _app.Admin.Post("/v1/providers/search", body)).IsRefused(422, "invalid_input").Errors);
        string[] Skills(int count) => Enumerable.Range(0, count).Select(i => $"s{i}").ToArray();

        Assert.Equal("/skills count", await Errors(new { skills = Skills(51) }));
        Assert.Equal("/text too_long", await Errors(new { text = new string('x', 10_000) }));
        Assert.Equal("/text too_long", await Errors(new { text = new string('x', 201) }));
        (await _app.Admin.Post("/v1/providers/search", new
        {
            name = new string('\'', 200),
            text = string.Join(' ', Enumerable.Repeat(new string('ü', 19), 10)),
            skills = Skills(50),
            skills_match = "all",
            cost_min = 0,
            cost_max = 1_000_000_000_000,
            currency = "SEK",
            rating_min = 0,
            rating_max = 5.00,
            free_from = "0001-01-01",
            free_to = "9999-12-31",
            language = "en",
            organisation_id = (1L << 53) - 1,
            order = "cost_desc",
            facets = new[] { "skills", "cost" },
            limit = 100,
        })).Is(200);
        (await _app.Admin.Post("/v1/providers/search", "{}")).Is(200);
        (await _app.Admin.Post("/v1/providers/search")).Is(200);
        (await _app.Nobody.Post("/v1/providers/recommend", "{}")).IsRefused(401, "token_missing");
    }

    [Theory]
    [InlineData("[1,\"id\",1]", "cost")]
    [InlineData("[1,\"cost\",1,1]", "cost_desc")]
    [InlineData("[1,\"cost\",1]", "cost")]
    [InlineData("[1,\"cost\",0,1]", "cost")]
    [InlineData("[1,\"cost\",1,1]", "cost")]
    [InlineData("[1,\"cost\",3,1,1]", "cost")]
    [InlineData("[1,\"cost\",2,1]", "cost")]
    [InlineData("[1,\"cost\",-1,1]", "cost")]
    [InlineData("[1,\"cost\"]", "cost")]
    [InlineData("[1,\"relevance\",1]", "relevance")]
    [InlineData("[1,\"mean\",1,1]", "rating")]
    [InlineData("[1,\"rating-00000000-1\",1,1]", "rating")]
    [InlineData("[1,\"cost\",1,\"x\"]", "cost")]
    [InlineData("[1,\"cost\",1,99999999999999999999]", "cost")]
    [InlineData("[1,\"name\",7]", "id")]
    [InlineData("{}", "id")]
    public async Task A_cursor_of_another_list_is_refused(string made, string order)
    {
        var cursor = System.Buffers.Text.Base64Url.EncodeToString(System.Text.Encoding.UTF8.GetBytes(made));

        Assert.Equal(["cursor cursor"],
            (await _app.Admin.Get($"/v1/providers?order={order}&cursor={cursor}"))
                .IsRefused(422, "invalid_input").Errors);
    }

    [Fact]
    public async Task Who_has_no_price_in_the_currency_stands_last_by_cost_and_is_not_hidden()
    {
        var skill = Some();
        var free = await Enter("Free", [skill]);
        var (dear, cheap) = (await Enter("Dear", [skill], cost: 900), await Enter("Cheap", [skill], cost: 100));
        var (dollar, euro) = (await In("USD"), await In("EUR"));

        Assert.Equal([cheap, dear, euro, dollar, free], await Walk("order=cost"));
        Assert.Equal([dear, cheap, euro, dollar, free], await Walk("order=cost_desc"));
        Assert.Equal([euro], await Walk("order=cost&currency=EUR"));
        Assert.Equal([cheap, dear], await Walk("order=cost&cost_min=0"));
        var page = (await _app.Admin.Get($"/v1/providers?skills={skill}&order=cost&limit=1&facets=cost")).Is(200);
        Assert.Equal(5, (int)page["facets"]!["total"]!);
        foreach (var (range, edge, more) in new[]
            { ("first: 2, after", "endCursor", "hasNextPage"), ("last: 2, before", "startCursor", "hasPreviousPage") })
        {
            var (walked, place) = (new List<long>(), "null");
            while (place.Length > 0)
            {
                var part = (await _app.Admin.Ask($$"""
                    {
                      providers(skills: ["{{skill}}"], order: COST, {{range}}: {{place}}) {
                        edges { node { providerId } } pageInfo { {{edge}} {{more}} }
                      }
                    }
                    """)).Data()["providers"]!;
                var ids = part["edges"]!.AsArray().Select(one => long.Parse(
                    (string)one!["node"]!["providerId"]!, CultureInfo.InvariantCulture));
                walked.InsertRange(edge == "endCursor" ? walked.Count : 0, ids);
                place = (bool)part["pageInfo"]![more]! ? $"\"{part["pageInfo"]![edge]}\"" : "";
            }
            Assert.Equal([cheap, dear, euro, dollar, free], walked);
        }

        async Task<long> In(string currency) => (await _app.Admin.Post(
            "/v1/providers", new { name = currency, skills = new[] { skill }, cost = 1, currency })).Is(201).Id;

        async Task<List<long>> Walk(string query)
        {
            var (seen, next) = (new List<long>(), "");
            do
            {
                var part = (await _app.Admin.Get(
                    $"/v1/providers?skills={skill}&{query}&limit=1&cursor={next}")).Is(200);
                seen.AddRange(part["items"]!.AsArray().Select(item => (long)item!["id"]!));
                next = (string?)part["next"] ?? "";
            }
            while (next != "");
            return seen;
        }
    }

    [Fact]
    public async Task A_rating_is_one_of_many_reviews_and_a_mean_is_what_it_is()
    {
        var skill = Some();
        var (perfect, many, none, bad) = (
            await Enter("Perfect", [skill]), await Enter("Many", [skill]), await Enter("None", [skill]),
            await Enter("Bad", [skill]));
        await _app.GivenARating(perfect, 500, 1);
        await _app.GivenARating(many, 450 * 1000, 1000);
        await _app.GivenARating(bad, 100 * 20, 20);
        await _app.GivenRatingsOfTheHouse((0, 400 * 100, 100));

        var rated = (await _app.Admin.Get($"/v1/providers?skills={skill}&order=rating&limit=2")).Is(200);
        // Reviews of others between two pages move nobody.
        await _app.GivenRatingsOfTheHouse((0, 0, 100));
        var rest = (await _app.Admin.Get(
            $"/v1/providers?skills={skill}&order=rating&limit=2&cursor={rated["next"]}")).Is(200);
        var meant = (await _app.Admin.Get($"/v1/providers?skills={skill}&order=mean")).Is(200);
        var graph = (await _app.Admin.Ask(
            $"{{ providers(skills: [\"{skill}\"], order: MEAN) {{ edges {{ node {{ providerId }} }} }} }}")).Data();

        Assert.Equal([many, perfect, none, bad], Ids(rated).Concat(Ids(rest)));
        Assert.Equal(((10 * 400 + 450 * 1000) * 1_000_000L / (500 * 1010), 800_000L), (
            (long)rated["items"]![0]!["parts"]!["rating"]!["value"]!, (long)rest["items"]![0]!["score"]!));
        Assert.Equal([perfect, many, bad, none], Ids(meant));
        Assert.Equal(
            Ids(meant).Select(id => $"{id}"),
            graph["providers"]!["edges"]!.AsArray().Select(edge => (string)edge!["node"]!["providerId"]!));

        static List<long> Ids(Answer answer) =>
            answer["items"]!.AsArray().Select(item => (long)item!["id"]!).ToList();
    }

    [Fact]
    public async Task Counts_are_the_same_over_GraphQL()
    {
        var (one, two) = (Some(), Some());
        await Enter("a", [one, two], cost: 1999);
        await Enter("b", [two], cost: 2000);
        await Enter("c", [two]);

        var rest = (await _app.Admin.Get($"/v1/providers?skills={two}&facets=cost,skills&limit=1")).Is(200)["facets"]!;
        var graph = (await _app.Admin.Ask($$"""
            { providerFacets(skills: ["{{two}}"]) { total skills { skill count } cost { currency from to count } } }
            """)).Data()["providerFacets"]!;

        Assert.True(JsonNode.DeepEquals(rest, graph), $"{rest} {graph}");
        Assert.Equal(
            $$$"""{"total":3,"skills":[{"skill":"{{{two}}}","count":3},{"skill":"{{{one}}}","count":1}],"cost":[""" +
            """{"currency":"GBP","from":1000,"to":2000,"count":1},""" +
            """{"currency":"GBP","from":2000,"to":5000,"count":1}]}""",
            rest.ToJsonString());
        var part = (await _app.Admin.Post("/v1/providers/search", new
        {
            skills = new[] { two },
            facets = new[] { "cost" },
            cost_min = 9,
        })).Is(200)["facets"]!.AsObject();
        Assert.Equal((2, "total cost"), ((int)part["total"]!, string.Join(' ', part.Select(member => member.Key))));
    }

    static string Some() => $"x{Guid.NewGuid():N}";

    async Task<long> Enter(string name, string[] skills, long? cost = null) =>
        (await _app.Admin.Post("/v1/providers", new { name, skills, cost })).Is(201).Id;

    async Task<int> Count(string query) =>
        (await _app.Admin.Get($"/v1/providers?{query}")).Is(200)["items"]!.AsArray().Count;
}

public sealed class SearchTestsOnSqlite(SqliteApp app) : SearchTests(app), IClassFixture<SqliteApp>;

public sealed class SearchTestsOnPostgres(PostgresApp app) : SearchTests(app), IClassFixture<PostgresApp>;
