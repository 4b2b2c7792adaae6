using Kalends.Platform.Calls;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Directory;

/// <summary>Many reviewers at the same moment: none is lost, and none counts twice.</summary>
public abstract class ReviewRaceTests
{
    const int Rounds = 12;

    readonly TestApp _app;

    protected ReviewRaceTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task Two_hundred_reviews_at_once_lose_none()
    {
        var provider = (await _app.GivenAPractice()).Provider;
        var authors = await Authors(200);

        var answers = await Race.AtOnce(authors.Count, i => authors[i].Review(provider, i % 11 / 2.0));

        Assert.All(answers, answer => answer.Is(201));
        Assert.Equal((Enumerable.Range(0, 200).Sum(i => i % 11 * 50), 200), await _app.RatingOf(provider));
        Assert.Empty(await _app.RatingDrift());
    }

    [Fact]
    public async Task Reviews_of_many_providers_at_once_add_up_in_the_house()
    {
        // Two providers of one stripe and two of another, whose reviews wait for each other.
        var providers = new List<long>();
        for (var i = 0; i < 66; i++)
            providers.Add(await _app.GivenAProvider());
        List<long> chosen = [providers[0], providers[64], providers[1], providers[65]];
        var authors = await Authors(20);

        var answers = await Race.AtOnce(80, i => authors[i / 4].Review(chosen[i % 4], i % 11 / 2.0));

        Assert.All(answers, answer => answer.Is(201));
        Assert.Empty(await _app.RatingDrift());
    }

    [Fact]
    public async Task Of_sixty_four_reviews_of_one_user_at_once_one_is_live()
    {
        var provider = (await _app.GivenAPractice()).Provider;
        var author = await _app.As(Roles.Client);

        var answers = await Race.AtOnce(64, i => author.Review(provider, i % 11 / 2.0));

        Assert.All(answers, answer => answer.Is(201));
        var listed = (await author.Get("/v1/reviews?mine=true&state=published")).Is(200);
        var live = Assert.Single(listed["items"]!.AsArray());
        Assert.Equal(answers.Max(answer => answer.Id), (long)live!["id"]!);
        Assert.Equal(((long)((decimal)live["rating"]! * 100), 1), await _app.RatingOf(provider));
        Assert.Equal(63, (await author.Get("/v1/reviews?mine=true&state=replaced&limit=100")).Ids().Count);
        Assert.Empty(await _app.RatingDrift());
    }

    [Fact]
    public async Task Hiding_and_replacing_at_once_end_in_one_of_the_two_orders()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var practice = await _app.GivenAPractice();
            var author = await _app.As(Roles.Client);
            var first = await _app.GivenAReview(practice.Provider, 1, author);

            var answers = await Race.AtOnce(2, i => i == round % 2
                ? practice.Manager.Moderate(first, "hidden")
                : author.Review(practice.Provider, 4));

            var (hide, second) = (answers[round % 2], answers[1 - round % 2].Is(201));
            // Hidden first, the second one is hidden with it; replaced first, there is nothing left to hide.
            var wasHidden = hide.IsOneOf(200, 409) == 200;
            Assert.Equal(wasHidden ? "hidden" : "published", (string?)second["state"]);
            Assert.Equal(wasHidden ? (0, 0) : (400, 1), await _app.RatingOf(practice.Provider));
        }
        Assert.Empty(await _app.RatingDrift());
    }

    [Fact]
    public async Task Withdrawing_and_replacing_at_once_end_in_one_of_the_two_orders()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var provider = (await _app.GivenAPractice()).Provider;
            var author = await _app.As(Roles.Client);
            var first = await _app.GivenAReview(provider, 1, author);

            var answers = await Race.AtOnce(2, i => i == round % 2
                ? author.Withdraw(first)
                : author.Review(provider, 4));

            answers[round % 2].IsOneOf(200, 409);
            answers[1 - round % 2].Is(201);
            Assert.Equal((400, 1), await _app.RatingOf(provider));
        }
        Assert.Empty(await _app.RatingDrift());
    }

    [Fact]
    public async Task Of_many_replies_at_once_one_is_taken()
    {
        var practice = await _app.GivenAPractice();
        var review = await _app.GivenAReview(practice.Provider, 2);

        var answers = await Race.AtOnce(
            16, i => (i % 2 == 0 ? practice.Owner : practice.Person).Reply(review, $"reply {i}"));

        var taken = Assert.Single(answers, answer => answer.IsOneOf(200, 409) == 200);
        Assert.Equal((string?)taken["reply"], (string?)(await _app.Admin.Get($"/v1/reviews/{review}"))["reply"]);
    }

    [Fact]
    public async Task A_profile_that_is_replaced_while_it_is_reviewed_keeps_its_rating()
    {
        var practice = await _app.GivenAPractice();
        var authors = await Authors(24);

        var answers = await Race.AtOnce(48, i => i % 2 == 0
            ? authors[i / 2].Review(practice.Provider, 3)
            : practice.Owner.Put($"/v1/providers/{practice.Provider}/skills", new { skills = new[] { $"{i}" } }));

        Assert.All(answers, answer => answer.IsOneOf(200, 201));
        Assert.Equal((7200, 24), await _app.RatingOf(practice.Provider));
        Assert.Empty(await _app.RatingDrift());
    }

    [Fact]
    public async Task Reviewing_and_deleting_a_provider_at_once_end_in_one_of_the_two_orders()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var provider = await _app.GivenAProvider();
            var authors = await Authors(3);

            var answers = await Race.AtOnce(4, i => i == round % 4
                ? _app.Admin.Delete($"/v1/providers/{provider}")
                : authors[(i + 4 - round % 4) % 4 - 1].Review(provider, 4));

            for (var i = 0; i < 4; i++)
                Assert.Contains(answers[i].Status, i == round % 4 ? [200] : (int[])[201, 404]);
        }
        Assert.Empty(await _app.RatingDrift());
    }

    async Task<List<Visitor>> Authors(int count)
    {
        var authors = new List<Visitor>();
        for (var i = 0; i < count; i++)
            authors.Add(await _app.As(Roles.Client));
        return authors;
    }
}

public sealed class ReviewRaceTestsOnSqlite(SqliteApp app) : ReviewRaceTests(app), IClassFixture<SqliteApp>;

public sealed class ReviewRaceTestsOnPostgres(PostgresApp app) : ReviewRaceTests(app), IClassFixture<PostgresApp>;
