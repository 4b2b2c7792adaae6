using Kalends.Tests.Kit;

namespace Kalends.Tests.Originals;

/// <summary>What a client of the original directory asks to be recommended.</summary>
public abstract class RecommendationTests
{
    const string Path = "/v1_0/service-providers/recommend";

    readonly TestApp _app;
    readonly string _skill = $"{Guid.NewGuid()}";

    protected RecommendationTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task The_READMEs_parameters_are_answered_from_a_query_string_and_from_a_body()
    {
        var cheap = await GivenSomebody(100, 5);
        var good = await GivenSomebody(200, 4.5m);
        var best = await GivenSomebody(200, 5);
        var unrated = await GivenSomebody(200);
        await GivenSomebody(201);

        var asked = await _app.Admin.Post(
            $"{Path}?page=1&page_size=10&expected_job_duration_in_days=2&job_budget_in_pence=401&skills={_skill}" +
            "&skills=other&availability=2030-02-01&availability=2030-02-05&minimum_review_rating=0");
        Assert.Equal([best, good, unrated, cheap], asked.Numbers());
        const string range = """{"from_date":"2030-01-01","to_date":"2030-03-31"}""";
        Assert.Equal($$"""{"id":"{{Uuid.Of(best)}}","name":"SEO Incorporated","skills":["{{_skill}}"],""" +
            $$"""
            "cost_in_pence":200,"availability":[{{range}}],"review_rating":5.0}
            """, asked["service_providers"]![0]!.ToJsonString());

        foreach (var availability in (object[])
            [
                new[] { "2030-02-01", "2030-02-05" },
                new[] { new { from_date = "2030-02-01", to_date = "2030-02-05" } },
            ])
            Assert.Equal(asked.Text, (await _app.Admin.Post(Path, new
            {
                expected_job_duration_in_days = 2,
                job_budget_in_pence = 401,
                skills = new[] { _skill, "other" },
                availability,
                minimum_review_rating = (double?)null,
            })).Is(200).Text);

        Assert.Equal([unrated, cheap], await Ids("&page=2&page_size=2"));
        Assert.Empty(await Ids("&page=3&page_size=2"));
        Assert.Equal([best, cheap], await Ids("&minimum_review_rating=4.6789"));
        Assert.Equal([best, good, unrated, cheap], await Ids("&minimum_review_rating=&page_size=1000"));
    }

    [Fact]
    public async Task Either_direction_of_the_dates_fits_and_the_duration_is_not_held_against_them()
    {
        var somebody = await GivenSomebody(10);

        foreach (var (dates, fits) in new[]
            {
                ("2030-02-01 2030-02-01", true), ("2029-12-01 2030-12-01", true), ("2030-03-31 2030-04-01", false),
                ("2031-01-01 2031-01-02 2030-02-01 2030-02-02", true),
            })
        {
            var pairs = string.Concat(dates.Split(' ').Select(date => $"&availability={date}"));
            var answer = await _app.Admin.Post(
                $"{Path}?job_budget_in_pence=5000&expected_job_duration_in_days=50&skills={_skill}{pairs}");
            Assert.Equal(fits ? [somebody] : [], answer.Numbers());
        }
    }

    [Theory]
    [InlineData("", "/availability required,/job_budget_in_pence required,/skills required")]
    [InlineData("?skills=a&job_budget_in_pence=0&availability=2030-01-01&availability=2030-01-02",
        "job_budget_in_pence out_of_range")]
    [InlineData("?skills=a&job_budget_in_pence=1&availability=2030-01-01", "availability incomplete")]
    [InlineData("?skills=a&job_budget_in_pence=1&availability=2030-01-02&availability=2030-01-01",
        "/availability/0/to_date end_before_start")]
    [InlineData("?skills=a&job_budget_in_pence=1&availability=a&availability=b",
        "availability format,availability format")]
    [InlineData("?skills=a&job_budget_in_pence=1&availability=2030-01-01&availability=2030-01-02" +
        "&minimum_review_rating=5.1", "minimum_review_rating out_of_range")]
    [InlineData("?skills=a&job_budget_in_pence=1&availability=2030-01-01&availability=2030-01-02" +
        "&expected_job_duration_in_days=0", "expected_job_duration_in_days out_of_range")]
    [InlineData("?skills=a&job_budget_in_pence=1&availability=2030-01-01&availability=2030-01-02&page_size=0&page=0",
        "page out_of_range,page_size out_of_range")]
    public async Task What_cannot_be_asked_is_refused(string query, string errors) => Assert.Equal(
        errors.Split(','), (await _app.Admin.Post(Path + query)).IsRefused(422, "invalid_input").Errors);

    async Task<List<long>> Ids(string more) => (await _app.Admin.Post(
        $"{Path}?job_budget_in_pence=200&skills={_skill}&availability=2030-02-01&availability=2030-02-05{more}"))
        .Numbers();

    async Task<long> GivenSomebody(int pence, decimal? rating = null)
    {
        var id = Uuid.NumberOf((await _app.Admin.Post("/v1_0/service-provider", new
        {
            name = "SEO Incorporated",
            skills = new[] { _skill },
            cost_in_pence = pence,
            availability = new[] { new { from_date = "2030-01-01", to_date = "2030-03-31" } },
        })).Is(201)["id"]);
        if (rating is { } mean)
            await Directory.Matches.GivenARating(_app, id, (long)(mean * 200), 2);
        return id;
    }
}

public sealed class RecommendationTestsOnSqlite(SqliteApp app) : RecommendationTests(app), IClassFixture<SqliteApp>;

public sealed class RecommendationTestsOnPostgres(PostgresApp app)
    : RecommendationTests(app), IClassFixture<PostgresApp>;
