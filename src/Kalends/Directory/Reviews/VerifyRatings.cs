using Kalends.Platform.Integrity;
using Kalends.Platform.Storage;

namespace Kalends.Directory.Reviews;

/// <summary>What always holds of ratings: those kept are the sums of the published reviews.</summary>
static class VerifyRatings
{
    public static readonly IReadOnlyList<Invariant> All =
    [
        new("providers.rating", "A provider has the sum and the number of their published ratings.", new Sql("""
            SELECT 'provider ' || CAST(p.id AS TEXT) AS subject,
                   CAST(COALESCE(s.n, 0) AS TEXT) || ' of ' || CAST(COALESCE(s.total, 0) AS TEXT) AS expected,
                   CAST(p.rating_count AS TEXT) || ' of ' || CAST(p.rating_sum AS TEXT) AS found
            FROM public_providers p
            LEFT JOIN (
                SELECT provider_id, COUNT(*) AS n, SUM(rating) AS total
                FROM reviews
                WHERE state = 'published'
                GROUP BY provider_id) AS s ON s.provider_id = p.id
            WHERE p.rating_count <> COALESCE(s.n, 0) OR p.rating_sum <> COALESCE(s.total, 0)
            """)),
        new("rating_totals", "The installation has the sum and the number of all published ratings.", new Sql("""
            SELECT 'installation' AS subject,
                   CAST(s.n AS TEXT) || ' of ' || CAST(s.total AS TEXT) AS expected,
                   CAST(t.n AS TEXT) || ' of ' || CAST(t.total AS TEXT) AS found
            FROM (SELECT COUNT(*) AS n, COALESCE(SUM(rating), 0) AS total FROM reviews WHERE state = 'published') AS s
            CROSS JOIN (
                SELECT COALESCE(SUM(rating_count), 0) AS n, COALESCE(SUM(rating_sum), 0) AS total
                FROM rating_totals) AS t
            WHERE s.n <> t.n OR s.total <> t.total
            """)),
    ];
}
