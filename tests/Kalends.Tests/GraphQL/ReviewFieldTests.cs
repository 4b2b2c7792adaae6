using System.Text;
using System.Text.Json.Nodes;
using Kalends.Platform.Calls;
using Kalends.Tests.Directory;
using Kalends.Tests.Kit;

namespace Kalends.Tests.GraphQL;

/// <summary>Reviews over GraphQL: the same use cases, the same refusals, and pages of many providers at once.</summary>
public abstract class ReviewFieldTests
{
    readonly TestApp _app;

    protected ReviewFieldTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task A_review_is_written_replied_to_hidden_published_and_withdrawn()
    {
        var practice = await _app.GivenAPractice();
        var author = await _app.As(Roles.Client);

        var made = await Do(author,
            "reviewProvider", $"providerId: {practice.Provider}, rating: 4.5, comment: \"Kind.\", " +
            "skill: \"CBT\", idempotencyKey: \"once\"",
            "{ id reviewId rating comment skill verified state userId provider { name } }");
        var review = (string)made["reviewId"]!;
        var replied = await Do(
            practice.Owner, "replyToReview", $"reviewId: {review}, text: \"Thanks.\"", "{ reply }");
        var hidden = await Do(practice.Manager,
            "moderateReview", $"reviewId: {review}, state: HIDDEN, reason: \"rude\"", "{ state moderationReason }");
        var published = await Do(
            _app.Admin, "moderateReview", $"reviewId: {review}, state: PUBLISHED", "{ state }");
        var withdrawn = await Do(author, "withdrawReview", $"reviewId: {review}", "{ state endedAt }");

        var id = Convert.ToBase64String(Encoding.UTF8.GetBytes($"Review:{review}"));
        Assert.Equal(
            $"{{\"id\":\"{id}\",\"reviewId\":\"{review}\",\"rating\":4.5,\"comment\":\"Kind.\",\"skill\":\"CBT\"," +
            $"\"verified\":false,\"state\":\"PUBLISHED\",\"userId\":\"{author.UserId}\"," +
            "\"provider\":{\"name\":\"Ada\"}}", made.ToJsonString());
        Assert.Equal("Thanks.", (string?)replied["reply"]);
        Assert.Equal(("HIDDEN", "rude"), ((string?)hidden["state"], (string?)hidden["moderationReason"]));
        Assert.Equal("PUBLISHED", (string?)published["state"]);
        Assert.Equal("WITHDRAWN", (string?)withdrawn["state"]);
        Assert.Equal((0, 0), await _app.RatingOf(practice.Provider));
        Assert.Empty(await _app.RatingDrift());
    }

    [Fact]
    public async Task What_may_not_be_is_refused_with_the_code_of_REST()
    {
        var practice = await _app.GivenAPractice();
        var author = await _app.As(Roles.Client);
        var review = await _app.GivenAReview(practice.Provider, 3, author);
        Task<string?> Rate(Visitor visitor, string rating) =>
            Refusal(visitor, "reviewProvider", $"providerId: {practice.Provider}, rating: {rating}");

        Assert.Equal("own_provider", await Rate(practice.Owner, "5"));
        Assert.Equal("forbidden", await Rate(practice.Manager, "5"));
        Assert.Equal("invalid_input", await Rate(author, "4.3"));
        Assert.Equal("invalid_input", await Rate(author, "-1"));
        Assert.Equal("not_found", await Refusal(author, "reviewProvider", "providerId: 999999, rating: 1"));
        Assert.Equal("forbidden", await Refusal(author, "replyToReview", $"reviewId: {review}, text: \"a\""));
        Assert.Equal("forbidden", await Refusal(
            practice.Owner, "moderateReview", $"reviewId: {review}, state: HIDDEN"));
        Assert.Equal("forbidden", await Refusal(practice.Owner, "withdrawReview", $"reviewId: {review}"));
        Assert.Equal("not_found", (await author.Ask("{ review(reviewId: 999999) { state } }")).Refusal());
    }

    [Fact]
    public async Task A_hidden_review_is_no_node_to_strangers()
    {
        var practice = await _app.GivenAPractice();
        var author = await _app.As(Roles.Client);
        var review = await _app.GivenAReview(practice.Provider, 3, author);
        (await practice.Manager.Moderate(review, "hidden")).Is(200);
        var id = Convert.ToBase64String(Encoding.UTF8.GetBytes($"Review:{review}"));
        var query = $"{{ node(id: \"{id}\") {{ ... on Review {{ state userId }} }} }}";

        Assert.Equal("HIDDEN", (string?)(await author.Ask(query)).Data()["node"]!["state"]);
        Assert.Null((await (await _app.As(Roles.Client)).Ask(query)).Data()["node"]);
        Assert.Equal([review], await Walk(author, "first", "after", "reviews", "mine: true, state: HIDDEN, "));
        Assert.Equal([review], await Walk(practice.Manager, "last", "before", "reviews", ""));
        Assert.Empty(await Walk(await _app.As(Roles.Client), "first", "after", "reviews", ""));
    }

