using System.Globalization;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Directory;

/// <summary>What tests of reviews begin with, and what they do.</summary>
static class Reviewing
{
    /// <summary>A provider in an organisation, with everybody who has a say in it.</summary>
    public sealed record Practice(long Provider, Visitor Owner, Visitor Person, Visitor Manager);

    public static async Task<Practice> GivenAPractice(this TestApp app, object? cost = null)
    {
        var organisation = (await app.Admin.Post("/v1/organisations", new { name = Guid.NewGuid() })).Is(201).Id;
        var (owner, person) = (await app.As(Roles.Provider), await app.As(Roles.Provider));
        var made = await app.Admin.Post("/v1/providers", new
        {
            name = "Ada",
            skills = new[] { "CBT", "ADHD" },
            cost = cost ?? 25_000,
            user_id = person.UserId,
            owner_user_id = owner.UserId,
            organisation_id = organisation,
        });
        return new(made.Is(201).Id, owner, person, await app.As(Roles.Manager, organisation));
    }

    public static Task<Answer> Review(
        this Visitor visitor, long provider, object? rating, object? comment = null, object? skill = null) =>
        visitor.Post($"/v1/providers/{provider}/reviews", new { rating, comment, skill });

    public static async Task<long> GivenAReview(
        this TestApp app, long provider, object rating, Visitor? author = null, string? comment = null) =>
        (await (author ?? await app.As(Roles.Client)).Review(provider, rating, comment)).Is(201).Id;

    public static Task<Answer> Moderate(this Visitor visitor, long review, string state, string? reason = null) =>
        visitor.Post($"/v1/reviews/{review}/moderate", new { state, reason });

    public static Task<Answer> Reply(this Visitor visitor, long review, object? text) =>
        visitor.Post($"/v1/reviews/{review}/reply", new { text });

    public static Task<Answer> Withdraw(this Visitor visitor, long review) =>
        visitor.Delete($"/v1/reviews/{review}");

    /// <summary>What the directory says of a provider's rating: the sum in hundredths, and the count.</summary>
    public static async Task<(long Sum, long Count)> RatingOf(this TestApp app, long provider)
    {
        var rating = (await app.Admin.Get($"/v1/providers/{provider}")).Is(200)["rating"]!;
        return ((long)rating["sum"]!, (long)rating["count"]!);
    }

    /// <summary>The ids of a page of reviews.</summary>
    public static List<long> Ids(this Answer page) =>
        page.Is(200)["items"]!.AsArray().Select(one => (long)one!["id"]!).ToList();

    /// <summary>
    /// Adds the ratings up from the reviews, and holds what is kept of them against that: the sums that do not agree,
    /// each as a line of text, and users with two live reviews of one provider; none, if all is well.
    /// </summary>
    public static Task<IReadOnlyList<string>> RatingDrift(this TestApp app) => app.Db.Read(
        async session => (IReadOnlyList<string>)
        [
            .. await session.All(FindDrift, row => string.Create(CultureInfo.InvariantCulture,
                $"provider {row.Long("id")}: {row.Long("rating_sum")} {row.Long("rating_count")}")),
            .. await session.All(FindDriftOfHouse, row => string.Create(CultureInfo.InvariantCulture,
                $"stripe {row.Long("stripe")}: {row.Long("sum")} {row.Long("number")}")),
            .. await session.All(FindDoubles, row => $"{row.Text("user_id")} twice of {row.Long("provider_id")}"),
        ],
        CancellationToken.None);

    static readonly Sql FindDrift = new("""
        SELECT p.id, p.rating_sum, p.rating_count
        FROM providers p
        LEFT JOIN (
            SELECT provider_id, SUM(rating) AS sum, COUNT(*) AS number
            FROM reviews
            WHERE state = 'published'
            GROUP BY provider_id
        ) AS counted ON counted.provider_id = p.id
        WHERE p.rating_sum <> COALESCE(counted.sum, 0) OR p.rating_count <> COALESCE(counted.number, 0)
        """);

    static readonly Sql FindDriftOfHouse = new("""
        SELECT stripe, CAST(SUM(sum) AS BIGINT) AS sum, CAST(SUM(number) AS BIGINT) AS number
        FROM (
            SELECT provider_id % 64 AS stripe, rating AS sum, 1 AS number FROM reviews WHERE state = 'published'
            UNION ALL
            SELECT stripe, -rating_sum, -rating_count FROM rating_totals
        ) AS all_of_them
        GROUP BY stripe
        HAVING SUM(sum) <> 0 OR SUM(number) <> 0
        """);

    static readonly Sql FindDoubles = new("""
        SELECT provider_id, user_id
        FROM reviews
        WHERE state IN ('published', 'hidden')
        GROUP BY provider_id, user_id
        HAVING COUNT(*) > 1
        """);
}
