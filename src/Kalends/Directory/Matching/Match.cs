using Kalends.Platform.Storage;
using Kalends.Providers.Public;

namespace Kalends.Directory.Matching;

/// <summary>The highest price of some days, in minor units.</summary>
/// <param name="Budget">The budget for all of the days.</param>
/// <param name="Days">The number of the days.</param>
sealed record Price(long Budget, long Days)
{
    /// <summary>The highest price of one day; exact, since a cost is a whole number.</summary>
    public long PerDay => Budget / Days;
}

/// <summary>The criteria of a score: the requested values, and the weight of each part.</summary>
/// <param name="Weights">The weights of the parts.</param>
/// <param name="SiteMean">The mean of all ratings of the installation.</param>
/// <param name="Skills">The requested skills, each once; empty if the request names none.</param>
/// <param name="Price">The highest price, if the request names one.</param>
/// <param name="Dates">The requested days without overlaps; empty if the request names none.</param>
/// <remarks>
/// <see cref="Of"/> and <see cref="Expression"/> say the same in two languages: whole numbers throughout, and every
/// division cuts off, so that both engines and this program agree to the last digit.
/// </remarks>
sealed record Match(
    MatchWeights Weights, SiteMean SiteMean, IReadOnlyList<string> Skills, Price? Price,
    IReadOnlyList<DateRange> Dates)
{
    /// <summary>The score of a provider who meets all criteria fully.</summary>
    public const long Whole = 1_000_000;

    const long RatingMax = 500;

    long DayCount => Dates.Sum(range => range.LastDay() - range.FirstDay() + 1);

    // All scores are 0 if no requested criterion has a weight.
    long WeightSum => Math.Max(1, Weights.Rating + (Skills.Count > 0 ? Weights.Skills : 0)
        + (Price is null ? 0 : Weights.Price) + (Dates.Count > 0 ? Weights.Dates : 0));

    /// <summary>The score of a provider with its parts.</summary>
    public Score Of(Profile provider)
    {
        var (sum, before) = (WeightSum, 0L);
        var skills = Skills.Count == 0 ? null : Part(SkillsOf(provider), Weights.Skills);
        var price = Price is null ? null : Part(PriceOf(provider.Cost, Price), Weights.Price);
        var rating = Part(RatingOf(provider.Rating), Weights.Rating);
        var dates = Dates.Count == 0 ? null : Part(CoveredDays(provider) * Whole / DayCount, Weights.Dates);
        return new Score(before / sum, new ScoreParts(skills, price, rating, dates));

        // The remainder of each part is carried to the next part, so that the points add up to the score.
        ScorePart Part(long value, long weight)
        {
            var after = before + value * weight;
            var part = new ScorePart(value, weight, after / sum - before / sum);
            before = after;
            return part;
        }
    }

    /// <summary>The requested skills that a provider has, in the provider's order.</summary>
    public IReadOnlyList<string> MatchedSkills(Profile provider) => provider.Skills.Where(Skills.Contains).ToList();

    /// <summary>The number of the requested days on which a provider could work.</summary>
    public long CoveredDays(Profile provider) => DateRange.Merged(provider.Availability).Sum(range => Dates.Sum(asked =>
        Math.Max(0, Math.Min(range.LastDay(), asked.LastDay()) - Math.Max(range.FirstDay(), asked.FirstDay()) + 1)));

    long SkillsOf(Profile provider) => MatchedSkills(provider).Count * Whole / Skills.Count;

    // The division takes two steps, because a budget times a million does not fit in 64 bits.
    static long PriceOf(long? cost, Price price)
    {
        var left = Math.Max(0, (price.Budget - cost * price.Days) ?? 0) * 1000;
        var all = Math.Max(1, price.Budget);
        return left / all * 1000 + left % all * 1000 / all;
    }

    long RatingOf(Rating rating) =>
        (Weights.RatingPrior * SiteMean.Value + rating.Sum * Whole)
        / (RatingMax * (Weights.RatingPrior + rating.Count));

    /// <summary>The score as an expression over <c>providers p</c>.</summary>
    /// <param name="given">The values of the statement.</param>
    /// <param name="skillIds">
    /// The ids of the requested skills, if they were looked up; PostgreSQL would otherwise look up the names once for
    /// each provider.
    /// </param>
    public string Expression(Parameters given, IReadOnlyList<long>? skillIds = null)
    {
        var parts = new List<string> { $"{given.Add((long)Weights.Rating)} * ({RatingIn(given)})" };
        if (Skills.Count > 0)
            parts.Add($"{given.Add((long)Weights.Skills)} * ({SkillsIn(given, skillIds)})");
        if (Price is not null)
            parts.Add($"{given.Add((long)Weights.Price)} * ({PriceIn(Price, given)})");
        if (Dates.Count > 0)
            parts.Add($"{given.Add((long)Weights.Dates)} * ({DatesIn(given)})");
        return $"({string.Join(" + ", parts)}) / {given.Add(WeightSum)}";
    }

    /// <summary>
    /// The lowest and the highest <c>sum_rank</c> with which this many ratings have a score, if the rating is the only
    /// part; the lowest is above the highest if no sum has the score.
    /// </summary>
    /// <param name="rank">The negated score.</param>
    /// <param name="count">The column with the number of ratings.</param>
    /// <param name="given">The values of the statement.</param>
    public (string Lowest, string Highest) SumsOf(long rank, string count, Parameters given)
    {
        // A made-up cursor may have a score that no provider has.
        var score = -Math.Clamp(rank, -Whole - 1, 1);
        var prior = given.Add((long)Weights.RatingPrior);
        // This is the lowest sum that has a score. Both engines cut towards zero, so no operand may be negative.
        string Least(long at) => $"(({given.Add(at)} * {RatingMax} * ({prior} + {count}) " +
            $"- {prior} * {given.Add(SiteMean.Value)} + {Whole - 1 + Shift * Whole}) / {Whole} - {Shift})";
        return ($"1 - {Least(score + 1)}", $"-{Least(score)}");
    }

    // This number exceeds the weight of all ratings that are added.
    const long Shift = 1_000_000_000;

    string RatingIn(Parameters given)
    {
        var prior = given.Add((long)Weights.RatingPrior);
        return $"({prior} * {given.Add(SiteMean.Value)} + p.rating_sum * {Whole}) / " +
            $"({RatingMax} * ({prior} + p.rating_count))";
    }

    string SkillsIn(Parameters given, IReadOnlyList<long>? skillIds)
    {
        var asked = skillIds is null
            ? $"IN (SELECT s.id FROM public_skills s WHERE s.name {given.AddList(Skills)})"
            : given.AddList(skillIds);
        return $"(SELECT COUNT(*) FROM public_held_skills h WHERE h.provider_id = p.id AND h.skill_id {asked}) " +
            $"* {Whole} / {given.Add((long)Skills.Count)}";
    }

    static string PriceIn(Price price, Parameters given)
    {
        var (budget, all) = (given.Add(price.Budget), given.Add(Math.Max(1, price.Budget)));
        var left = $"COALESCE({budget} - p.cost * {given.Add(price.Days)}, 0)";
        left = $"(CASE WHEN {left} > 0 THEN {left} * 1000 ELSE 0 END)";
        return $"{left} / {all} * 1000 + {left} % {all} * 1000 / {all}";
    }

    // The two engines have different functions for the lesser of two numbers.
    string DatesIn(Parameters given)
    {
        var rows = string.Join(", ", Dates.Select(range =>
            $"({given.Add(range.FirstDay())}, {given.Add(range.LastDay())})"));
        return $"""
            (SELECT COALESCE(CAST(SUM(
                CASE WHEN h.to_day < asked.column2 THEN h.to_day ELSE asked.column2 END
                - CASE WHEN h.from_day > asked.column1 THEN h.from_day ELSE asked.column1 END + 1) AS BIGINT), 0)
            FROM public_provider_days h
            JOIN (VALUES {rows}) AS asked ON h.from_day <= asked.column2 AND h.to_day >= asked.column1
            WHERE h.provider_id = p.id) * {Whole} / {given.Add(DayCount)}
            """;
    }
}