    [Theory]
    [InlineData("first", "after")]
    [InlineData("last", "before")]
    public async Task Reviews_of_providers_are_walked_in_both_directions(string size, string from)
    {
        var providers = new List<long>();
        var reviews = new Dictionary<long, List<long>>();
        foreach (var count in new[] { 5, 0, 1, 4 })
        {
            var practice = await _app.GivenAPractice();
            providers.Add(practice.Provider);
            reviews[practice.Provider] = [];
            for (var i = 0; i < count; i++)
                reviews[practice.Provider].Insert(0, await _app.GivenAReview(practice.Provider, i));
            // Hidden ones lie between, and are not counted as part of a page.
            (await _app.Admin.Moderate(await _app.GivenAReview(practice.Provider, 1), "hidden")).Is(200);
        }

        foreach (var provider in providers)
            Assert.Equal(
                reviews[provider], await Walk(_app.Admin, size, from, $"provider(providerId: {provider})", ""));

        var first = Convert.ToBase64String(Encoding.UTF8.GetBytes($"Provider:{providers[0]}"));
        var last = Convert.ToBase64String(Encoding.UTF8.GetBytes($"Provider:{providers[3]}"));
        var both = (await _app.Admin.Ask($"{{ nodes(ids: [\"{first}\", \"{last}\", \"{first}\"]) {{ ... on Provider " +
            $"{{ reviews({size}: 2) {{ edges {{ node {{ reviewId }} }} }} }} }} }}")).Data()["nodes"]!.AsArray();
        List<long> Part(List<long> all) => size == "first" ? all[..2] : all[^2..];
        Assert.Equal(Part(reviews[providers[0]]), Ids(both[0]!["reviews"]!));
        Assert.Equal(Part(reviews[providers[3]]), Ids(both[1]!["reviews"]!));
        Assert.Equal(Part(reviews[providers[0]]), Ids(both[2]!["reviews"]!));
    }

    static async Task<List<long>> Walk(Visitor visitor, string size, string from, string root, string arguments)
    {
        var (more, cursor) = size == "first" ? ("hasNextPage", "endCursor") : ("hasPreviousPage", "startCursor");
        var (behind, isFirst) = (size == "first" ? "hasPreviousPage" : "hasNextPage", true);
        var (seen, place) = (new List<long>(), "null");
        while (place.Length > 0)
        {
            var list = $"reviews({arguments}{size}: 2, {from}: {place}) {{ edges {{ node {{ reviewId }} }} " +
                "pageInfo { hasNextPage hasPreviousPage startCursor endCursor } }";
            var data = (await visitor.Ask(root == "reviews" ? $"{{ {list} }}" : $"{{ {root} {{ {list} }} }}")).Data();
            var page = (root == "reviews" ? data : data["provider"]!)["reviews"]!;
            seen.InsertRange(size == "last" ? 0 : seen.Count, Ids(page));
            Assert.Equal(!isFirst, (bool)page["pageInfo"]![behind]!);
            place = (bool)page["pageInfo"]![more]! ? $"\"{page["pageInfo"]![cursor]}\"" : "";
            isFirst = false;
        }
        return seen;
    }

    static List<long> Ids(JsonNode page) => page["edges"]!.AsArray()
        .Select(edge => long.Parse((string)edge!["node"]!["reviewId"]!)).ToList();

    static async Task<JsonNode> Do(Visitor visitor, string mutation, string input, string shown) =>
        (await visitor.Ask($"mutation {{ {mutation}(input: {{{input}}}) {{ review {shown} }} }}"))
        .Data()[mutation]!["review"]!;

    static async Task<string?> Refusal(Visitor visitor, string mutation, string input) =>
        (await visitor.Ask($"mutation {{ {mutation}(input: {{{input}}}) {{ review {{ state }} }} }}")).Refusal();
}

public sealed class ReviewFieldTestsOnSqlite(SqliteApp app) : ReviewFieldTests(app), IClassFixture<SqliteApp>;

public sealed class ReviewFieldTestsOnPostgres(PostgresApp app) : ReviewFieldTests(app), IClassFixture<PostgresApp>;
