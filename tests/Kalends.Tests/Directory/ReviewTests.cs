using Kalends.Platform.Calls;
using Kalends.Tests.Http;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Directory;

public abstract class ReviewTests
{
    readonly TestApp _app;

    protected ReviewTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task A_review_is_written_read_and_counted()
    {
        var (provider, author) = ((await _app.GivenAPractice()).Provider, await _app.As(Roles.Client));

        var made = (await author.Review(provider, 4.5, " Kind,\nand on time. ", "ADHD")).Is(201);

        Assert.Equal(
            $"{{\"id\":{made.Id},\"provider_id\":{provider},\"rating\":4.5,\"comment\":\" Kind,\\nand on time. \"," +
            "\"skill\":\"ADHD\",\"verified\":false,\"state\":\"published\",\"reply\":null,\"replied_at\":null," +
            $"\"created_at\":\"{_app.Clock.GetUtcNow().Text()}\",\"ended_at\":null,\"user_id\":\"{author.UserId}\"," +
            "\"moderation_reason\":null}", made.Text);
        Assert.Equal(made.Text, (await author.Get($"/v1/reviews/{made.Id}")).Is(200).Text);
        Assert.Equal((450, 1), await _app.RatingOf(provider));
        await _app.GivenAReview(provider, 0);
        await _app.GivenAReview(provider, 5);
        Assert.Equal((950, 3), await _app.RatingOf(provider));
        Assert.Empty(await _app.RatingDrift());
    }

    [Fact]
    public async Task A_second_review_replaces_the_first_which_its_author_and_moderators_still_find()
    {
        var practice = await _app.GivenAPractice();
        var author = await _app.As(Roles.Provider);
        var first = await _app.GivenAReview(practice.Provider, 2, author, "late");

        var second = await _app.GivenAReview(practice.Provider, 4, author);

        Assert.Equal((400, 1), await _app.RatingOf(practice.Provider));
        Assert.Equal([second], (await _app.Admin.Get($"/v1/providers/{practice.Provider}/reviews")).Ids());
        Assert.Equal([second, first], (await author.Get("/v1/reviews?mine=true")).Ids());
        Assert.Equal([first], (await practice.Manager.Get("/v1/reviews?state=replaced")).Ids());
        var old = (await practice.Manager.Get($"/v1/reviews/{first}")).Is(200);
        Assert.Equal(("replaced", "late"), ((string?)old["state"], (string?)old["comment"]));
        Assert.NotNull((string?)old["ended_at"]);
        (await practice.Owner.Get($"/v1/reviews/{first}")).IsRefused(404, "not_found");
        (await (await _app.As(Roles.Client)).Get($"/v1/reviews/{first}")).IsRefused(404, "not_found");
        (await author.Withdraw(first)).IsRefused(409, "review_replaced");
        (await practice.Manager.Moderate(first, "hidden")).IsRefused(409, "review_replaced");
    }

    [Fact]
    public async Task A_withdrawn_review_counts_no_more_and_another_may_be_written()
    {
        var (provider, author) = ((await _app.GivenAPractice()).Provider, await _app.As(Roles.Client));
        var review = await _app.GivenAReview(provider, 3, author);

        Assert.Equal("withdrawn", (string?)(await author.Withdraw(review)).Is(200)["state"]);

        Assert.Equal((0, 0), await _app.RatingOf(provider));
        (await author.Withdraw(review)).IsRefused(409, "already_withdrawn");
        await _app.GivenAReview(provider, 5, author);
        Assert.Equal((500, 1), await _app.RatingOf(provider));
        Assert.Empty(await _app.RatingDrift());
    }

