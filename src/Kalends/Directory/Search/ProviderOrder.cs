using Kalends.Directory.Matching;
using Kalends.Platform.Calls;
using Kalends.Platform.Paging;
using Kalends.Platform.Storage;
using Kalends.Providers.Public;

namespace Kalends.Directory.Search;

/// <summary>What providers are sorted by.</summary>
enum ProviderSort
{
    /// <summary>
    /// Where the text that is asked for has letters that some type otherwise: who has it as it was typed, then the
    /// others; in the order in which they came.
    /// </summary>
    Relevance,

    /// <summary>The order in which they came.</summary>
    Id,

    /// <summary>
    /// The lowest cost first; then who has a price in another currency, and last who has none.
    /// </summary>
    Cost,

    /// <summary>
    /// The highest cost first, and of equal ones the best mean; then who has a price in another currency, and last who
    /// has none.
    /// </summary>
    CostDesc,

    /// <summary>
    /// The best rating first, to which some reviews as good as the installation's mean are added, as in a
    /// recommendation: 4.5 of a thousand reviews beats 5.0 of one.
    /// </summary>
    Rating,

    /// <summary>The best mean of ratings first, of however many; who has none stands last.</summary>
    Mean,

    /// <summary>The best score first, by the skills, the highest cost and the days that are asked for.</summary>
    Match,

    /// <summary>Whoever has a slot that can be reserved, the soonest first; at most 31 days ahead.</summary>
    NextFree,
}

/// <summary>
/// A total order of providers, as a row of columns that all go up and end in the id: whatever stands behind a place is
/// one comparison of rows, which an index answers.
/// </summary>
/// <param name="Sort">Which.</param>
/// <param name="Stages">
/// The columns, of <c>providers p</c> or of their scores; whole numbers. Where there are several rows of them, some
/// providers stand before all others and each part has an index of its own; a place then begins with the part's number.
/// </param>
sealed record ProviderOrder(ProviderSort Sort, IReadOnlyList<IReadOnlyList<string>> Stages)
{
    /// <summary>What providers are scored by, where the order goes by that.</summary>
    public Match? Match { get; private init; }

    // Of scored rows.
    const string MatchRank = "p.match_rank";

    // Whose price does not compare, by currency; who has none comes last.
    static readonly IReadOnlyList<string> Unpriced = ["p.currency_rank", "p.id"];

    public static ProviderOrder Of(ProviderSort sort) => sort switch
    {
        ProviderSort.Relevance => new(sort, [["p.id"], ["p.id"]]),
        ProviderSort.Cost => new(sort, [["p.cost", "p.id"], Unpriced, Unpriced]),
        ProviderSort.CostDesc => new(sort, [["p.cost_rank", "p.rating_rank", "p.id"], Unpriced, Unpriced]),
        ProviderSort.Mean => new(sort, [["p.rating_rank", "p.id"]]),
        // No statement sorts by it: calendars say when a slot is free.
        ProviderSort.NextFree => new(sort, [["first_slot", "id"]]),
        _ => new(sort, [["p.id"]]),
    };

    /// <summary>The best score first.</summary>
    public static ProviderOrder By(Match match) =>
        new(ProviderSort.Match, [[MatchRank, "p.id"]]) { Match = match };

    /// <summary>
    /// The best rating first, which is a match of which nothing else is asked. Of so many reviews the sum decides, so
    /// that an index has each of these lists; of equal ratings more reviews stand first.
    /// </summary>
    static ProviderOrder ByRating(MatchWeights weights, SiteMean mean) =>
        new(ProviderSort.Rating, [[MatchRank, "p.sum_rank", "p.id"]])
        {
            Match = new Match(weights with { Rating = Math.Max(1, weights.Rating) }, mean, [], null, []),
        };

    /// <summary>The order of a search.</summary>
    /// <param name="session">Where a match finds the mean of the installation.</param>
    /// <param name="sort">By what.</param>
    /// <param name="filter">What was asked for.</param>
    /// <param name="page">The name of the order of the page before, which has the mean of the first page.</param>
    /// <param name="call">The request.</param>
    public static async ValueTask<ProviderOrder> Find(
        Session session, ProviderSort sort, ProviderFilter filter, string? page, Call call)
    {
        if (sort is not (ProviderSort.Match or ProviderSort.Rating))
            return Of(sort);
        var weights = call.Settings<MatchWeights>();
        var mean = await SiteMean.Find(session, page, weights);
        return sort == ProviderSort.Rating ? ByRating(weights, mean) : By(new Match(
            weights, mean, filter.Skills?.Distinct().ToList() ?? [],
            filter.CostMax is { } most ? new Price(most, Days: 1) : null,
            filter.FreeFrom is { } from && filter.FreeTo is { } to ? [new DateRange(from, to)] : []));
    }

