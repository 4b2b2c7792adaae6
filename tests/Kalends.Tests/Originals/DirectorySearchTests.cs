using Kalends.Tests.Directory.Search;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Originals;

/// <summary>The search of the original directory: its requests, its shapes, and the defects that stay away.</summary>
public abstract class DirectorySearchTests
{
    readonly TestApp _app;
    readonly string _skill = $"s{Guid.NewGuid():N}";

    protected DirectorySearchTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Theory]
    [InlineData("/v1_0/service-providers")]
    [InlineData("/v1_0/service-providers/")]
    public async Task A_search_answers_service_providers_in_the_original_shape(string path)
    {
        var id = await Enter("SEO Incorporated", 25_000, ("2030-01-01", "2030-02-01"));

        var found = await _app.Admin.Post(path, new { name = "SEO Incorporated", skills = new[] { "other", _skill } });

        Assert.Equal(
            $$"""{"service_providers":[{"id":"{{Uuid.Of(id)}}","name":"SEO Incorporated","skills":["{{_skill}}"]""" +
            ""","cost_in_pence":25000,"availability":[{"from_date":"2030-01-01","to_date":"2030-02-01"}]""" +
            ""","review_rating":0.0}]}""", found.Is(200).Text);
        foreach (var name in new[] { "SEO", "seo incorporated", "SEO Incorporated Ltd" })
            Assert.Empty(Ids(await _app.Admin.Post(path, new { name, skills = new[] { _skill } })));
    }

    [Fact]
    public async Task No_body_and_an_empty_one_ask_for_everybody()
    {
        var id = await Enter("Anybody", 1);

        foreach (var body in new[] { null, "{}", """{"unknown": 1}""", """{"name": null, "skills": null}""" })
        {
            var all = new List<long>();
            for (var page = 1; all.Count == 0 || !all.Contains(id); page++)
            {
                var rows = Ids(await _app.Admin.Post($"/v1_0/service-providers?page={page}&page_size=100", body));
                Assert.NotEmpty(rows);
                all.AddRange(rows);
            }
            Assert.Equal(all.Distinct(), all);
        }
    }

    [Fact]
    public async Task The_highest_cost_comes_first_then_the_best_rating_then_who_has_none_then_who_came_first()
    {
        var (first, second) = (await Enter("a", 100), await Enter("b", 100));
        var (good, best) = (await Enter("c", 100), await Enter("d", 100));
        var (worst, dear, dearest) = (await Enter("e", 100), await Enter("f", 200), await Enter("g", 300));
        await Rate(good, 900, 2);
        await Rate(best, 500, 1);
        await Rate(worst, 0, 1);
        await Rate(dear, 100, 1);

        Assert.Equal([dearest, dear, best, good, worst, first, second], Ids(
            await _app.Admin.Post("/v1_0/service-providers", new { skills = new[] { _skill } })));
    }

    [Fact]
    public async Task Pages_are_ten_long_stable_and_empty_behind_the_last()
    {
        var all = new List<long>();
        for (var i = 0; i < 12; i++)
            all.Add(await Enter("Same", 100));

        var body = new { skills = new[] { _skill } };
        async Task<List<long>> Page(string query) =>
            Ids(await _app.Admin.Post($"/v1_0/service-providers{query}", body));

        Assert.Equal(all[..10], await Page(""));
        Assert.Equal(all[10..], await Page("?page=2"));
        Assert.Equal(all[8..12], await Page("?page=3&page_size=4"));
        Assert.Empty(await Page("?page=4&page_size=4"));
        Assert.Empty(await Page("?page=1000000&page_size=100"));
    }

    [Theory]
    [InlineData("101")]
    [InlineData("2147483648")]
    [InlineData("99999999999999999999")]
    public async Task A_page_size_above_a_hundred_is_a_hundred(string size)
    {
        for (var i = 0; i < 101; i++)
            await Enter("Many", 100);

        Assert.Equal(100, Ids(await _app.Admin.Post(
            $"/v1_0/service-providers?page_size={size}", new { skills = new[] { _skill } })).Count);
    }

    [Fact]
    public async Task Costs_are_strict_and_ratings_are_not()
    {
        var (cheap, dear, unrated) = (await Enter("a", 100), await Enter("b", 200), await Enter("c", 300));
        await Rate(cheap, 1000, 3);
        await Rate(dear, 450, 1);

        async Task<List<long>> Found(string more) => Ids(await _app.Admin.Post(
            "/v1_0/service-providers", $$"""{"skills": ["{{_skill}}"], {{more}}}"""));

        Assert.Equal([dear], await Found("\"cost_gt\": 100, \"cost_lt\": 300"));
        Assert.Equal([unrated, dear, cheap], await Found("\"cost_gt\": -1, \"cost_lt\": 9223372036854775807"));
        Assert.Empty(await Found("\"cost_gt\": 9223372036854775807"));
        Assert.Empty(await Found("\"cost_lt\": -9223372036854775808"));
        Assert.Empty(await Found("\"cost_gt\": 300"));
        Assert.Equal([dear], await Found("\"reviews_gt\": 4.5"));
        Assert.Empty(await Found("\"reviews_gt\": 4.500000000001"));
        Assert.Equal([dear, cheap], await Found("\"reviews_gt\": 3.33333333"));
        Assert.Equal([dear], await Found("\"reviews_gt\": 3.33333334"));
        Assert.Equal([unrated, cheap], await Found("\"reviews_lt\": 3.33333334"));
        Assert.Equal([unrated], await Found("\"reviews_lt\": 3.33333333"));
        Assert.Equal([unrated, dear, cheap], await Found("\"reviews_gt\": 0, \"reviews_lt\": \"5.0\""));
    }

    [Fact]
    public async Task Availability_is_read_in_both_directions_and_several_ranges_mean_any()
    {
        var id = await Enter("a", 100, ("2030-03-01", "2030-03-10"), ("2030-03-11", "2030-03-20"));

        async Task<bool> Finds(params (string From, string To)[] ranges) => Ids(await _app.Admin.Post(
            "/v1_0/service-providers", new
            {
                skills = new[] { _skill },
                availability = ranges.Select(range => new { from_date = range.From, to_date = range.To }),
            })).Contains(id);

        Assert.True(await Finds(("2030-03-05", "2030-03-05")), "A day is a range.");
        Assert.True(await Finds(("2030-03-05", "2030-03-15")), "Ranges that touch cover it together.");
        Assert.True(await Finds(("2030-02-01", "2030-03-10")), "One range lies inside.");
        Assert.False(await Finds(("2030-03-15", "2030-03-25")), "It only overlaps.");
        Assert.False(await Finds(("2030-05-01", "2030-05-02")), "It is elsewhere.");
        Assert.True(await Finds(("2030-05-01", "2030-05-02"), ("2030-03-20", "2030-03-20")), "One of two is enough.");
        Assert.True(await Finds(), "No range asks for nothing.");
        Assert.True(await Finds(Enumerable.Repeat(("2030-03-20", "2030-03-20"), 10).ToArray()), "Ten ranges.");
    }

    [Fact]
    public async Task An_empty_text_is_no_filter_and_numbers_may_come_as_text()
    {
        var (cheap, dear) = (await Enter("a", 100), await Enter("b", 200));

        async Task<List<long>> Found(string more) => Ids(await _app.Admin.Post(
            "/v1_0/service-providers?page=1&page_size=10", $$"""{"skills": ["{{_skill}}"], {{more}}}"""));

        foreach (var name in new[] { "name", "cost_gt", "cost_lt", "reviews_gt", "reviews_lt", "availability" })
            Assert.Equal([dear, cheap], await Found($"\"{name}\": \"\""));
        Assert.Equal([dear], await Found("\"cost_gt\": \"100\""));
        Assert.Equal([dear], await Found("\"cost_gt\": 100.0"));
        Assert.Equal([dear], await Found("\"cost_gt\": 1e2"));
        Assert.Contains(dear, Ids(await _app.Admin.Post(
            "/v1_0/service-providers?page_size=100", """{"skills": "", "cost_gt": 199}""")));
        (await _app.Admin.Post("/v1_0/service-providers", """{"cost_gt": 100.5}""")).IsRefused(422, "invalid_input");
        (await _app.Admin.Post("/v1_0/service-providers", """{"cost_gt": "100.0"}""")).IsRefused(422, "invalid_input");
    }

    [Theory]
    [InlineData("?page=0", "{}", "page out_of_range")]
    [InlineData("?page=1000001", "{}", "page out_of_range")]
    [InlineData("?page_size=0&page=x", "{}", "page type, page_size out_of_range")]
    [InlineData("?page_size=-1", "{}", "page_size out_of_range")]
    [InlineData("?page_size=5-5", "{}", "page_size out_of_range")]
    [InlineData("?page_size=100.0", "{}", "page_size type")]
    [InlineData("", """{"reviews_gt": -0.01, "reviews_lt": 5.01}""",
        "/reviews_gt out_of_range, /reviews_lt out_of_range")]
    [InlineData("", """{"reviews_gt": 1e20}""", "/reviews_gt out_of_range")]
    [InlineData("", """{"availability": [{"from_date": "2030-01-02", "to_date": "2030-01-01"}]}""",
        "/availability/0/to_date end_before_start")]
    [InlineData("", """{"availability": [{"from_date": "2030-01-02"}]}""", "/availability/0/to_date required")]
    [InlineData("", """{"availability": ["2030-01-02"]}""", "/availability/0 type")]
    [InlineData("", """{"cost_gt": 1.5, "reviews_gt": "x", "skills": "a"}""",
        "/cost_gt type, /reviews_gt type, /skills type")]
    [InlineData("", "[]", " type")]
    public async Task What_cannot_be_is_refused(string query, string body, string errors) => Assert.Equal(
        errors, string.Join(", ", (await _app.Admin.Post($"/v1_0/service-providers{query}", body))
            .IsRefused(422, "invalid_input").Errors));

    [Fact]
    public async Task Who_has_no_price_in_pence_is_not_in_this_directory()
    {
        foreach (var (cost, currency) in new[] { ((long?)null, (string?)null), (100, "EUR") })
            (await _app.Admin.Post("/v1/providers", new { name = "x", skills = new[] { _skill }, cost, currency }))
                .Is(201);

        Assert.Empty(Ids(await _app.Admin.Post("/v1_0/service-providers", new { skills = new[] { _skill } })));
        (await _app.Nobody.Post("/v1_0/service-providers", "{}")).IsRefused(401, "token_missing");
    }

    async Task<long> Enter(string name, long cost, params (string From, string To)[] ranges) =>
        (await _app.Admin.Post("/v1/providers", new
        {
            name,
            skills = new[] { _skill },
            cost,
            currency = "GBP",
            availability = ranges.Select(range => new { from_date = range.From, to_date = range.To }),
        })).Is(201).Id;

    Task Rate(long id, long sum, long count) => DrawnDirectory.Run(_app,
        "UPDATE providers SET rating_sum = @sum, rating_count = @count WHERE id = @id",
        ("sum", sum), ("count", count), ("id", id));

    static List<long> Ids(Answer answer) => answer.Numbers();
}

public sealed class DirectorySearchTestsOnSqlite(SqliteApp app)
    : DirectorySearchTests(app), IClassFixture<SqliteApp>;

public sealed class DirectorySearchTestsOnPostgres(PostgresApp app)
    : DirectorySearchTests(app), IClassFixture<PostgresApp>;
