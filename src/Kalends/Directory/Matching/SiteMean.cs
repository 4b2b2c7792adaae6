using System.Globalization;
using Kalends.Platform.Storage;

namespace Kalends.Directory.Matching;

/// <summary>The mean of all ratings of the installation, in millionths of hundredths.</summary>
readonly record struct SiteMean(long Value)
{
    const long Max = 500 * Match.Whole;

    /// <summary>Half of the best mean, for an installation without ratings.</summary>
    public static readonly SiteMean Neutral = new(Max / 2);

    public static SiteMean Of(long sum, long count) => count == 0 ? Neutral : new SiteMean(sum * Match.Whole / count);

    /// <summary>The mean from 0 to 5, rounded to four decimals.</summary>
    public decimal Shown => decimal.Round(Value / (100m * Match.Whole), 4);

    /// <summary>
    /// The mean as it was on the first page, so that no provider moves if others are reviewed between two pages; on the
    /// first page the present mean.
    /// </summary>
    /// <param name="session">The session that reads the mean.</param>
    /// <param name="page">The name of the order of the page before; null on the first page.</param>
    /// <param name="weights">The present weights; a page with other weights is ignored.</param>
    public static async ValueTask<SiteMean> Find(Session session, string? page, MatchWeights weights)
    {
        // A made-up cursor may name a mean that no ratings have.
        return page?.Split('-') is [_, var version, var mean] && version == weights.Version
            && long.TryParse(mean, NumberStyles.None, CultureInfo.InvariantCulture, out var kept) && kept <= Max
                ? new SiteMean(kept)
                : await Find(session);
    }

    /// <summary>The present mean.</summary>
    public static async ValueTask<SiteMean> Find(Session session)
    {
        var totals = await session.One(
            FindTotals, row => new Totals(row.Long("rating_sum"), row.Long("rating_count")));
        return Of(totals!.Sum, totals.Count);
    }

    sealed record Totals(long Sum, long Count);

    static readonly Sql FindTotals = new("""
        SELECT COALESCE(CAST(SUM(rating_sum) AS BIGINT), 0) AS rating_sum,
               COALESCE(CAST(SUM(rating_count) AS BIGINT), 0) AS rating_count
        FROM rating_totals
        """);
}
