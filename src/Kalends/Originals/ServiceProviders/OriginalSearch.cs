using Kalends.Directory.Search;
using Kalends.Platform.Calls;
using Kalends.Providers.Public;

namespace Kalends.Originals.ServiceProviders;

/// <summary>Finds service providers, in the words of the original directory: those with a price in pence.</summary>
static class OriginalSearch
{
    /// <param name="Name">Those of exactly this name.</param>
    /// <param name="Skills">Those with one of these skills.</param>
    /// <param name="CostGt">Those whose day costs more, in pence.</param>
    /// <param name="CostLt">Those whose day costs less.</param>
    /// <param name="ReviewsGt">Those whose mean rating is at least so much, from 0 to 5; who has none has 0.0.</param>
    /// <param name="ReviewsLt">Those whose mean rating is at most so much, from 0 to 5.</param>
    /// <param name="Availability">
    /// Those whose days cover one of these ranges, or who have a range that lies inside one of them.
    /// </param>
    /// <param name="Page">Which page, counted from 1; there is nothing behind the last one.</param>
    /// <param name="PageSize">Rows a page; of more, the greatest number that may be.</param>
    public sealed record Input(
        [Text(0, Profile.NameMax)] string? Name = null,
        [Count(0, Profile.SkillsMax)][Text(1, 100)] IReadOnlyList<string>? Skills = null,
        long? CostGt = null,
        long? CostLt = null,
        [Hundredths(0, 500, Rounds = true)] decimal? ReviewsGt = null,
        [Hundredths(0, 500, Rounds = true)] decimal? ReviewsLt = null,
        [Count(0, Profile.SkillsMax)] IReadOnlyList<DateRange>? Availability = null,
        [Query][Number(1, PageMax)] int Page = 1,
        [Query][PageSize(100)] int PageSize = 10);

    /// <summary>A page of the original directory.</summary>
    /// <param name="ServiceProviders">
    /// The providers: the highest cost first, of equal ones the best rating, and then as they came.
    /// </param>
    public sealed record Answer(IReadOnlyList<ServiceProvider> ServiceProviders);

    // A page costs what lies before it, which is never more than one walk through the directory.
    public const int PageMax = 1_000_000;

    public static Task<Answer> Run(Input input, Call call) =>
        Find(Wanted(input), input.Page, input.PageSize, call);

    /// <summary>A page of those whom a filter finds.</summary>
    public static Task<Answer> Find(ProviderFilter filter, int page, int size, Call call) =>
        call.Read(async session =>
        {
            var query = await ProviderQuery.Of(session, filter, ProviderOrder.Of(ProviderSort.CostDesc), call);
            var rows = await query.Find(session, new(null, null, false, size, Skip: (page - 1L) * size));
            return new Answer(rows.ConvertAll(found => ServiceProvider.Of(found.Profile)));
        });

    static ProviderFilter Wanted(Input input)
    {
        var errors = new ValidationErrors();
        DateRange.AddReversed(errors, "availability", input.Availability);
        errors.ThrowIfAny();
        return new ProviderFilter(
            Name: input.Name, Skills: input.Skills,
            CostMin: input.CostGt is { } more ? Math.Clamp(more, -1, Profile.CostMax) + 1 : null,
            CostMax: input.CostLt is { } less ? Math.Clamp(less, 0, Profile.CostMax + 1) - 1 : null,
            Currency: ServiceProvider.Currency, RatingMin: input.ReviewsGt, RatingMax: input.ReviewsLt)
        {
            AnyDates = input.Availability ?? [],
        };
    }
}
