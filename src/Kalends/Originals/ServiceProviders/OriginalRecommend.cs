using Kalends.Directory.Matching;
using Kalends.Directory.Recommendations;
using Kalends.Directory.Search;
using Kalends.Platform.Calls;
using Kalends.Providers.Public;

namespace Kalends.Originals.ServiceProviders;

/// <summary>Recommends service providers with a price in pence, in the words of the original directory.</summary>
static class OriginalRecommend
{
    /// <param name="JobBudgetInPence">The budget of the whole job, in pence; required.</param>
    /// <param name="Skills">The skills that the job needs, of which providers must have at least one; required.</param>
    /// <param name="Availability">
    /// The dates on which the job could be done; required. In a query string, the first and the last day of each range
    /// in turn.
    /// </param>
    /// <param name="ExpectedJobDurationInDays">The number of days that a job of this budget takes.</param>
    /// <param name="MinimumReviewRating">The minimum of a provider's mean rating, from 0 to 5.</param>
    /// <param name="Page">The number of the page, counted from 1; pages after the last one are empty.</param>
    /// <param name="PageSize">Rows per page; a larger number is cut to the maximum.</param>
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
