using System.Globalization;
using System.Text.Json;
using Kalends.Bench.Kit;
using Kalends.Providers.Public;

namespace Kalends.Bench;

/// <summary>What the bench asks a directory: any of three skills, a range of costs, some days, a rating.</summary>
/// <param name="Skills">Any of them.</param>
/// <param name="CostMin">In pence.</param>
/// <param name="CostMax">In pence.</param>
/// <param name="Days">On all of which the provider could work.</param>
/// <param name="RatingMin">In stars.</param>
sealed record DirectoryQuestion(
    IReadOnlyList<string> Skills, long CostMin, long CostMax, DateRange Days, int RatingMin)
{
    public const int PageSize = 20;

    /// <summary>A common skill, one in the middle and a rare one; about 1,300 of 100,000 providers fit.</summary>
    public static readonly DirectoryQuestion Usual = new(
        [DirectoryData.Skills[4], DirectoryData.Skills[39], DirectoryData.Skills[119]], 20_000, 60_000,
        new(new(2030, 5, 16), new(2030, 5, 22)), 4);

    /// <summary>The three most common skills and wide bounds: about 23,000 fit, and there is a page 1,000.</summary>
    public static readonly DirectoryQuestion Wide = new(
        [DirectoryData.Skills[0], DirectoryData.Skills[1], DirectoryData.Skills[2]], 5_000, 100_000,
        new(new(2030, 8, 24), new(2030, 8, 25)), 2);

    /// <summary>The usual question on days on which nobody can work.</summary>
    public static readonly DirectoryQuestion Nobody = Usual with { Days = new(new(2035, 5, 16), new(2035, 5, 22)) };

    public int DayCount => (int)(Days.LastDay() - Days.FirstDay() + 1);

    /// <summary>The search for them, the cheapest first.</summary>
    public string Search(int limit = PageSize) => string.Create(CultureInfo.InvariantCulture,
        $"/v1/providers?{string.Join('&', Skills.Select(skill => $"skills={Uri.EscapeDataString(skill)}"))}" +
        $"&cost_min={CostMin}&cost_max={CostMax}&free_from={Days.FromDate:yyyy-MM-dd}" +
        $"&free_to={Days.ToDate:yyyy-MM-dd}&rating_min={RatingMin}&order=cost&limit={limit}");

    /// <summary>The body of the recommendation for a job that takes all of the days and may cost the most.</summary>
    public byte[] Recommend(string order) => JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object>
    {
        ["skills"] = Skills,
        ["budget"] = CostMax * DayCount,
        ["duration_days"] = DayCount,
        ["dates"] = new[] { new { from_date = Days.FromDate, to_date = Days.ToDate } },
        ["rating_min"] = RatingMin,
        ["order"] = order,
        ["limit"] = PageSize,
    });
}
