using Kalends.Directory.Matching;
using Kalends.Directory.Recommendations;
using Kalends.Directory.Search;
using Kalends.Platform.Calls;
using Kalends.Providers.Public;

namespace Kalends.Originals.ServiceProviders;

/// <summary>
/// Recommends service providers, in the words of the original directory: those with a price in pence.
/// </summary>
static class OriginalRecommend
{
    /// <param name="JobBudgetInPence">What the whole job may cost; required.</param>
    /// <param name="Skills">What the job needs; providers have one of these skills at least. Required.</param>
    /// <param name="Availability">
    /// When the job could be done; required. In a query string the first and the last day of each range in turn.
    /// </param>
    /// <param name="ExpectedJobDurationInDays">How many days a job of this budget takes.</param>
    /// <param name="MinimumReviewRating">The mean rating of a provider, from 0 to 5, at least.</param>
    /// <param name="Page">Which page, counted from 1; there is nothing behind the last one.</param>
    /// <param name="PageSize">Rows a page; of more, the greatest number that may be.</param>
    [BodyOrQuery]
    public sealed record Input(
        [Number(1, Recommend.BudgetMax)] long JobBudgetInPence,
        [Count(1, Profile.SkillsMax)][Text(1, 100)] IReadOnlyList<string> Skills,
        [Count(1, Recommend.DatesMax)] IReadOnlyList<DateRange> Availability,
        [Number(1, int.MaxValue)] int ExpectedJobDurationInDays = 1,
        [Hundredths(0, 500, Rounds = true)] decimal? MinimumReviewRating = null,
        [Query][Number(1, OriginalSearch.PageMax)] int Page = 1,
        [Query][PageSize(100)] int PageSize = 10);

    public static Task<OriginalSearch.Answer> Run(Input input, Call call)
    {
        Check(input);
        var price = new Price(input.JobBudgetInPence, input.ExpectedJobDurationInDays);
        var filter = new ProviderFilter(
            Skills: input.Skills, CostMax: price.PerDay, Currency: ServiceProvider.Currency,
            RatingMin: input.MinimumReviewRating)
        {
            AnyDates = input.Availability,
        };
        return OriginalSearch.Find(filter, input.Page, input.PageSize, call);
    }

    static void Check(Input input)
    {
        var errors = new ValidationErrors();
        DateRange.AddReversed(errors, "availability", input.Availability);
        errors.ThrowIfAny();
    }
}
