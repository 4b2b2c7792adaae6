using System.Diagnostics;
using Kalends.Bench.Kit;

namespace Kalends.Bench;

/// <summary>
/// The same questions in the shape in which the original directory asked: one statement over joined tables, with means
/// worked out from the reviews, and three more for each provider of the page.
/// </summary>
/// <remarks>
/// On the tables and indexes of the product; through the bare driver, with prepared
/// statements, and nothing is made of the rows.
/// </remarks>
static class DirectoryOriginal
{
    /// <summary>A page of the search, the cheapest first.</summary>
    public static string Search(DirectoryQuestion asked) =>
        Grouped(asked, $"p.cost >= {asked.CostMin}", "p.cost, p.id");

    /// <summary>A page of the recommendation: the dearest first, and of equal ones the best.</summary>
    public static string Recommend(DirectoryQuestion asked) =>
        Grouped(asked, "TRUE", "p.cost DESC, AVG(r.rating) DESC, p.id");

    /// <summary>The search with the means of all providers made first, in a derived table.</summary>
    public static string SearchDerived(DirectoryQuestion asked) => $"""
        SELECT DISTINCT p.id, p.name, p.cost
        FROM providers p
        {Joins}
        JOIN (
            SELECT provider_id, AVG(rating) AS mean FROM reviews
            WHERE state = 'published' AND ended_at IS NULL
            GROUP BY provider_id) AS rated ON rated.provider_id = p.id
        WHERE {Filters(asked)} AND p.cost >= {asked.CostMin} AND rated.mean >= {asked.RatingMin}00
        ORDER BY p.cost, p.id
        LIMIT {DirectoryQuestion.PageSize} OFFSET 0
        """;

    /// <summary>
    /// The search without joins: the mean of each provider by itself, and of those only whom an index on the cost,
    /// which the original is not known to have had, meets first.
    /// </summary>
    public static string SearchNested(DirectoryQuestion asked) => $"""
        SELECT p.id, p.name, p.cost
        FROM providers p
        WHERE p.active = 1 AND p.currency = 'GBP'
          AND p.cost >= {asked.CostMin} AND p.cost <= {asked.CostMax}
          AND EXISTS (
            SELECT 1 FROM provider_skills h JOIN skills s ON s.id = h.skill_id
            WHERE h.provider_id = p.id AND s.name IN ({Names(asked)}))
          AND EXISTS (SELECT 1 FROM provider_availability a WHERE a.provider_id = p.id AND {Covers(asked)})
          AND (
            SELECT AVG(r.rating) FROM reviews r
            WHERE r.provider_id = p.id AND r.state = 'published' AND r.ended_at IS NULL) >= {asked.RatingMin}00
        ORDER BY p.cost, p.id
        LIMIT {DirectoryQuestion.PageSize} OFFSET 0
        """;

    /// <summary>A page, and what belongs to each of its rows.</summary>
    public static async Task<List<long>> Page(Asker asker, string statement)
    {
        var ids = await asker.Read(statement);
        foreach (var id in ids)
        {
            await asker.Read(SkillsOf, id);
            await asker.Read(AvailabilityOf, id);
            await asker.Read(ReviewsOf, id);
        }
        return ids;
    }

    /// <summary>How many milliseconds one statement takes by itself, at best.</summary>
    public static async Task<double> Milliseconds(Asker asker, string statement)
    {
        var best = double.MaxValue;
        for (var n = 0; n < 3; n++)
        {
            var started = Stopwatch.GetTimestamp();
            await asker.Read(statement);
            best = Math.Min(best, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }
        return best;
    }

    static string Grouped(DirectoryQuestion asked, string more, string order) => $"""
        SELECT p.id, p.name, p.cost
        FROM providers p
        {Joins}
        JOIN reviews r ON r.provider_id = p.id AND r.state = 'published' AND r.ended_at IS NULL
        WHERE {Filters(asked)} AND {more}
        GROUP BY p.id, p.name, p.cost
        HAVING AVG(r.rating) >= {asked.RatingMin}00
        ORDER BY {order}
        LIMIT {DirectoryQuestion.PageSize} OFFSET 0
        """;

    const string Joins = """
        JOIN provider_skills h ON h.provider_id = p.id
        JOIN skills s ON s.id = h.skill_id
        JOIN provider_availability a ON a.provider_id = p.id
        """;

    static string Filters(DirectoryQuestion asked) => $"""
        p.active = 1 AND p.currency = 'GBP' AND p.cost <= {asked.CostMax}
        AND s.name IN ({Names(asked)}) AND {Covers(asked)}
        """;

    static string Covers(DirectoryQuestion asked) =>
        $"a.from_date <= '{asked.Days.FromDate:yyyy-MM-dd}' AND a.to_date >= '{asked.Days.ToDate:yyyy-MM-dd}'";

    static string Names(DirectoryQuestion asked) => string.Join(", ", asked.Skills.Select(name => $"'{name}'"));

    const string SkillsOf = """
        SELECT s.id, s.name
        FROM provider_skills h
        JOIN skills s ON s.id = h.skill_id
        WHERE h.provider_id = @id
        ORDER BY h.position
        """;

    const string AvailabilityOf = """
        SELECT position, from_date, to_date
        FROM provider_availability
        WHERE provider_id = @id
        ORDER BY position
        """;

    const string ReviewsOf = """
        SELECT id, user_id, rating
        FROM reviews
        WHERE provider_id = @id AND state = 'published' AND ended_at IS NULL
        """;
}
