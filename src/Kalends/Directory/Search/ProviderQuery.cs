using Kalends.Directory.Matching;
using Kalends.Platform.Calls;
using Kalends.Platform.Paging;
using Kalends.Platform.Storage;
using Kalends.Providers.Public;
using Kalends.Scheduling.Public;

namespace Kalends.Directory.Search;

/// <summary>A search for providers in an order, as statements.</summary>
/// <param name="Filter">The criteria, with their words looked up.</param>
/// <param name="Order">The order of the providers.</param>
/// <param name="Currency">The only currency in which an order by cost compares.</param>
/// <param name="Way">The access path to a page; null if the order's own index leads.</param>
/// <param name="WayToAll">The access path to all matching providers; null if all providers have to be read.</param>
/// <param name="WayToTyped">The access path to providers who have the text as it was typed.</param>
/// <param name="HasTyped">Whether any provider may have the text as it was typed.</param>
sealed record ProviderQuery(
    ProviderFilter Filter, ProviderOrder Order, string Currency, AccessPath? Way, AccessPath? WayToAll,
    AccessPath? WayToTyped, bool HasTyped)
{
    /// <summary>Looks up the words of the filter and the access paths to its rows.</summary>
    /// <param name="session">The session that runs the look-up.</param>
    /// <param name="filter">The criteria.</param>
    /// <param name="order">The order of the providers.</param>
    /// <param name="call">The call that searches.</param>
    /// <param name="all">Whether the search needs all rows at once too, to count them.</param>
    public static async ValueTask<ProviderQuery> Of(
        Session session, ProviderFilter filter, ProviderOrder order, Call call, bool all = false)
    {
        var currency = filter.Currency ?? call.Settings<ProvidersSettings>().Currency;
        var found = await AccessPath.Find(
            session, filter.HasCost ? filter with { Currency = currency } : filter, order, all);
        return new(
            found.Filter, order, currency, found.ToPage, found.ToAll, found.ToTyped, found.HasTyped);
    }

    /// <summary>
    /// The providers between two places, both exclusive, nearest to the end at which the walk starts.
    /// </summary>
    public async ValueTask<List<Found>> Find(Session session, Part part)
    {
        var found = new List<Found>();
        var (first, last) = (
            part.Low is null ? 0 : Order.StageOf(part.Low),
            part.High is null ? Order.Stages.Count - 1 : Order.StageOf(part.High));
        for (var i = 0; i <= last - first && found.Count < part.Limit; i++)
            found.AddRange(await Find(session, part.Backward ? last - i : first + i, part with
            {
                Limit = part.Limit - found.Count,
            }));
        return found;
    }

    async ValueTask<List<Found>> Find(Session session, int stage, Part whole)
    {
        var given = new Parameters();
        if (Places(stage, whole, given) is not { } places)
            return [];
        // The ids are found first, so that the lists of a profile are read only for the rows of the page.
        var sql = $"""
            SELECT {string.Join(", ", Order.Stages[stage].Select((_, i) => $"found.key{i}"))}, {Profile.Columns}
            FROM (
                {places}
            ) AS found
            JOIN public_providers p ON p.id = found.key{Order.Stages[stage].Count - 1}
            ORDER BY {Order.ByKeys(stage, whole.Backward)}
            """;
        return await session.All(
            Sql.Shaped(sql), row => new Found(Profile.Read(row), Order.PlaceOf(stage, row)), given.Values);
    }

    /// <summary>The keys of a page's rows in a stage of the order; null if the stage is empty.</summary>
    public string? Places(int stage, Part whole, Parameters given)
    {
        var part = In(stage, whole);
        return Holds(stage, given) is not { } holds ? null : $"""
            {From(Order.Keys(stage), stage, part, given)} AND {holds} AND {Within(part, given)}
            ORDER BY {Order.By(stage, part.Backward, sorts: WayTo(stage) is not null)}
            LIMIT {part.Limit}{(part.Skip > 0 ? $" OFFSET {given.Add(part.Skip)}" : "")}
            """;
    }

    /// <summary>Whether a matching provider is at a place or beyond it.</summary>
    public async ValueTask<bool> HasBeyond(Session session, IReadOnlyList<long>? place, bool after)
    {
        if (place is null)
            return false;
        for (var stage = Order.StageOf(place); stage >= 0 && stage < Order.Stages.Count; stage += after ? 1 : -1)
            if (await HasBeyond(session, stage, place, after))
                return true;
        return false;
    }

    async ValueTask<bool> HasBeyond(Session session, int stage, IReadOnlyList<long> place, bool after)
    {
        var given = new Parameters();
        if (Holds(stage, given) is not { } holds)
            return false;
        var part = In(stage, after ? new Part(place, null, false, 1) : new Part(null, place, true, 1));
        var beyond = stage == Order.StageOf(place) ? Order.Beyond(place, after, orThere: true, given) : "TRUE";
        var sql = $"""
            {From("1 AS n", stage, part, given, orThere: true)} AND {holds} AND {beyond}
            ORDER BY {Order.By(stage, part.Backward, sorts: WayTo(stage) is not null)}
            LIMIT 1
            """;
        return await session.Number(Sql.Shaped(sql), given.Values) is not null;
    }

    // A bound of the page that lies in another stage of the order does not limit this one.
    Part In(int stage, Part part) => part with
    {
        Low = part.Low is not null && Order.StageOf(part.Low) == stage ? part.Low : null,
        High = part.High is not null && Order.StageOf(part.High) == stage ? part.High : null,
    };

    /// <summary>The condition for the providers of a stage of the order; null if the stage is empty.</summary>
    string? Holds(int stage, Parameters given)
    {
        if (Order.IsByCost)
            return stage == 0 ? $"(p.currency = {given.Add(Currency)}) IS TRUE"
                : Filter.Currency is not null ? null
                : $"(p.currency_rank {(stage == 1 ? '<' : '>')} {given.Add(ProviderOrder.RankOf(Currency))}) IS TRUE";
        if (Order.Sort != ProviderSort.Relevance)
            return "TRUE";
        if (!HasTyped)
            return stage == 1 ? "TRUE" : null;
        var typed = string.Join(" AND ", Filter.AskedWords!.Select(word => word.IsTyped(given)).OfType<string>());
        return $"{(stage == 0 ? "" : "NOT ")}({typed})";
    }

    string From(string columns, int stage, Part part, Parameters given, bool orThere = false)
    {
        if (Order.Match is null)
            return $"SELECT {columns} FROM public_providers p " +
                $"WHERE {Filter.Condition(given)} AND {Lead(stage, part, given)}";
        var rank = $"-({Order.Match.Expression(given, Filter.SkillIds)})";
        if (Order.Sort == ProviderSort.Rating && WayToAll is null)
            return RatedFrom(columns, rank, Order.Match, part, given, orThere);
        var scored = $"""
            SELECT p.id, p.sum_rank, {rank} AS match_rank
            FROM public_providers p
            WHERE {Filter.Condition(given, WayToAll)} AND {WayToAll?.Hint(given) ?? "TRUE"}
            """;
        // A score is computed once for each matching provider, before the page is cut. A rating takes less time to
        // compute again than to store.
        return Order.Sort == ProviderSort.Rating
            ? $"SELECT {columns} FROM ({scored}) AS p WHERE TRUE"
            : $"WITH scored AS MATERIALIZED ({scored}) SELECT {columns} FROM scored p WHERE TRUE";
    }

    // The installation's mean changes, so no index is sorted by rating. Providers with the same number of reviews are
    // sorted by their sums, whatever the mean is. A page takes the best rows of each of these lists.
    string RatedFrom(string columns, string rank, Match match, Part part, Parameters given, bool orThere)
    {
        var (low, lowIn) = Bound(part.Low, '>');
        var (high, highIn) = Bound(part.High, '<');
        var way = part.Backward ? "DESC" : "ASC";
        return $$"""
            WITH RECURSIVE counts (n) AS (
                SELECT MIN(p.rating_count) FROM public_providers p
                WHERE {{Profile.Listed}} AND p.rating_count >= {{given.Add(Filter.LeastRating is > 0 ? 1L : 0L)}}
                UNION ALL
                SELECT (SELECT MIN(p.rating_count) FROM public_providers p
                        WHERE {{Profile.Listed}} AND p.rating_count > counts.n)
                FROM counts WHERE counts.n IS NOT NULL
            ), lists AS (
                SELECT n{{lowIn}}{{highIn}} FROM counts
            ), scored AS (
                SELECT p.id, p.sum_rank, {{rank}} AS match_rank
                FROM lists
                {each public_providers p}
                    FROM public_providers p
                    WHERE {{Filter.Condition(given)}} AND p.rating_count = lists.n AND {{low}} AND {{high}}
                    ORDER BY p.sum_rank {{way}}, p.id {{way}}
                    LIMIT {{given.Add(part.Limit + part.Skip)}}
                {end p}
            )
            SELECT {{columns}} FROM scored p WHERE TRUE
            """;

        // A place is in each list at the start of the rows with its score, after them or among them.
        (string Condition, string Columns) Bound(IReadOnlyList<long>? place, char sign)
        {
            if (place is null)
                return ("TRUE", "");
            var name = sign == '>' ? "low" : "high";
            var (lowest, highest) = match.SumsOf(place[0], "n", given);
            var (sum, id) = (given.Add(place[1]), given.Add(place[2]));
            return ($"(p.sum_rank, p.id) {sign}{(orThere ? "=" : "")} (lists.{name}_sum, lists.{name}_id)", $"""
                , CASE WHEN {sum} < {lowest} THEN {lowest} WHEN {sum} > {highest} THEN {highest} + 1
                  ELSE {sum} END AS {name}_sum,
                  CASE WHEN {sum} < {lowest} OR {sum} > {highest} THEN 0 ELSE {id} END AS {name}_id
                """);
        }
    }

    AccessPath? WayTo(int stage) => stage == 0 ? WayToTyped ?? Way : Way;

    string Lead(int stage, Part part, Parameters given) => WayTo(stage)?.Hint(given)
        ?? Order.Stretch(stage, Filter, Currency, part.Low is not null, part.High is not null, given);

    string Within(Part part, Parameters given)
    {
        var low = part.Low is null ? "TRUE" : Order.Beyond(part.Low, after: true, orThere: false, given);
        var high = part.High is null ? "TRUE" : Order.Beyond(part.High, after: false, orThere: false, given);
        return $"{low} AND {high}";
    }

    /// <param name="Low">The place before the first row, or null.</param>
    /// <param name="High">The place after the last row, or null.</param>
    /// <param name="Backward">Whether the list is walked from its end.</param>
    /// <param name="Limit">The largest number of rows.</param>
    /// <param name="Skip">The number of rows that are skipped first.</param>
    public sealed record Part(
        IReadOnlyList<long>? Low, IReadOnlyList<long>? High, bool Backward, int Limit, long Skip = 0);

    /// <summary>The place of a row, for cursors.</summary>
    public Cursor PlaceOf(Found found) => new(Order.Name, [.. found.Place]);

    /// <summary>A provider that the search found.</summary>
    /// <param name="Profile">The profile of the provider.</param>
    /// <param name="Place">The place of the provider in the order.</param>
    public sealed record Found(Profile Profile, IReadOnlyList<long> Place)
    {
        /// <summary>The first slot of the provider that can be reserved, if the search asks for slots.</summary>
        public FreeSlot? FirstSlot { get; init; }
    }
}
