using Kalends.Platform.Calls;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Directory;

/// <summary>Who may write, see, answer and moderate which review.</summary>
public abstract class ReviewAccessTests
{
    readonly TestApp _app;

    protected ReviewAccessTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task Nobody_reviews_a_provider_of_their_own()
    {
        var practice = await _app.GivenAPractice();

        (await practice.Owner.Review(practice.Provider, 5)).IsRefused(403, "own_provider");
        (await practice.Person.Review(practice.Provider, 5)).IsRefused(403, "own_provider");
        (await _app.Admin.Review(await _app.GivenAProvider(), 5)).IsRefused(403, "own_provider");
        (await _app.Admin.Review(practice.Provider, 5)).Is(201);
        (await practice.Manager.Review(practice.Provider, 5)).IsRefused(403, "forbidden");
        (await (await _app.As(Roles.Accountant)).Review(practice.Provider, 5)).IsRefused(403, "forbidden");
        (await _app.Nobody.Review(practice.Provider, 5)).IsRefused(401, "token_missing");
        (await (await _app.As(Roles.Client)).Review(999_999, 5)).IsRefused(404, "not_found");
        Assert.Equal((500, 1), await _app.RatingOf(practice.Provider));
    }

    [Fact]
    public async Task Who_wrote_it_is_told_to_few()
    {
        var practice = await _app.GivenAPractice();
        var author = await _app.As(Roles.Client);
        var review = await _app.GivenAReview(practice.Provider, 3, author);

        foreach (var visitor in (Visitor[])[author, practice.Owner, practice.Person, practice.Manager, _app.Admin])
        {
            Assert.Equal(author.UserId, await AuthorFor(visitor, $"/v1/reviews/{review}"));
            Assert.Contains(author.UserId,
                (await visitor.Get($"/v1/providers/{practice.Provider}/reviews")).Is(200).Text);
        }
        foreach (var stranger in await Strangers())
        {
            Assert.Null(await AuthorFor(stranger, $"/v1/reviews/{review}"));
            Assert.DoesNotContain(author.UserId,
                (await stranger.Get($"/v1/providers/{practice.Provider}/reviews")).Is(200).Text);
        }

        static async Task<string?> AuthorFor(Visitor visitor, string path) =>
            (string?)(await visitor.Get(path)).Is(200)["user_id"];
    }

    [Fact]
    public async Task A_hidden_review_is_shown_to_its_author_and_to_who_keeps_or_moderates_the_provider()
    {
        var practice = await _app.GivenAPractice();
        var author = await _app.As(Roles.Client);
        var review = await _app.GivenAReview(practice.Provider, 1, author);
        (await practice.Manager.Moderate(review, "hidden")).Is(200);
        var path = $"/v1/reviews?provider_id={practice.Provider}";

        foreach (var visitor in (Visitor[])[practice.Owner, practice.Person, practice.Manager, _app.Admin])
        {
            (await visitor.Get($"/v1/reviews/{review}")).Is(200);
            Assert.Equal([review], (await visitor.Get(path)).Ids());
            Assert.Contains(review, (await visitor.Get("/v1/reviews?state=hidden")).Ids());
        }
        (await author.Get($"/v1/reviews/{review}")).Is(200);
        Assert.Equal([review], (await author.Get("/v1/reviews?mine=true&state=hidden")).Ids());
        foreach (var stranger in await Strangers())
        {
            (await stranger.Get($"/v1/reviews/{review}")).IsRefused(404, "not_found");
            Assert.Empty((await stranger.Get(path)).Ids());
            Assert.Empty((await stranger.Get("/v1/reviews")).Ids());
        }
    }

    [Fact]
    public async Task Reviews_are_moderated_by_managers_of_the_organisation_and_by_admins()
    {
        var practice = await _app.GivenAPractice();
        var author = await _app.As(Roles.Client);
        var review = await _app.GivenAReview(practice.Provider, 1, author);
        var other = (await _app.GivenAPractice()).Manager;

        foreach (var visitor in (Visitor[])[author, practice.Owner, practice.Person, .. await Strangers(), other])
            (await visitor.Moderate(review, "hidden")).IsRefused(403, "forbidden");
        (await practice.Manager.Moderate(review, "hidden")).Is(200);
        (await other.Moderate(review, "published")).IsRefused(404, "not_found");
        (await _app.Admin.Moderate(review, "published")).Is(200);
        (await _app.Admin.Moderate(999_999, "published")).IsRefused(404, "not_found");
    }

    [Fact]
    public async Task Replies_come_from_the_provider_and_withdrawals_from_the_author()
    {
        var practice = await _app.GivenAPractice();
        var author = await _app.As(Roles.Client);
        var review = await _app.GivenAReview(practice.Provider, 1, author);

        foreach (var visitor in (Visitor[])[author, practice.Manager, _app.Admin, .. await Strangers()])
            (await visitor.Reply(review, "no")).IsRefused(403, "forbidden");
        foreach (var visitor in (Visitor[])
            [practice.Owner, practice.Person, practice.Manager, _app.Admin, .. await Strangers()])
            (await visitor.Withdraw(review)).IsRefused(403, "forbidden");
        (await _app.Admin.Moderate(review, "hidden")).Is(200);
        (await (await _app.As(Roles.Client)).Withdraw(review)).IsRefused(404, "not_found");
        (await (await _app.As(Roles.Client)).Reply(review, "no")).IsRefused(404, "not_found");
        (await practice.Owner.Reply(review, "yes")).Is(200);
        (await author.Withdraw(review)).Is(200);
        (await practice.Owner.Reply(review, "yes")).IsRefused(404, "not_found");
    }

    [Fact]
    public async Task Whoever_owns_a_provider_replies_whatever_their_role()
    {
        var owner = await _app.As(Roles.Client);
        var review = await _app.GivenAReview(await _app.GivenAProvider(owner), 2);

        (await owner.Reply(review, "Thank you.")).Is(200);
    }

    async Task<Visitor[]> Strangers() =>
    [
        await _app.As(Roles.Client), await _app.As(Roles.Provider), await _app.As(Roles.Accountant),
        await _app.As(Roles.Manager), (await _app.GivenAPractice()).Manager,
    ];
}

public sealed class ReviewAccessTestsOnSqlite(SqliteApp app) : ReviewAccessTests(app), IClassFixture<SqliteApp>;

public sealed class ReviewAccessTestsOnPostgres(PostgresApp app) : ReviewAccessTests(app), IClassFixture<PostgresApp>;
