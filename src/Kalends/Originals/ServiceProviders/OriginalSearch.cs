using Kalends.Directory.Search;
using Kalends.Platform.Calls;
using Kalends.Providers.Public;

namespace Kalends.Originals.ServiceProviders;

/// <summary>Finds service providers with a price in pence, in the words of the original directory.</summary>
static class OriginalSearch
{
    /// <param name="Name">Only providers with exactly this name.</param>
    /// <param name="Skills">Only providers with at least one of these skills.</param>
    /// <param name="CostGt">Only providers whose day costs more than this, in pence.</param>
    /// <param name="CostLt">Only providers whose day costs less than this, in pence.</param>
    /// <param name="ReviewsGt">
    /// Only providers whose mean rating is at least this, from 0 to 5; it is 0.0 for providers without reviews.
    /// </param>
    /// <param name="ReviewsLt">Only providers whose mean rating is at most this, from 0 to 5.</param>
    /// <param name="Availability">
    /// Only providers whose days cover one of these ranges, or who have a range inside one of them.
    /// </param>
    /// <param name="Page">The number of the page, counted from 1; pages after the last one are empty.</param>
    /// <param name="PageSize">Rows per page; a larger number is cut to the maximum.</param>
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
    /// The providers, by cost in descending order, then by rating in descending order, then in the order in which they
    /// were created.
    /// </param>
    public sealed record Answer(IReadOnlyList<ServiceProvider> ServiceProviders);

    // The cost of a page grows with the rows before it, up to one walk through the directory.
    public const int PageMax = 1_000_000;

    public static Task<Answer> Run(Input input, Call call) =>
        Find(Wanted(input), input.Page, input.PageSize, call);

    /// <summary>A page of the providers that match a filter.</summary>
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
