using Kalends.Directory.Matching;
using Kalends.Platform.Calls;
using Kalends.Platform.Paging;
using Kalends.Platform.Storage;
using Kalends.Providers.Public;

namespace Kalends.Directory.Search;

/// <summary>The order in which a search lists providers.</summary>
enum ProviderSort
{
    /// <summary>
    /// By creation; if the requested text has letters that some people type in another way, the providers who have it
    /// as it was typed come first.
    /// </summary>
    Relevance,

    /// <summary>By creation.</summary>
    Id,

    /// <summary>
    /// The lowest cost first; then the providers with a price in another currency, and last those without a price.
    /// </summary>
    Cost,

    /// <summary>
    /// The highest cost first, and of equal costs the best mean; then the providers with a price in another currency,
    /// and last those without a price.
    /// </summary>
    CostDesc,

    /// <summary>
    /// The best rating first, with some added reviews of the installation's mean, as in a recommendation: 4.5 from a
    /// thousand reviews comes before 5.0 from one.
    /// </summary>
    Rating,

    /// <summary>The best mean of ratings first, whatever their number; providers without ratings come last.</summary>
    Mean,

    /// <summary>The best score first, by the requested skills, highest cost and days.</summary>
    Match,

    /// <summary>Only providers with a slot that can be reserved, the soonest first; at most 31 days ahead.</summary>
    NextFree,
}

/// <summary>
/// A total order of providers, as a row of ascending columns that ends with the id. One comparison of rows finds all
/// providers beyond a place, and an index answers it.
/// </summary>
/// <param name="Sort">The order as callers name it.</param>
/// <param name="Stages">
/// The columns, of <c>providers p</c> or of their scores; all are whole numbers. An order with several stages lists all
/// providers of one stage before those of the next. Each stage has an index of its own, and a place begins with the
/// number of its stage.
/// </param>
sealed record ProviderOrder(ProviderSort Sort, IReadOnlyList<IReadOnlyList<string>> Stages)
{
    /// <summary>The criteria of the score, if the order goes by score.</summary>
    public Match? Match { get; private init; }

    // This column belongs to scored rows.
    const string MatchRank = "p.match_rank";

    // These columns sort providers whose price does not compare, by currency; providers without a price come last.
    static readonly IReadOnlyList<string> Unpriced = ["p.currency_rank", "p.id"];

    public static ProviderOrder Of(ProviderSort sort) => sort switch
    {
        ProviderSort.Relevance => new(sort, [["p.id"], ["p.id"]]),
        ProviderSort.Cost => new(sort, [["p.cost", "p.id"], Unpriced, Unpriced]),
        ProviderSort.CostDesc => new(sort, [["p.cost_rank", "p.rating_rank", "p.id"], Unpriced, Unpriced]),
        ProviderSort.Mean => new(sort, [["p.rating_rank", "p.id"]]),
        // No statement sorts by these columns, because only calendars tell when a slot is free.
        ProviderSort.NextFree => new(sort, [["first_slot", "id"]]),
        _ => new(sort, [["p.id"]]),
    };

    /// <summary>The order with the best score first.</summary>
    public static ProviderOrder By(Match match) =>
        new(ProviderSort.Match, [[MatchRank, "p.id"]]) { Match = match };

    /// <summary>
    /// The order with the best rating first, which is a match without any other criterion. Among providers with the
    /// same number of reviews the sum decides, so that an index has each of these lists; of equal ratings the one with
    /// more reviews comes first.
    /// </summary>
    static ProviderOrder ByRating(MatchWeights weights, SiteMean mean) =>
        new(ProviderSort.Rating, [[MatchRank, "p.sum_rank", "p.id"]])
        {
            Match = new Match(weights with { Rating = Math.Max(1, weights.Rating) }, mean, [], null, []),
        };

