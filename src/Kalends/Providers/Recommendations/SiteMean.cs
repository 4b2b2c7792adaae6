using Kalends.Platform.Storage;

namespace Kalends.Providers.Recommendations;

/// <summary>The mean of all ratings of the house, in millionths of hundredths.</summary>
readonly record struct SiteMean(long Value)
{
    const long Max = 500 * Match.Whole;

    /// <summary>Half of the best, where nobody has rated anybody.</summary>
    public static readonly SiteMean Neutral = new(Max / 2);

    public static SiteMean Of(long sum, long count) => count == 0 ? Neutral : new SiteMean(sum * Match.Whole / count);

    /// <summary>Whether it is one that ratings may have; that of a made-up cursor may not be.</summary>
    public bool IsPossible => Value is >= 0 and <= Max;

    /// <summary>From 0 to 5, rounded to four decimals.</summary>
    public decimal Shown => decimal.Round(Value / (100m * Match.Whole), 4);

    /// <summary>As it is now.</summary>
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
