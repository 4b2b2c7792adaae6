using Kalends.Directory.Search;
using Kalends.Providers.Public;

namespace Kalends.Bench;

/// <summary>The same questions as one statement each, by hand: what the database alone takes for the answer.</summary>
/// <remarks>
/// Everything that is asked stands in the statement, so that the planner knows it, and the statement is prepared. It
/// finds the ids first and gathers the lists of a profile for these only, as good hands would.
/// </remarks>
static class DirectorySql
{
    public static string Search(DirectoryQuestion asked) => Profiles($"""
        SELECT p.id, p.cost AS place FROM providers p
        WHERE {Fits(asked)} AND p.cost >= {asked.CostMin} AND {Has(asked)} AND {Covers(asked)}
        ORDER BY p.cost, p.id
        """, "found.place, found.id");

    public static string RecommendByCost(DirectoryQuestion asked) => Profiles($"""
        SELECT p.id, p.cost_rank AS place, p.rating_rank AS second FROM providers p
        WHERE {Fits(asked)} AND p.cost_rank >= -{asked.CostMax} AND {Has(asked)} AND {Suits(asked)}
        ORDER BY p.cost_rank, p.rating_rank, p.id
        """, "found.place, found.second, found.id");

    // The scores of the product, in whole numbers as there. Who has a skill is looked at first, and how many they have
    // is counted on the way: on both engines the fastest of several ways that were tried.
    public static string RecommendByMatch(DirectoryQuestion asked)
    {
        var (budget, days) = (asked.CostMax * asked.DayCount, asked.Days);
        return Profiles($"""
            SELECT p.id,
                   (25 * ((10 * ({Mean}) + p.rating_sum * 1000000) / (500 * (10 + p.rating_count)))
                    + 40 * (held.matched * 1000000 / {asked.Skills.Count})
                    + 20 * (({budget} - p.cost * {asked.DayCount}) * 1000 / {budget} * 1000
                        + ({budget} - p.cost * {asked.DayCount}) * 1000 % {budget} * 1000 / {budget})
                    + 15 * (SELECT COALESCE(CAST(SUM(
                        CASE WHEN d.to_day < {days.LastDay()} THEN d.to_day ELSE {days.LastDay()} END
                        - CASE WHEN d.from_day > {days.FirstDay()} THEN d.from_day ELSE {days.FirstDay()} END + 1)
                        AS BIGINT), 0)
                      FROM provider_days d
                      WHERE d.provider_id = p.id AND d.from_day <= {days.LastDay()} AND d.to_day >= {days.FirstDay()}
                    ) * 1000000 / {asked.DayCount}) / 100 AS place
            FROM (
                SELECT h.provider_id, COUNT(*) AS matched
                FROM provider_skills h JOIN skills s ON s.id = h.skill_id
                WHERE s.name IN ({Names(asked)})
                GROUP BY h.provider_id) AS held
            CROSS JOIN providers p
            WHERE p.id = held.provider_id AND {Fits(asked)} AND {Suits(asked)}
            ORDER BY place DESC, p.id
            """, "found.place DESC, found.id");
    }

    /// <summary>The beginning of a word, and a word with an edit.</summary>
    public static string Text(string beginning, string edited) => Profiles($"""
        SELECT p.id FROM providers p
        WHERE {Profile.Listed} AND p.id IN (
            SELECT provider_id FROM provider_words WHERE word >= '{edited}' AND word < '{edited}~'
            UNION
            SELECT w.provider_id FROM word_variants v JOIN provider_words w ON w.word = v.word
            WHERE v.variant IN ({string.Join(", ", SearchTerms.Variants(edited).Select(word => $"'{word}'"))}))
          AND EXISTS (
            SELECT 1 FROM provider_words w
            WHERE w.provider_id = p.id AND w.word >= '{beginning}' AND w.word < '{beginning}~')
        ORDER BY p.id
        """, "found.id");

    static string Profiles(string found, string order) => $"""
        SELECT {Profile.Columns}
        FROM ({found} LIMIT {DirectoryQuestion.PageSize}) AS found
        JOIN providers p ON p.id = found.id
        ORDER BY {order}
        """;

    static string Fits(DirectoryQuestion asked) => $"""
        {Profile.Listed} AND p.currency = 'GBP' AND p.cost <= {asked.CostMax}
        AND p.rating >= {asked.RatingMin}00000000000
        """;

    static string Has(DirectoryQuestion asked) => $"""
        EXISTS (
            SELECT 1 FROM provider_skills h JOIN skills s ON s.id = h.skill_id
            WHERE h.provider_id = p.id AND s.name IN ({Names(asked)}))
        """;

    static string Covers(DirectoryQuestion asked) => $"""
        EXISTS (
            SELECT 1 FROM provider_days d
            WHERE d.provider_id = p.id AND d.from_day <= {asked.Days.FirstDay()} AND d.to_day >= {asked.Days.LastDay()})
        """;

    // One after the other: asked as EXISTS … OR EXISTS, PostgreSQL would read both tables to their ends first.
    static string Suits(DirectoryQuestion asked) => $"""
        COALESCE((
            SELECT 1 FROM provider_days d
            WHERE d.provider_id = p.id AND d.from_day <= {asked.Days.FirstDay()} AND d.to_day >= {asked.Days.LastDay()}
            LIMIT 1), (
            SELECT 1 FROM provider_availability a
            WHERE a.provider_id = p.id AND a.from_date >= '{asked.Days.FromDate:yyyy-MM-dd}'
              AND a.to_date <= '{asked.Days.ToDate:yyyy-MM-dd}'
            LIMIT 1)) IS NOT NULL
        """;

    const string Mean = """
        SELECT CAST(SUM(rating_sum) AS BIGINT) * 1000000 / CAST(SUM(rating_count) AS BIGINT) FROM rating_totals
        """;

    static string Names(DirectoryQuestion asked) => string.Join(", ", asked.Skills.Select(name => $"'{name}'"));
}
