using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Providers.Public;
using Kalends.Scheduling.Public;

namespace Kalends.Providers.Search;

/// <summary>Which providers are wanted and in which order, as statements.</summary>
/// <param name="Filter">Which, with its words looked up.</param>
/// <param name="Order">In which order.</param>
/// <param name="Way">Where to look for a page of them; null where the order's own index leads.</param>
/// <param name="WayToAll">Where to look for all of them; null where there is nothing but all providers.</param>
sealed record ProviderQuery(ProviderFilter Filter, ProviderOrder Order, WayIn? Way, WayIn? WayToAll = null)
{
    /// <summary>The filter in the one currency that its costs, or the order's, are compared in.</summary>
    public static ProviderFilter InCurrency(ProviderFilter filter, ProviderOrder order, Call call) =>
        filter.Currency is null && (filter.HasCost || order.IsByCost)
            ? filter with { Currency = call.Settings<ProvidersSettings>().Currency }
            : filter;

    /// <summary>Looks up what the filter's words mean, and where to look for its rows.</summary>
    /// <param name="session">Where.</param>
    /// <param name="filter">Which are wanted.</param>
    /// <param name="order">In which order.</param>
    /// <param name="call">Who asks.</param>
    /// <param name="all">Whether all of them will be wanted at once too, to be counted.</param>
    public static async ValueTask<ProviderQuery> Of(
        Session session, ProviderFilter filter, ProviderOrder order, Call call, bool all = false)
    {
        var found = await WayIn.Find(
            session, InCurrency(filter, order, call), all || order.Match is not null, order.IsByCost);
        return new(found.Filter, order, found.ToPage, found.ToAll);
    }

    /// <summary>Providers between two places, both exclusive, nearest to the end that is walked from.</summary>
    public ValueTask<List<Found>> Find(Session session, Part part)
    {
        var given = new Parameters();
        // The ids first: what a profile is gathered from is read for the rows of the page only.
        var sql = $"""
            SELECT {string.Join(", ", Order.Columns.Select((_, i) => $"found.key{i}"))}, {Profile.Columns}
            FROM (
                {From(Order.Keys, part, given)} AND {Within(part, given)}
                ORDER BY {Order.By(part.Backward, sorts: Way is not null)}
                LIMIT {given.Add(part.Limit)} OFFSET {given.Add(part.Skip)}
            ) AS found
            JOIN providers p ON p.id = found.{Order.IdKey}
            ORDER BY {Order.ByKeys(part.Backward)}
            """;
        return session.All(
            Sql.Shaped(sql), row => new Found(Profile.Read(row), Order.PlaceOf(row)), given.Values);
    }

    /// <summary>Whether a wanted provider stands at a place or on the far side of it.</summary>
    public async ValueTask<bool> HasBeyond(Session session, IReadOnlyList<long>? place, bool after)
    {
        if (place is null)
            return false;
        var given = new Parameters();
        var part = after ? new Part(place, null, false, 1) : new Part(null, place, true, 1);
        var sql = $"""
            {From("1 AS n", part, given)} AND {Order.Beyond(place, after, orThere: true, given)}
            ORDER BY {Order.By(part.Backward, sorts: Way is not null)}
            LIMIT 1
            """;
        return await session.Number(Sql.Shaped(sql), given.Values) is not null;
    }

    /// <summary>All of them, as rows of ids and costs.</summary>
    public string All(Parameters given) =>
        $"SELECT p.id, p.cost_rank, p.currency FROM providers p " +
        $"WHERE {Filter.Condition(given)} AND {WayToAll?.Hint(given) ?? "TRUE"}";

    // A score is worked out once for each who is wanted, before those of a page are cut from them.
    string From(string columns, Part part, Parameters given) => Order.Match is null
        ? $"SELECT {columns} FROM providers p WHERE {Filter.Condition(given)} AND {Lead(part, given)}"
        : $"""
            WITH scored AS MATERIALIZED (
                SELECT p.id, -({Order.Match.Expression(given, Filter.SkillIds)}) AS match_rank
                FROM providers p
                WHERE {Filter.Condition(given)} AND {WayToAll?.Hint(given) ?? "TRUE"}
            )
            SELECT {columns} FROM scored p WHERE TRUE
            """;

    string Lead(Part part, Parameters given) =>
        Way?.Hint(given) ?? Order.Stretch(Filter, part.Low is not null, part.High is not null, given);

    string Within(Part part, Parameters given)
    {
        var low = part.Low is null ? "TRUE" : Order.Beyond(part.Low, after: true, orThere: false, given);
        var high = part.High is null ? "TRUE" : Order.Beyond(part.High, after: false, orThere: false, given);
        return $"{low} AND {high}";
    }

    /// <param name="Low">The place before the first, or null.</param>
    /// <param name="High">The place after the last, or null.</param>
    /// <param name="Backward">Whether it is walked from its end.</param>
    /// <param name="Limit">How many, at most.</param>
    /// <param name="Skip">How many are passed over first.</param>
    public sealed record Part(
        IReadOnlyList<long>? Low, IReadOnlyList<long>? High, bool Backward, int Limit, long Skip = 0);

    /// <summary>What asks for the page that follows.</summary>
    public string Next(Found last) => new OrderCursor(Order.Name, last.Place).Write();

    /// <summary>A provider who was found.</summary>
    /// <param name="Profile">Who.</param>
    /// <param name="Place">Their place in the order.</param>
    public sealed record Found(Profile Profile, IReadOnlyList<long> Place)
    {
        /// <summary>The first slot of theirs that can be reserved, where that was asked for.</summary>
        public FreeSlot? FirstSlot { get; init; }
    }
}