    /// <summary>The order of a search.</summary>
    /// <param name="session">The session in which a match reads the installation's mean.</param>
    /// <param name="sort">The requested order.</param>
    /// <param name="filter">The criteria of the search.</param>
    /// <param name="page">The name of the order of the page before, which contains the mean of the first page.</param>
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

    /// <summary>Identifies the order in cursors, and keeps the installation's mean for the next page.</summary>
    public string Name => Match is null
        ? EnumText.Of(Sort)
        : $"{EnumText.Of(Sort)}-{Match.Weights.Version}-{Match.SiteMean.Value}";

    /// <summary>Whether the order goes by cost; costs compare in one currency only.</summary>
    public bool IsByCost => Sort is ProviderSort.Cost or ProviderSort.CostDesc;

    /// <summary>The rank of a currency in the order of providers with a price in another currency.</summary>
    public static long RankOf(string currency) => currency.Aggregate(0L, (rank, letter) => rank * 256 + letter);

    /// <summary>The part of the order that a page asks for; refused if its cursors belong to another order.</summary>
    public ProviderQuery.Part Of(PageRequest page)
    {
        var stretch = page.In(Name, keys => keys.All(key => key is long) && Has(Numbers(keys)));
        return new(
            stretch.Low is null ? null : Numbers(stretch.Low), stretch.High is null ? null : Numbers(stretch.High),
            stretch.Backward, stretch.Limit);
    }

    static List<long> Numbers(IReadOnlyList<object> keys) => [.. keys.Cast<long>()];

    /// <summary>Whether a row of numbers is a place in this order.</summary>
    bool Has(List<long> place) => Stages.Count == 1
        ? place.Count == Stages[0].Count
        : place.Count > 0 && place[0] >= 0 && place[0] < Stages.Count
            && place.Count == Stages[(int)place[0]].Count + 1;

    /// <summary>The stage of a place.</summary>
    public int StageOf(IReadOnlyList<long> place) => Stages.Count == 1 ? 0 : (int)place[0];

    /// <summary>The place of a row with the keys of a stage.</summary>
    public IReadOnlyList<long> PlaceOf(int stage, Row row)
    {
        var keys = Stages[stage].Select((_, i) => row.Long($"key{i}"));
        return (Stages.Count == 1 ? keys : keys.Prepend(stage)).ToList();
    }

    /// <summary>The columns of a stage, named as keys.</summary>
    public string Keys(int stage) => string.Join(", ", Stages[stage].Select((column, i) => $"{column} AS key{i}"));

    /// <param name="stage">The stage of the order.</param>
    /// <param name="backward">Whether the list is walked from its end.</param>
    /// <param name="sorts">
    /// Whether the rows are found by another index and then sorted; the plus sign keeps both engines from walking the
    /// order's own index past all other rows.
    /// </param>
    public string By(int stage, bool backward, bool sorts) => string.Join(", ", Stages[stage].Select((column, i) =>
        $"{(sorts && i == 0 ? "+" : "")}{column} {(backward ? "DESC" : "ASC")}"));

    /// <summary>The same for rows that have only the keys left.</summary>
    public string ByKeys(int stage, bool backward) => string.Join(", ", Stages[stage].Select((_, i) =>
        $"found.key{i} {(backward ? "DESC" : "ASC")}"));

    /// <summary>
    /// The condition for rows after or before a place in its stage, the place itself perhaps included.
    /// </summary>
    public string Beyond(IReadOnlyList<long> place, bool after, bool orThere, Parameters given)
    {
        var columns = Stages[StageOf(place)];
        return $"({string.Join(", ", columns)}) {(after ? '>' : '<')}{(orThere ? "=" : "")} " +
            $"({string.Join(", ", place.TakeLast(columns.Count).Select(key => given.Add(key)))})";
    }

    /// <summary>
    /// The range of a stage's index that holds all matching rows. A bound is left out if a place of the page sets it
    /// already, because an index range begins at only one bound.
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
