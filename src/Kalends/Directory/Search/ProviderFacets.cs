using System.Text;
using System.Text.Json.Serialization;
using Kalends.Platform.Storage;
using Kalends.Providers.Public;

namespace Kalends.Directory.Search;

/// <summary>The facets by which a search counts the providers that it finds.</summary>
enum ProviderFacet
{
    Skills,
    Cost,
}

/// <summary>The exact number of providers that a search finds, in all and by facet.</summary>
/// <param name="Total">The number of all providers that the search finds.</param>
/// <param name="Skills">The number of providers with each skill, the most frequent first; at most 100 skills.</param>
/// <param name="Cost">
/// The number of providers in each band of costs, the lowest first; empty bands are left out.
/// </param>
sealed record ProviderFacets(
    long Total,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    IReadOnlyList<ProviderFacets.SkillCount>? Skills,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    IReadOnlyList<ProviderFacets.CostBand>? Cost)
{
    /// <summary>The number of providers found that have a skill.</summary>
    /// <param name="Skill">The name of the skill.</param>
    /// <param name="Count">The number of providers.</param>
    public sealed record SkillCount(string Skill, long Count);

    /// <summary>The number of providers found whose cost of a day is in a band.</summary>
    /// <param name="Currency">The currency of the costs.</param>
    /// <param name="From">The lowest cost of the band, in minor units.</param>
    /// <param name="To">The lowest cost above the band.</param>
    /// <param name="Count">The number of providers.</param>
    public sealed record CostBand(string Currency, long From, long To, long Count);

    /// <summary>Counts all providers that a query finds, in one statement.</summary>
    public static async ValueTask<ProviderFacets> Count(
        Session session, ProviderQuery query, IReadOnlyCollection<ProviderFacet> wanted)
    {
        var given = new Parameters();
        var sql = $"""
            WITH {Found(query, given)}
            SELECT 'total' AS facet, '' AS name, 0 AS band, COUNT(*) AS n FROM found
            {(wanted.Contains(ProviderFacet.Skills) ? BySkill(query.WayToAll is not null) : "")}
            {(wanted.Contains(ProviderFacet.Cost) ? ByCost : "")}
            """;
        var rows = await session.All(Sql.Shaped(sql), Row.Read, given.Values);
        return Arranged(
            wanted, rows.Single(row => row.Facet == "total").Count,
            rows.Where(row => row.Facet == "skill").Select(row => new SkillCount(row.Name, row.Count)),
            rows.Where(row => row.Facet == "cost").Select(row => (row.Name, (int)row.Band, row.Count)));
    }

    // The query "found" of all matching providers, as rows of ids and costs.
    static string Found(ProviderQuery query, Parameters given)
    {
        var (filter, way) = (query.Filter, query.WayToAll);
        var hint = way?.Hint(given) ?? "TRUE";
        // Each is finished before it is counted; SQLite would find all providers anew for each count.
        if (!filter.HasCost || way?.IsRare == true)
            return $"""
                found AS MATERIALIZED (
                    SELECT p.id, p.cost_rank, p.currency FROM public_providers p
                    WHERE {filter.Condition(given, way)} AND {hint}
                )
                """;
        // The costs and ratings of many are read from their index faster than they are looked up one by one. The hint
        // is no join, so that PostgreSQL gathers its ids once and does not estimate how many they are.
        return $"""
            led AS MATERIALIZED (
                SELECT p.id, p.cost_rank, p.currency FROM public_providers p
                WHERE {filter.OfProvider(given)} AND {AccessPath.InCosts(filter, given)} AND ({hint}) IS TRUE
            ), found AS MATERIALIZED (
                SELECT p.id, p.cost_rank, p.currency FROM led p WHERE {filter.OfLists(given, way)}
            )
            """;
    }

    /// <summary>The same counts for providers that are already in memory.</summary>
    public static ProviderFacets Of(IReadOnlyList<Profile> found, IReadOnlyCollection<ProviderFacet> wanted) =>
        Arranged(
            wanted, found.Count,
            found.SelectMany(provider => provider.Skills)
                .GroupBy(skill => skill, (skill, held) => new SkillCount(skill, held.Count())),
            found.Where(provider => provider.Cost is not null)
                .GroupBy(provider => (Currency: provider.Currency!, Band: BandOf(provider.Cost!.Value)))
                .Select(band => (band.Key.Currency, band.Key.Band, (long)band.Count())));

    static ProviderFacets Arranged(
        IReadOnlyCollection<ProviderFacet> wanted, long total, IEnumerable<SkillCount> skills,
        IEnumerable<(string Currency, int Band, long Count)> bands) => new(
        total,
        !wanted.Contains(ProviderFacet.Skills) ? null : skills
            .OrderByDescending(one => one.Count).ThenBy(one => Encoding.UTF8.GetBytes(one.Skill), Bytes)
            .Take(SkillsMax).ToList(),
        !wanted.Contains(ProviderFacet.Cost) ? null : bands
            .OrderBy(one => one.Currency, StringComparer.Ordinal).ThenBy(one => one.Band)
            .Select(one => new CostBand(one.Currency, Bounds[one.Band], Bounds[one.Band + 1], one.Count)).ToList());

    const int SkillsMax = 100;

    static int BandOf(long cost) => Array.FindIndex(Bounds, 1, bound => cost < bound) - 1;

    // Texts are sorted as in statements: code points above U+FFFF come last, and not among the others.
    static readonly Comparer<byte[]> Bytes = Comparer<byte[]>.Create(
        (one, other) => one.AsSpan().SequenceCompareTo(other));

    sealed record Row(string Facet, string Name, long Band, long Count)
    {
        public static Row Read(Platform.Storage.Row row) =>
            new(row.Text("facet"), row.Text("name"), row.Long("band"), row.Long("n"));
    }

    /// <summary>
    /// The lower bounds of the bands: 0, then 1, 2 and 5 of each power of ten from a thousand minor units on.
    /// </summary>
    static readonly long[] Bounds = MakeBounds().ToArray();

    static IEnumerable<long> MakeBounds()
    {
        yield return 0;
        for (var power = 1000L; power <= Profile.CostMax; power *= 10)
            foreach (var step in (long[])[1, 2, 5])
                yield return step * power;
    }

    // SQLite would read the skills of all providers when only a few match; CROSS keeps the join in this order.
    static string BySkill(bool areFew) => $$"""
        UNION ALL
        SELECT 'skill', counted.name, 0, counted.n
        FROM (
            SELECT s.name AS name, held.n AS n
            FROM (
                SELECT h.skill_id, COUNT(*) AS n
                FROM found
                {{(areFew ? "CROSS JOIN" : ",")}} public_held_skills h
                WHERE h.provider_id = found.id
                GROUP BY h.skill_id
            ) AS held
            JOIN public_skills s ON s.id = held.skill_id
            ORDER BY held.n DESC, s.name {bytes}
            LIMIT {{SkillsMax}}
        ) AS counted
        """;

    static string Bands() => string.Join(' ', Bounds.Skip(1).Select((bound, i) =>
        $"WHEN found.cost_rank > -{bound} THEN {i}"));

    static readonly string ByCost = $"""
        UNION ALL
        SELECT 'cost', banded.currency, banded.band, COUNT(*)
        FROM (
            SELECT found.currency AS currency,
                   CASE {Bands()} END AS band
            FROM found
            WHERE found.cost_rank IS NOT NULL
        ) AS banded
        GROUP BY banded.currency, banded.band
        """;
}
