using Kalends.Directory.Matching;
using Kalends.Directory.Search;
using Kalends.Platform.Calls;
using Kalends.Platform.Paging;
using Kalends.Platform.Storage;
using Kalends.Providers.Public;

namespace Kalends.Directory.Recommendations;

/// <summary>The order of recommended providers.</summary>
enum RecommendationOrder
{
    /// <summary>The highest cost within the budget first, and of equal costs the best rating.</summary>
    Cost,

    /// <summary>The best score first.</summary>
    Match,
}

/// <summary>Recommends providers for a job, each with a score and its parts.</summary>
static class Recommend
{
    /// <param name="Skills">The skills that the job needs; a provider must have at least one of them.</param>
    /// <param name="Budget">The highest price of the whole job, in minor units of the currency.</param>
    /// <param name="Dates">
    /// The days on which the job could be done. A provider must be able to work on all days of one of these ranges, or
    /// have a range of their own that lies inside one of them.
    /// </param>
    /// <param name="Currency">The currency of the budget (ISO 4217); by default the installation's currency.</param>
    /// <param name="DurationDays">
    /// The number of days that the job takes; a day may cost its share of the budget.
    /// </param>
    /// <param name="RatingMin">The lowest mean rating of a provider; a provider without reviews counts as 0.</param>
    /// <param name="Order">The order of the providers; ids decide between equal ones.</param>
    /// <param name="Bookable">
    /// Finds only providers with a slot on the requested days, in their own time zone, that can be reserved at this
    /// moment, and gives the first such slot of each. The days are then at most 364 days ahead, and a page may be short
    /// without being the last.
    /// </param>
    /// <param name="Limit">The number of rows of a page.</param>
    /// <param name="Cursor">The <c>next</c> of the page before.</param>
    [BodyOrQuery]
    public sealed record Input(
        [Count(1, Profile.SkillsMax)][Text(1, 100)] IReadOnlyList<string> Skills,
        [Number(1, Recommend.BudgetMax)] long Budget,
        [Count(1, Recommend.DatesMax)] IReadOnlyList<DateRange> Dates,
        [Text(3, 3)] string? Currency = null,
        [Number(1, Recommend.DurationMax)] int DurationDays = 1,
        [Hundredths(0, 500)] decimal RatingMin = 0,
        RecommendationOrder Order = RecommendationOrder.Cost,
        bool Bookable = false,
        [Number(1, 100)] int Limit = 10,
        [Text(0, 500)] string? Cursor = null);

    public const long BudgetMax = (1L << 53) - 1;
    public const int DatesMax = 50;
    public const int DurationMax = 3650;

    /// <summary>The time ahead within which calendars are read.</summary>
    const int BookableDays = 364;

    /// <summary>A page of recommendations.</summary>
    /// <param name="Items">The recommended providers.</param>
    /// <param name="Next">The cursor of the next page; null on the last page.</param>
    /// <param name="Weights">The weights of the parts of a score.</param>
    /// <param name="SiteMean">
    /// The mean of all ratings, to which each provider's own ratings are added; in the order by match it is the mean of
    /// the first page.
    /// </param>
    public sealed record Answer(
        IReadOnlyList<Recommendation> Items, string? Next, MatchWeights Weights, decimal SiteMean);

    public static Task<Answer> Run(Input input, Call call)
    {
        Check(input, call);
        var (price, dates) = (new Price(input.Budget, input.DurationDays), DateRange.Merged(input.Dates));
        var (weights, page) = (call.Settings<MatchWeights>(), new PageRequest(input.Limit, input.Cursor));
        var pageBefore = page.Order;
        return call.Read(async session =>
        {
            var match = new Match(
                weights, await SiteMean.Find(session, pageBefore, weights), input.Skills.Distinct().ToList(), price,
                dates);
            var order = input.Order == RecommendationOrder.Match
                ? ProviderOrder.By(match)
                : ProviderOrder.Of(ProviderSort.CostDesc);
            var query = await ProviderQuery.Of(session, FilterOf(input, price), order, call);
            var found = await Find(session, query, page, input, call);
            return new Answer(
                found.Items.Select(one => Recommendation.Of(one, match)).ToList(), found.Next, weights,
                match.SiteMean.Shown);
        });
    }

    static void Check(Input input, Call call)
    {
        var errors = new ValidationErrors();
        if (input.Currency is not null && Platform.Currency.Find(input.Currency) is null)
            errors.Add("/currency", FaultCode.UnknownCurrency, "currency must be a code of ISO 4217, such as EUR.");
        var last = DateOnly.FromDateTime(call.Now.ToDateTimeUtc()).AddDays(BookableDays);
        for (var i = 0; i < input.Dates.Count; i++)
            if (!input.Dates[i].AddIfReversed(errors, $"/dates/{i}") && input.Bookable && input.Dates[i].ToDate > last)
                errors.Add($"/dates/{i}/to_date", FaultCode.TooFar,
                    $"With bookable, dates lie at most {BookableDays} days ahead.");
        errors.ThrowIfAny();

        var longest = input.Dates.Max(range => range.LastDay() - range.FirstDay() + 1);
        if (longest >= input.DurationDays)
            return;
        var refused = DirectoryErrors.DurationExceedsDates.Refused(input.DurationDays, longest);
        throw refused.Of(
            new Fault("/duration_days", null, refused.Code, refused.Message),
            new Fault("/dates", null, refused.Code, refused.Message));
    }

    static ProviderFilter FilterOf(Input input, Price price) => new(
        Skills: input.Skills, CostMax: price.PerDay, Currency: input.Currency,
        RatingMin: input.RatingMin > 0 ? input.RatingMin : null)
    {
        AnyDates = input.Dates,
    };

    static async Task<Page<ProviderQuery.Found>> Find(
        Session session, ProviderQuery query, PageRequest page, Input input, Call call)
    {
        var part = query.Order.Of(page);
        if (input.Bookable)
            return await FreeProviders.Next(
                session, query, part, page.Limit, provider => StretchesOf(input.Dates, provider), call);
        return page.Cut(await query.Find(session, part), query.PlaceOf);
    }

    // A provider may have a zone that the tz database has dropped since. The days are then taken in UTC.
    static List<Interval> StretchesOf(IReadOnlyList<DateRange> dates, Profile provider)
    {
        var zone = Zone.Of(provider.TimeZone);
        return dates.Select(range => range.In(zone)).ToList();
    }
}
