using System.Data.Common;
using Kalends.Directory.Search;
using Kalends.Providers.Public;

namespace Kalends.Bench.Kit;

/// <summary>Writes a directory into an empty database, table by table, as the use cases would have left it.</summary>
static class DirectoryLoad
{
    static readonly string[] Tables =
    [
        "providers", "provider_skills", "provider_languages", "provider_availability", "provider_days",
        "provider_words", "word_variants", "reviews",
    ];

    /// <summary>A SQLite file with a directory in it, made once.</summary>
    public static async Task<string> File(Workshop shop, int providers)
    {
        var made = shop.PathOf($"directory-{providers}.db");
        if (!System.IO.File.Exists(made))
            await Fill(made, providers);
        return made;
    }

    /// <summary>A connection string of a database of PostgreSQL with a directory in it, made once.</summary>
    public static async Task<string> Database(Workshop shop, int providers)
    {
        var cluster = await Cluster.Of(shop);
        var name = $"directory_{providers}";
        if (await cluster.Make(name))
            await Fill(cluster.Database(name), providers);
        return cluster.Database(name);
    }

    /// <summary>Fills an empty database with providers, and ten times as many reviews.</summary>
    /// <param name="database">The file, or the connection string.</param>
    /// <param name="providers">The number of providers.</param>
    /// <param name="year">The first day of the year in which their days begin; by default 2030.</param>
    public static async Task Fill(string database, int providers, DateOnly? year = null)
    {
        await using (var db = World.Open(database))
            await World.LetIn(db);
        await using var connection = await LedgerData.Connect(database);
        await Bulk.Load(connection, Tables, () => Write(connection, DirectoryData.All(providers, year)));
        await Bulk.Settle(connection, "providers", "skills", "reviews");
    }

    static async Task Write(DbConnection connection, List<DirectoryData.Provider> all)
    {
        await Bulk.Write(connection, "skills (id, name)", Numbered(DirectoryData.Skills)
            .Select(skill => new object?[] { skill.Number + 1L, skill.Value }));
        await Bulk.Write(connection, """
            providers (id, first_name, last_name, name, time_zone, owner_user_id, cost, currency, active, rating_sum,
                       rating_count, created_at, updated_at)
            """, all.Select(one => new object?[]
            {
                one.Id, one.Name, "", one.Name, "Europe/London", $"owner-{one.Id}", one.Cost, one.Currency,
                one.IsActive ? 1L : 0L, one.Published.Sum(rating => (long)rating), (long)one.Published.Count(), 0L, 0L,
            }));
        await Bulk.Write(connection, "provider_skills (provider_id, position, skill_id)", Each(all, one => one.Skills,
            (one, n, skill) => [one.Id, n, skill + 1L]));
        await Bulk.Write(connection, "provider_languages (provider_id, position, tag)", Each(all, one => one.Languages,
            (one, n, tag) => [one.Id, n, tag]));
        await Bulk.Write(connection, "provider_availability (provider_id, position, from_date, to_date)",
            Each(all, one => one.Availability, (one, n, range) =>
                [one.Id, n, $"{range.FromDate:yyyy-MM-dd}", $"{range.ToDate:yyyy-MM-dd}"]));
        await Bulk.Write(connection, "provider_days (provider_id, from_day, to_day, node)",
            Each(all, one => DateRange.Merged(one.Availability), (one, _, range) =>
                [one.Id, range.FirstDay(), range.LastDay(), DaysTree.NodeOf(range)]));
        await Bulk.Write(connection, "provider_words (provider_id, word)", Each(all, one => one.Words.All,
            (one, _, word) => [one.Id, word]));
        await Bulk.Write(connection, "word_variants (variant, word)", all.SelectMany(one => one.Words.Varied).Distinct()
            .SelectMany(word => SearchTerms.Variants(word).Select(variant => new object?[] { variant, word })));
        await Bulk.Write(connection, """
            reviews (id, provider_id, user_id, rating, state, created_at, ended_at)
            """, Reviews(all));
        await LedgerData.Run(connection, "DELETE FROM rating_totals");
        await LedgerData.Run(connection, """
            INSERT INTO rating_totals (stripe, rating_sum, rating_count)
            SELECT id % 64, SUM(rating_sum), SUM(rating_count) FROM providers GROUP BY id % 64
            """);
    }

    static IEnumerable<object?[]> Each<T>(
        List<DirectoryData.Provider> all, Func<DirectoryData.Provider, IEnumerable<T>> list,
        Func<DirectoryData.Provider, long, T, object?[]> row) =>
        all.SelectMany(one => Numbered(list(one)).Select(some => row(one, some.Number, some.Value)));

    static IEnumerable<(long Number, T Value)> Numbered<T>(IEnumerable<T> values) =>
        values.Select((value, n) => ((long)n, value));

    // The first reviews of all come first, then the second ones: those of one provider lie far apart, as in life.
    static IEnumerable<object?[]> Reviews(List<DirectoryData.Provider> all)
    {
        var id = 0L;
        var left = all;
        for (var n = 0; left.Count > 0; n++)
        {
            left = left.FindAll(one => one.Ratings.Count > n);
            foreach (var one in left)
            {
                var state = DirectoryData.Provider.StateOf(n);
                var at = ++id * 1_000_000;
                yield return
                [
                    id, one.Id, $"user-{(one.FirstUser + n) % DirectoryData.Users}", (long)one.Ratings[n], state, at,
                    state == "replaced" ? at + 1 : null,
                ];
            }
        }
    }
}
