using System.Text.Json;
using Kalends.Bench.Kit;

namespace Kalends.Bench;

/// <summary>Searching a directory of 100,000 providers and a million reviews, on both engines.</summary>
static class DirectorySearches
{
    const int Pages = 1000;

    const string BareLimit = """
        The reference is one statement by hand with everything that is asked written into it, so that the planner knows
        it, prepared, its rows read and thrown away: ids first, then what belongs to the page. What comes on top are the
        request, its token and log, finding out where to look, and 20 profiles as objects and as JSON; and wrk, on the
        same processors. Turns of the benches of the directory take a second each.
        """;

    const string OriginalLimit = """
        One statement that joins skills, ranges and reviews, groups by provider and compares the mean of the reviews,
        with LIMIT and OFFSET; then for each of the 20 rows its skills, its ranges and its reviews. All on the product's
        tables and indexes, through the bare driver and prepared, without HTTP or objects.
        """;

    const string FacetsLimit = """
        A page needs the first 20 that fit, and the index of its order meets them among its first 500. Counts need all
        1,300 that fit: for them 36,000 entries of the index of costs and ratings are read, and the ids of the 20,000
        who have one of the skills; then the days of 2,700, and the skills of the 1,300. Of rare skills a page looks at
        all as well.
        """;

    const string DeepLimit = """
        A page begins behind the last row of the page before, which the index of its order finds at once.
        """;

    const string NobodyLimit = """
        The index of days says at once that nobody is left.
        """;

    const string TextLimit = """
        The beginning of a first name, and a last name with a letter left out. The reference looks under the same
        variants in one statement, and does not look whether a word that it meets there is really one edit away.
        """;

    public static async Task<IReadOnlyList<Figure>> Run(Workshop shop) =>
    [
        .. await On(shop, "SQLite", await DirectoryLoad.File(shop, DirectoryData.ProvidersAtFull)),
        .. await On(shop, "PostgreSQL", await DirectoryLoad.Database(shop, DirectoryData.ProvidersAtFull)),
    ];

    static async Task<IReadOnlyList<Figure>> On(Workshop shop, string engine, string database)
    {
        await using var server = await DirectoryServer.Start(shop, database);
        var (usual, wide) = (DirectoryQuestion.Usual, DirectoryQuestion.Wide);
        var (bare, original) = (DirectorySql.Search(usual), DirectoryOriginal.Search(usual));
        var (beginning, edited) = Words();
        var text = $"/v1/providers?limit={DirectoryQuestion.PageSize}&text={beginning}%20{edited}";
        var readings = await Check(server, database, (bare, original), (text, DirectorySql.Text(beginning, edited)));

        var rates = await Rounds.Turns(shop, DirectoryServer.Turn,
        [
            server.Ask("search", usual.Search()),
            DirectoryServer.Bare(database, asker => asker.Read(bare)),
            DirectoryServer.Bare(database, asker => DirectoryOriginal.Page(asker, original)),
            server.Ask("facets", usual.Search() + "&facets=skills&facets=cost"),
            server.Ask("page 1", wide.Search()),
            server.Ask("page 1,000", await PageThousand(server, wide)),
            server.Ask("text", text),
            DirectoryServer.Bare(database, asker => asker.Read(DirectorySql.Text(beginning, edited))),
            server.Ask("nobody", DirectoryQuestion.Nobody.Search()),
        ]);

        var search = $"search of 100,000 providers, any of 3 skills, cost, dates, rating, by cost, {engine}";
        return
        [
            server.WithLatency(Figure.AtLeast(0.5, search, "the same as one statement by hand, 4 tasks without HTTP",
                new Rounds(rates[0], rates[1]), BareLimit), "search"),
            Figure.AtLeast(20, $"{search}, against the original's shape",
                "one statement and three a row, 4 tasks without HTTP", new Rounds(rates[0], rates[2]),
                $"{OriginalLimit} {readings}"),
            server.WithLatency(Figure.AtMost(5, $"{search}, with counts by skill and cost", "the same without counts",
                new Rounds(rates[3], rates[0]), FacetsLimit), "facets"),
            server.WithLatency(Figure.AtLeast(0.8, $"page 1,000 of 20 providers by cursor, the same filters, {engine}",
                "page 1", new Rounds(rates[5], rates[4]), DeepLimit), "page 1,000"),
            server.WithLatency(Figure.AtLeast(0.5, $"search by text with an edit, {engine}",
                "the same as one statement by hand, 4 tasks without HTTP", new Rounds(rates[6], rates[7]),
                TextLimit), "text"),
            server.WithLatency(Figure.AtMost(3, $"{search}, on days on which nobody can work", "of a search that finds",
                new Rounds(rates[8], rates[0]), NobodyLimit), "nobody"),
        ];
    }

    /// <summary>Two words as somebody might ask for a provider whose name is not quite remembered.</summary>
    static (string Beginning, string Edited) Words()
    {
        var one = DirectoryData.All(100).First(one => one.Last.Length >= 8);
        return (one.First[..3].ToLowerInvariant(), one.Last.Remove(3, 1).ToLowerInvariant());
    }

    // All must have found the same; and what the other readings of the original's shape take.
    static async Task<string> Check(
        DirectoryServer server, string database, (string Bare, string Original) search, (string Path, string Bare) text)
    {
        await using var asker = await Asker.Open(database);
        var found = Ids(await server.Answer(DirectoryQuestion.Usual.Search()));
        DirectoryServer.MustBeSame("search", found, await asker.Read(search.Bare));
        DirectoryServer.MustBeSame("search", found, await DirectoryOriginal.Page(asker, search.Original));
        DirectoryServer.MustBeSame("text", Ids(await server.Answer(text.Path)), await asker.Read(text.Bare));

        var grouped = await DirectoryOriginal.Milliseconds(asker, search.Original);
        var derived = await DirectoryOriginal.Milliseconds(
            asker, DirectoryOriginal.SearchDerived(DirectoryQuestion.Usual));
        var nested = await DirectoryOriginal.Milliseconds(
            asker, DirectoryOriginal.SearchNested(DirectoryQuestion.Usual));
        return $"By itself the first statement takes {grouped:0} ms; with the means of all in a derived table it " +
            $"would be {derived:0} ms; without joins, and with the mean of a provider worked out when an index on " +
            $"the cost, which the original is not known to have had, comes to it, {nested:0.0} ms.";
    }

    public static IReadOnlyList<long> Ids(JsonElement page) =>
        page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetInt64()).ToList();

    static async Task<string> PageThousand(DirectoryServer server, DirectoryQuestion asked)
    {
        var cursor = "";
        // In large steps; the last ones are small, where large ones do not end on the page.
        const int before = (Pages - 1) * DirectoryQuestion.PageSize;
        for (var (at, step) = (0, 0); at < before; at += step)
        {
            step = Math.Min(100, before - at);
            cursor = "&cursor=" + Uri.EscapeDataString(
                (await server.Answer(asked.Search(step) + cursor)).GetProperty("next").GetString()!);
        }
        var page = asked.Search() + cursor;
        return Ids(await server.Answer(page)).Count == DirectoryQuestion.PageSize
            ? page
            : throw new InvalidOperationException("There is no page 1,000.");
    }
}