    [Fact]
    public async Task A_hidden_review_counts_no_more_until_it_is_published_again()
    {
        var practice = await _app.GivenAPractice();
        var author = await _app.As(Roles.Client);
        var review = await _app.GivenAReview(practice.Provider, 1, author);
        await _app.GivenAReview(practice.Provider, 5);

        foreach (var _ in Enumerable.Range(0, 2))
            Assert.Equal(
                "hidden", (string?)(await practice.Manager.Moderate(review, "hidden", "rude")).Is(200)["state"]);
        Assert.Equal((500, 1), await _app.RatingOf(practice.Provider));
        Assert.Equal("rude", (string?)(await author.Get($"/v1/reviews/{review}")).Is(200)["moderation_reason"]);
        Assert.DoesNotContain(review, (await author.Get($"/v1/providers/{practice.Provider}/reviews")).Ids());

        foreach (var _ in Enumerable.Range(0, 2))
            (await _app.Admin.Moderate(review, "published")).Is(200);
        Assert.Equal((600, 2), await _app.RatingOf(practice.Provider));
        Assert.Contains(review, (await author.Get($"/v1/providers/{practice.Provider}/reviews")).Ids());
        Assert.Empty(await _app.RatingDrift());
        Assert.Equal(
            ["review.created", "review.hidden", "review.published"], await EventsOf($"review/{review}"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_was_hidden_cannot_be_published_by_writing_it_again(bool withdraws)
    {
        var practice = await _app.GivenAPractice();
        var author = await _app.As(Roles.Client);
        var hidden = await _app.GivenAReview(practice.Provider, 0, author);
        (await practice.Manager.Moderate(hidden, "hidden", "spam")).Is(200);
        if (withdraws)
            (await author.Withdraw(hidden)).Is(200);

        var again = (await author.Review(practice.Provider, 1)).Is(201);

        Assert.Equal(("hidden", "spam"), ((string?)again["state"], (string?)again["moderation_reason"]));
        Assert.Equal((0, 0), await _app.RatingOf(practice.Provider));
        Assert.Equal([again.Id], (await practice.Manager.Get("/v1/reviews?state=hidden")).Ids());
        (await practice.Manager.Moderate(again.Id, "published")).Is(200);
        Assert.Equal("published", (string?)(await author.Review(practice.Provider, 2)).Is(201)["state"]);
        Assert.Equal((200, 1), await _app.RatingOf(practice.Provider));
        Assert.Empty(await _app.RatingDrift());
    }

    [Fact]
    public async Task The_provider_replies_once()
    {
        var practice = await _app.GivenAPractice();
        var (first, second) = (
            await _app.GivenAReview(practice.Provider, 1), await _app.GivenAReview(practice.Provider, 2));

        var replied = (await practice.Owner.Reply(first, "We are sorry.")).Is(200);
        (await practice.Person.Reply(second, "So am I.")).Is(200);

        Assert.Equal(("We are sorry.", _app.Clock.GetUtcNow().Text()),
            ((string?)replied["reply"], (string?)replied["replied_at"]));
        (await practice.Owner.Reply(first, "Again.")).IsRefused(409, "replied_already");
        (await practice.Person.Reply(first, "Again.")).IsRefused(409, "replied_already");
        Assert.Equal("We are sorry.", (string?)(await _app.Admin.Get($"/v1/reviews/{first}")).Is(200)["reply"]);
        Assert.Equal(["review.created", "review.replied"], await EventsOf($"review/{first}"));
        (await practice.Owner.Reply(second, null)).IsRefused(422, "invalid_input");
        (await practice.Owner.Reply(second, " \n ")).IsRefused(422, "invalid_input");
    }

    [Fact]
    public async Task A_review_is_verified_once_its_author_has_been_there_as_a_client()
    {
        var provider = (await _app.GivenAPractice()).Provider;
        var (author, client) = await _app.GivenAClientUser();
        var review = await _app.GivenAReview(provider, 4, author);
        var elsewhere = await _app.GivenAReview((await _app.GivenAPractice()).Provider, 4, author);
        var stranger = await _app.GivenAReview(provider, 2);
        var reservation = (await _app.Reserve(await _app.GivenSlots(provider), client)).Is(201).Id;
        (await _app.Admin.Post($"/v1/reservations/{reservation}/confirm")).Is(200);
        Assert.False(await IsVerified(review));

        _app.Clock.Advance(TimeSpan.FromDays(2.1));
        var type = (await _app.Admin.Post(
            "/v1/event-types", new { name = Guid.NewGuid(), currency = "SEK", amount = 1 })).Is(201).Id;
        (await _app.Admin.Post($"/v1/reservations/{reservation}/complete", new { event_type_id = type })).Is(200);

        Assert.True(await IsVerified(review));
        Assert.False(await IsVerified(elsewhere));
        Assert.Equal([review], (await author.Get($"/v1/providers/{provider}/reviews?verified=true")).Ids());
        Assert.Equal([stranger], (await author.Get($"/v1/providers/{provider}/reviews?verified=false")).Ids());

        async Task<bool> IsVerified(long id) =>
            (bool)(await _app.Admin.Get($"/v1/reviews/{id}")).Is(200)["verified"]!;
    }

    [Theory]
    [InlineData("newest")]
    [InlineData("highest")]
    [InlineData("lowest")]
    public async Task Reviews_are_listed_in_any_order_page_by_page(string order)
    {
        var provider = (await _app.GivenAPractice()).Provider;
        var given = new List<(long Id, double Rating)>();
        foreach (var rating in new[] { 3, 4.5, 0, 3, 5, 3, 1.5 })
            given.Add((await _app.GivenAReview(provider, rating), rating));
        var wanted = order switch
        {
            "newest" => given.OrderByDescending(one => one.Id),
            "highest" => given.OrderByDescending(one => one.Rating).ThenByDescending(one => one.Id),
            _ => given.OrderBy(one => one.Rating).ThenBy(one => one.Id),
        };

        Assert.Equal(wanted.Select(one => one.Id), await Walk($"order={order}"));
        Assert.Equal(wanted.Where(one => one.Rating >= 3).Select(one => one.Id),
            await Walk($"order={order}&rating_min=2.99"));

        async Task<List<long>> Walk(string query)
        {
            var (seen, next) = (new List<long>(), "");
            do
            {
                var page = (await _app.Admin.Get($"/v1/providers/{provider}/reviews?{query}&limit=2{next}")).Is(200);
                seen.AddRange(page.Ids());
                next = (string?)page["next"] is { } cursor ? $"&cursor={cursor}" : null;
            }
            while (next is not null);
            return seen;
        }
    }

    [Fact]
    public async Task Reviews_are_listed_by_what_they_are_about()
    {
        var provider = (await _app.GivenAPractice()).Provider;
        var about = (await (await _app.As(Roles.Client)).Review(provider, 3, null, "CBT")).Is(201).Id;
        await _app.GivenAReview(provider, 4);
        var path = $"/v1/providers/{provider}/reviews";

        Assert.Equal([about], (await _app.Admin.Get($"{path}?skill=CBT")).Ids());
        Assert.Empty((await _app.Admin.Get($"{path}?skill=cbt")).Ids());
        Assert.Empty((await _app.Admin.Get($"{path}?rating_min=4.01")).Ids());
        var cursor = (string?)(await _app.Admin.Get($"{path}?limit=1")).Is(200)["next"];
        (await _app.Admin.Get($"{path}?order=lowest&cursor={cursor}")).IsRefused(422, "invalid_input");
        (await _app.Admin.Get($"{path}?rating_min=5.01&order=best&verified=yes&limit=101"))
            .IsRefused(422, "invalid_input");
        (await _app.Admin.Get("/v1/providers/999999/reviews")).IsRefused(404, "not_found");
    }

    [Theory]
    [InlineData("""{"rating":5.01}""", "/rating out_of_range")]
    [InlineData("""{"rating":5.5}""", "/rating out_of_range")]
    [InlineData("""{"rating":-0.5}""", "/rating out_of_range")]
    [InlineData("""{"rating":4.3}""", "/rating step")]
    [InlineData("""{"rating":"4.5"}""", "/rating type")]
    [InlineData("""{"rating":null}""", "/rating null")]
    [InlineData("""{"rating":1e400}""", "/rating type")]
    [InlineData("""{"rating":[4]}""", "/rating type")]
    [InlineData("""{"rating":true}""", "/rating type")]
    [InlineData("""{}""", "/rating required")]
    [InlineData("""{"rating":4,"stars":4}""", "/stars unknown_field")]
    [InlineData("""{"rating":4,"skill":"Zen"}""", "/skill unknown_skill")]
    [InlineData("""{"rating":4,"skill":""}""", "/skill too_short")]
    [InlineData("""{"rating":4,"comment":7}""", "/comment type")]
    [InlineData("{\"rating\":4,\"comment\":\"a\\u0000b\"}", "/comment control_characters")]
    [InlineData("{\"rating\":4,\"comment\":\"\\ud800\"}", "/comment text")]
    public async Task What_is_no_review_is_refused(string body, string fault)
    {
        var (provider, author) = ((await _app.GivenAPractice()).Provider, await _app.As(Roles.Client));

        var answer = await author.Send(HttpMethod.Post, $"/v1/providers/{provider}/reviews", Wire.Body(body));

        Assert.Equal([fault], answer.IsRefused(422, "invalid_input").Errors);
        Assert.Equal((0, 0), await _app.RatingOf(provider));
    }

    [Fact]
    public async Task Comments_and_replies_have_a_length_and_are_kept_as_they_are()
    {
        var practice = await _app.GivenAPractice();
        var author = await _app.As(Roles.Client);
        const string nasty = "'); DROP TABLE reviews;-- <script>alert(1)</script> {{7*7}} %s \u202e\U0001F600";

        Assert.Equal(["/comment too_long"], (await author.Review(practice.Provider, 4, new string('x', 10_000)))
            .IsRefused(422, "invalid_input").Errors);
        Assert.Equal(["/comment too_long"], (await author.Review(practice.Provider, 4, new string('x', 4_001)))
            .IsRefused(422, "invalid_input").Errors);
        (await author.Review(practice.Provider, 4, new string('x', 4_000))).Is(201);
        Assert.Null((string?)(await author.Review(practice.Provider, 4, "  ")).Is(201)["comment"]);
        var kept = (await author.Review(practice.Provider, 4, nasty)).Is(201);
        Assert.Equal(nasty, (string?)kept["comment"]);
        Assert.Equal(nasty, (string?)(await practice.Owner.Reply(kept.Id, nasty)).Is(200)["reply"]);
        Assert.Equal(["/text too_long"], (await practice.Owner.Reply(kept.Id, new string('x', 4_001)))
            .IsRefused(422, "invalid_input").Errors);
        Assert.Equal(["/state unknown_word"], (await practice.Manager.Moderate(kept.Id, "replaced"))
            .IsRefused(422, "invalid_input").Errors);
    }

    [Fact]
    public async Task Who_is_not_active_is_reviewed_and_who_is_deleted_is_not_found()
    {
        var owner = await _app.As(Roles.Provider);
        var provider = (await owner.Post("/v1/providers", new { name = "Ada", active = false })).Is(201).Id;
        var author = await _app.As(Roles.Client);
        var review = await _app.GivenAReview(provider, 4, author);
        (await owner.Delete($"/v1/providers/{provider}")).Is(200);

        (await author.Review(provider, 5)).IsRefused(404, "not_found");
        (await author.Get($"/v1/providers/{provider}/reviews")).IsRefused(404, "not_found");
        (await author.Get($"/v1/reviews/{review}")).IsRefused(404, "not_found");
        (await author.Withdraw(review)).IsRefused(404, "not_found");
        (await owner.Reply(review, "Thanks.")).IsRefused(404, "not_found");
        (await _app.Admin.Moderate(review, "hidden")).IsRefused(404, "not_found");
        Assert.Empty((await author.Get("/v1/reviews?mine=true")).Ids());
        Assert.Empty(await _app.RatingDrift());
    }

    [Fact]
    public async Task The_same_key_writes_one_review()
    {
        var (provider, author) = ((await _app.GivenAPractice()).Provider, await _app.As(Roles.Client));
        var path = $"/v1/providers/{provider}/reviews";

        var first = (await author.Post(path, new { rating = 4 }, key: "once")).Is(201);
        var again = (await author.Post(path, new { rating = 4 }, key: "once")).Is(201);

        Assert.Equal(first.Text, again.Text);
        Assert.Equal([first.Id], (await author.Get("/v1/reviews?mine=true")).Ids());
    }

    [Fact]
    public async Task No_event_tells_what_was_written()
    {
        var practice = await _app.GivenAPractice();
        var author = await _app.As(Roles.Client);
        var word = $"w{Guid.NewGuid():N}";
        var review = await _app.GivenAReview(practice.Provider, 1, author, word);
        (await practice.Owner.Reply(review, word)).Is(200);
        (await practice.Manager.Moderate(review, "hidden", word)).Is(200);
        await _app.GivenAReview(practice.Provider, 2, author, word);

        var events = (await _app.Admin.Get($"/v1/events?provider_id={practice.Provider}")).Is(200);

        Assert.Contains("review.replaced", events.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(word, events.Text, StringComparison.Ordinal);
        Assert.Equal(["review.created", "review.replied", "review.hidden", "review.replaced"],
            await EventsOf($"review/{review}"));
    }

    async Task<List<string>> EventsOf(string subject) =>
        (await _app.Admin.Get($"/v1/events?subject={subject}")).Is(200)["items"]!.AsArray()
            .Select(one => (string)one!["kind"]!).Reverse().ToList();
}

public sealed class ReviewTestsOnSqlite(SqliteApp app) : ReviewTests(app), IClassFixture<SqliteApp>;

public sealed class ReviewTestsOnPostgres(PostgresApp app) : ReviewTests(app), IClassFixture<PostgresApp>;