    /// <summary>
    /// Tells it from other orders in cursors, and keeps the mean of the installation for the next page.
    /// </summary>
    public string Name => Match is null
        ? EnumText.Of(Sort)
        : $"{EnumText.Of(Sort)}-{Match.Weights.Version}-{Match.SiteMean.Value}";

    /// <summary>Whether it goes by costs, which compare in one currency only.</summary>
    public bool IsByCost => Sort is ProviderSort.Cost or ProviderSort.CostDesc;

    /// <summary>A currency as it stands in the order of those with a price in another one.</summary>
    public static long RankOf(string currency) => currency.Aggregate(0L, (rank, letter) => rank * 256 + letter);

    /// <summary>The part of it that a page asks for; refused where its cursors are not of this order.</summary>
    public ProviderQuery.Part Of(PageRequest page)
    {
        var stretch = page.In(Name, keys => keys.All(key => key is long) && Has(Numbers(keys)));
        return new(
            stretch.Low is null ? null : Numbers(stretch.Low), stretch.High is null ? null : Numbers(stretch.High),
            stretch.Backward, stretch.Limit);
    }

    static List<long> Numbers(IReadOnlyList<object> keys) => [.. keys.Cast<long>()];

    /// <summary>Whether a row of numbers is a place in it.</summary>
    bool Has(List<long> place) => Stages.Count == 1
        ? place.Count == Stages[0].Count
        : place.Count > 0 && place[0] >= 0 && place[0] < Stages.Count
            && place.Count == Stages[(int)place[0]].Count + 1;

    /// <summary>In which part a place stands.</summary>
    public int StageOf(IReadOnlyList<long> place) => Stages.Count == 1 ? 0 : (int)place[0];

    /// <summary>The place of a row that has the keys of a part.</summary>
    public IReadOnlyList<long> PlaceOf(int stage, Row row)
    {
        var keys = Stages[stage].Select((_, i) => row.Long($"key{i}"));
        return (Stages.Count == 1 ? keys : keys.Prepend(stage)).ToList();
    }

    /// <summary>The columns of a part, under names of their own.</summary>
    public string Keys(int stage) => string.Join(", ", Stages[stage].Select((column, i) => $"{column} AS key{i}"));

    /// <param name="stage">Of which part.</param>
    /// <param name="backward">Whether the list is walked from its end.</param>
    /// <param name="sorts">
    /// Whether the rows are found in another way and then sorted: the sign keeps both engines from walking the order's
    /// own index past all that is not wanted.
    /// </param>
    public string By(int stage, bool backward, bool sorts) => string.Join(", ", Stages[stage].Select((column, i) =>
        $"{(sorts && i == 0 ? "+" : "")}{column} {(backward ? "DESC" : "ASC")}"));

    /// <summary>The same of rows that have only the keys left.</summary>
    public string ByKeys(int stage, bool backward) => string.Join(", ", Stages[stage].Select((_, i) =>
        $"found.key{i} {(backward ? "DESC" : "ASC")}"));

    /// <summary>What stands behind a place of its part or before it, and perhaps at it.</summary>
    public string Beyond(IReadOnlyList<long> place, bool after, bool orThere, Parameters given)
    {
        var columns = Stages[StageOf(place)];
        return $"({string.Join(", ", columns)}) {(after ? '>' : '<')}{(orThere ? "=" : "")} " +
            $"({string.Join(", ", place.TakeLast(columns.Count).Select(key => given.Add(key)))})";
    }

    /// <summary>
    /// The stretch of a part's index in which all that is wanted stands, as far as the places that a page lies between
    /// do not say it better: an index begins at one bound only.
    /// </summary>
    public string Stretch(
        int stage, ProviderFilter filter, string currency, bool fromPlace, bool toPlace, Parameters given)
    {
        var all = new List<string>();
        if (IsByCost && stage == 0)
            all.Add($"p.currency = {given.Add(currency)}");
        if (IsByCost && stage == 1 && !toPlace)
            all.Add($"p.currency_rank < {given.Add(RankOf(currency))}");
        if (IsByCost && stage == 2 && !fromPlace)
            all.Add($"p.currency_rank > {given.Add(RankOf(currency))}");
        var (least, most) = Sort switch
        {
            ProviderSort.Cost => (filter.CostMin, filter.CostMax),
            ProviderSort.CostDesc => (-filter.CostMax, -filter.CostMin),
            ProviderSort.Mean => (-filter.BestRating, filter.LeastRating is > 0 ? -filter.LeastRating : null),
            _ => ((long?)null, (long?)null),
        };
        if (stage == 0 && least is { } low && !fromPlace)
            all.Add($"{Stages[0][0]} >= {given.Add(low)}");
        if (stage == 0 && most is { } high && !toPlace)
            all.Add($"{Stages[0][0]} <= {given.Add(high)}");
        return all.Count == 0 ? "TRUE" : string.Join(" AND ", all);
    }
}
