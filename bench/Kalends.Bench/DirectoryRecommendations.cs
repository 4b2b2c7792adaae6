using System.Text.Json;
using Kalends.Bench.Kit;

namespace Kalends.Bench;

/// <summary>Recommending of 100,000 providers with a million reviews, in both orders, on both engines.</summary>
static class DirectoryRecommendations
{
    const string Path = "/v1/providers/recommend";

    const string CostLimit = """
        As the search: the reference is one statement by hand. Its score explains every item of the answer, which is
        worked out and written for the 20 of the page.
        """;

    const string OriginalLimit = """
        The shape is that of the search: one statement that joins, groups and compares the means, ordered by cost and
        mean, and three statements for each row. It asks whether one range as given covers the dates, and not whether
        several do together or one lies inside them, which would cost it more.
        """;

    const string MatchLimit = """
        No index has the scores, which depend on what is asked: all who fit are scored, about 1,400, on both sides, and
        sorted for the first 20.
        """;

    public static async Task<IReadOnlyList<Figure>> Run(Workshop shop) =>
    [
        .. await On(shop, "SQLite", await DirectoryLoad.File(shop, DirectoryData.ProvidersAtFull)),
        .. await On(shop, "PostgreSQL", await DirectoryLoad.Database(shop, DirectoryData.ProvidersAtFull)),
    ];

    static async Task<IReadOnlyList<Figure>> On(Workshop shop, string engine, string database)
    {
        await using var server = await DirectoryServer.Start(shop, database);
        var asked = DirectoryQuestion.Usual;
        var (cost, match) = (await Body(shop, asked, "cost"), await Body(shop, asked, "match"));
        var (byCost, byMatch) = (DirectorySql.RecommendByCost(asked), DirectorySql.RecommendByMatch(asked));
        await using (var asker = await Asker.Open(database))
        {
            DirectoryServer.MustBeSame(
                "recommend by cost", Ids(await server.Answer(Path, cost)), await asker.Read(byCost));
            DirectoryServer.MustBeSame(
                "recommend by match", Ids(await server.Answer(Path, match)), await asker.Read(byMatch));
        }

        var rates = await Rounds.Turns(shop, DirectoryServer.Turn,
        [
            server.Ask("cost", Path, cost),
            DirectoryServer.Bare(database, asker => asker.Read(byCost)),
            DirectoryServer.Bare(database, asker => DirectoryOriginal.Page(asker, DirectoryOriginal.Recommend(asked))),
            server.Ask("match", Path, match),
            DirectoryServer.Bare(database, asker => asker.Read(byMatch)),
        ]);
        var recommend = $"recommend of 100,000 providers for 3 skills, budget, dates, rating, {engine}";
        return
        [
            server.WithLatency(Figure.AtLeast(0.5, $"{recommend}, by cost",
                "the same as one statement by hand, 4 tasks without HTTP", new Rounds(rates[0], rates[1]),
                CostLimit), "cost"),
            Figure.AtLeast(20, $"{recommend}, by cost, against the original's shape",
                "one statement and three a row, 4 tasks without HTTP", new Rounds(rates[0], rates[2]), OriginalLimit),
            server.WithLatency(Figure.AtLeast(0.5, $"{recommend}, by match",
                "the same as one statement by hand, 4 tasks without HTTP", new Rounds(rates[3], rates[4]),
                MatchLimit), "match"),
        ];
    }

    static async Task<string> Body(Workshop shop, DirectoryQuestion asked, string order)
    {
        var file = shop.PathOf($"recommend-{order}.json");
        await File.WriteAllBytesAsync(file, asked.Recommend(order));
        return file;
    }

    static List<long> Ids(JsonElement page) => page.GetProperty("items").EnumerateArray()
        .Select(item => item.GetProperty("provider").GetProperty("id").GetInt64()).ToList();
}
