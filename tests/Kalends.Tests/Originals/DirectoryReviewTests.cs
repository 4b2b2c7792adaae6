using Kalends.Platform.Calls;
using Kalends.Tests.Directory;
using Kalends.Tests.Http;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Originals;

/// <summary>The original directory's route of reviews, as its README has it.</summary>
public abstract class DirectoryReviewTests
{
    readonly TestApp _app;

    protected DirectoryReviewTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Theory]
    [InlineData("4.5", "4.5", 450)]
    [InlineData("4", "4.0", 400)]
    [InlineData("0", "0.0", 0)]
    [InlineData("-0.0", "0.0", 0)]
    [InlineData("5.0", "5.0", 500)]
    [InlineData("4.35", "4.35", 435)]
    [InlineData("4.345", "4.35", 435)]
    [InlineData("4.344999", "4.34", 434)]
    [InlineData("3.3333333333333335", "3.33", 333)]
    [InlineData("1e-9", "0.0", 0)]
    [InlineData("\"4.5\"", "4.5", 450)]
    public async Task A_rating_is_given_and_kept_to_two_decimals(string rating, string kept, long hundredths)
    {
        var (provider, author) = ((await _app.GivenAPractice()).Provider, await _app.As(Roles.Client));

        var made = (await Rate(author, provider, $"{{\"rating\": {rating}, \"mood\": \"good\"}}")).Is(201);

        Assert.Equal($"{{\"rating\":{kept},\"user_id\":\"{author.UserId}\"}}", made.Text);
        Assert.True(Guid.TryParse((string?)made["user_id"], out _));
        Assert.Equal((hundredths, 1), await _app.RatingOf(provider));
    }

    [Fact]
    public async Task A_second_rating_takes_the_place_of_the_first_on_either_route()
    {
        var (provider, author) = ((await _app.GivenAPractice()).Provider, await _app.As(Roles.Client));

        (await Rate(author, provider, "{\"rating\": 1.11}")).Is(201);
        (await Rate(author, provider, "{\"rating\": 4.35}")).Is(201);
        Assert.Equal((435, 1), await _app.RatingOf(provider));
        var listed = (await _app.Admin.Get($"/v1/providers/{provider}/reviews")).Is(200)["items"]!.AsArray();
        Assert.Equal(4.35m, (decimal)Assert.Single(listed)!["rating"]!);
        (await author.Review(provider, 2)).Is(201);
        Assert.Equal((200, 1), await _app.RatingOf(provider));
        Assert.Empty(await _app.RatingDrift());
    }

    [Theory]
    [InlineData("{\"rating\": 5.001}", 422)]
    [InlineData("{\"rating\": -0.001}", 422)]
    [InlineData("{\"rating\": 1e400}", 422)]
    [InlineData("{\"rating\": null}", 422)]
    [InlineData("{\"rating\": \"good\"}", 422)]
    [InlineData("{\"rating\": {}}", 422)]
    [InlineData("{}", 422)]
    [InlineData("[4]", 422)]
    [InlineData("{\"rating\": NaN}", 400)]
    [InlineData("4.5.", 400)]
    public async Task What_is_no_rating_is_refused(string body, int status)
    {
        var (provider, author) = ((await _app.GivenAPractice()).Provider, await _app.As(Roles.Client));

        (await Rate(author, provider, body)).IsRefused(status, status == 400 ? "malformed_json" : "invalid_input");

        Assert.Equal((0, 0), await _app.RatingOf(provider));
    }

    [Fact]
    public async Task Only_what_is_in_the_original_directory_is_rated_and_nobody_rates_their_own()
    {
        var practice = await _app.GivenAPractice();
        var author = await _app.As(Roles.Client);
        const string five = "{\"rating\": 5}";
        var priceless = await _app.GivenAProvider();
        var abroad = (await _app.Admin.Post("/v1/providers", new { name = "Eva", cost = 1, currency = "EUR" }))
            .Is(201).Id;

        (await Rate(author, 999_999, five)).IsRefused(404, "not_found");
        (await Rate(author, priceless, five)).IsRefused(404, "not_found");
        (await Rate(author, abroad, five)).IsRefused(404, "not_found");
        (await Rate(practice.Owner, practice.Provider, five)).IsRefused(403, "own_provider");
        (await Rate(practice.Person, practice.Provider, five)).IsRefused(403, "own_provider");
        (await Rate(practice.Manager, practice.Provider, five)).IsRefused(403, "forbidden");
        (await Rate(_app.Nobody, practice.Provider, five)).IsRefused(401, "token_missing");
    }

    [Theory]
    [InlineData("user_id")]
    [InlineData("user-id")]
    public async Task A_header_that_names_a_user_names_the_one_of_the_token(string header)
    {
        var (provider, author) = ((await _app.GivenAPractice()).Provider, await _app.As(Roles.Client));

        (await Send(author.UserId)).Is(201);
        (await Send(author.UserId.ToUpperInvariant())).Is(201);
        (await Send(Guid.NewGuid().ToString())).IsRefused(403, "wrong_user");
        (await Send("nobody")).IsRefused(403, "wrong_user");
        Assert.Equal((300, 1), await _app.RatingOf(provider));

        Task<Answer> Send(string user)
        {
            var body = Wire.Body("{\"rating\": 3}");
            body.Headers.TryAddWithoutValidation(header, user);
            return author.Send(HttpMethod.Post, $"/v1_0/service-provider/{provider}/review", body);
        }
    }

    static Task<Answer> Rate(Visitor visitor, long provider, string body) =>
        visitor.Send(HttpMethod.Post, $"/v1_0/service-provider/{provider}/review", Wire.Body(body));
}

public sealed class DirectoryReviewTestsOnSqlite(SqliteApp app) : DirectoryReviewTests(app), IClassFixture<SqliteApp>;

public sealed class DirectoryReviewTestsOnPostgres(PostgresApp app)
    : DirectoryReviewTests(app), IClassFixture<PostgresApp>;
