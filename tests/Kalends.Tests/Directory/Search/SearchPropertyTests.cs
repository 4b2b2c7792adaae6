using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kalends.Directory.Search;
using Kalends.Platform.Storage;
using Kalends.Tests.GraphQL;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Directory.Search;

/// <summary>Random filters, orders and walks, held against the plainest evaluation that there is.</summary>
public abstract class SearchPropertyTests
{
    static readonly int Runs = int.Parse(Environment.GetEnvironmentVariable("KALENDS_HISTORIES") ?? "12") * 6;

    readonly TestApp _app;

    protected SearchPropertyTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task Any_filter_finds_what_it_says_whichever_way_leads_to_it()
    {
        var directory = await DrawnDirectory.Of(_app);
        for (var seed = 0; seed < Runs; seed++)
        {
            var random = new Random(seed);
            var (filter, sort) = (Filter(random, directory), DrawnDirectory.Pick(random, DrawnDirectory.Sorts));
            var expected = DrawnDirectory.Sorted(directory.Found(filter), filter, sort).ConvertAll(one => one.Id);

            var query = await _app.OwnCall().Read(async session => await ProviderQuery.Of(
                session, filter, await ProviderOrder.Find(session, sort, filter, null, _app.OwnCall()),
                _app.OwnCall()));

            foreach (var way in new[] { query, query with { Way = null, WayToTyped = null, WayToAll = null } })
                Same(seed, filter, sort, expected, await Walk(way, random.Next(1, 30), random.Next(2) == 0));
        }
    }

    [Fact]
    public async Task Pages_over_REST_are_the_same_list_with_exact_counts()
    {
        var directory = await DrawnDirectory.Of(_app);
        for (var seed = 0; seed < Runs; seed++)
        {
            var random = new Random(seed);
            var (filter, sort) = (Filter(random, directory) with { AnyDates = [] },
                DrawnDirectory.Pick(random, DrawnDirectory.Sorts));
            var expected = DrawnDirectory.Sorted(directory.Found(filter), filter, sort);
            var (seen, body) = (new List<long>(), Body(filter));
            (body["order"], body["limit"]) = (EnumText.Of(sort), random.Next(1, 30));
            body["facets"] = new JsonArray("skills", "cost");
            do
            {
                var page = random.Next(2) == 0
                    ? (await _app.Admin.Post("/v1/providers/search", body.ToJsonString())).Is(200)
                    : (await _app.Admin.Get("/v1/providers?" + Query(body))).Is(200);
                seen.AddRange(page["items"]!.AsArray().Select(item => (long)item!["id"]!));
                Assert.Equal(Facets(expected), page["facets"]!.ToJsonString());
                body["cursor"] = (string?)page["next"];
            }
            while (body["cursor"] is not null);
            Same(seed, filter, sort, expected.ConvertAll(one => one.Id), seen);
        }
    }

    [Fact]
    public async Task Counts_are_exact_whichever_way_leads_to_them()
    {
        var (directory, call, ledByIds) = (await DrawnDirectory.Of(_app), _app.OwnCall(), 0);
        ProviderFacet[] all = [ProviderFacet.Skills, ProviderFacet.Cost];
        for (var seed = 0; seed < Runs; seed++)
        {
            var random = new Random(seed);
            var filter = Filter(random, directory) with
            {
                Name = null,
                CostMin = DrawnDirectory.Pick(random, DrawnDirectory.Costs),
                Skills = [.. Enumerable.Range(0, 2).Select(_ => DrawnDirectory.Pick(random, DrawnDirectory.Skills))],
            };
            var expected = Facets(DrawnDirectory.Sorted(directory.Found(filter), filter, ProviderSort.Id));

            var query = await call.Read(async session => await ProviderQuery.Of(
                session, filter, ProviderOrder.Of(ProviderSort.Id), call, all: true));
            ledByIds += query.WayToAll?.Says is null ? 0 : 1;
            foreach (var way in (AccessPath?[])[query.WayToAll, null, query.WayToAll! with { IsRare = false }])
            {
                var counts = await call.Read(async session => await ProviderFacets.Count(
                    session, query with { WayToAll = way }, all));
                Assert.Equal(expected, JsonSerializer.SerializeToNode(counts, Platform.Json.Options)!.ToJsonString());
            }
        }
        Assert.NotEqual(0, ledByIds);
    }

    [Fact]
    public async Task Pages_over_GraphQL_are_the_same_list_from_both_ends()
    {
        var directory = await DrawnDirectory.Of(_app);
        for (var seed = 0; seed < Runs / 2; seed++)
        {
            var random = new Random(seed);
            var (filter, sort) = (Filter(random, directory) with { AnyDates = [] },
                DrawnDirectory.Pick(random, DrawnDirectory.Sorts));
            var expected = DrawnDirectory.Sorted(directory.Found(filter), filter, sort).ConvertAll(one => one.Id);
            var (seen, backward, place) = (new List<long>(), random.Next(2) == 0, (string?)null);
            var (arguments, size) = (Arguments(filter, sort), random.Next(1, 30));
            do
            {
                var range = $"{(backward ? "last" : "first")}: {size}, " +
                    $"{(backward ? "before" : "after")}: {(place is null ? "null" : $"\"{place}\"")}";
                var page = (await _app.Admin.Ask(
                    $"{{ providers({arguments}{range}) {{ edges {{ node {{ providerId }} }} " +
                    "pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }")).Data()["providers"]!;
                var (ids, info) = (page["edges"]!.AsArray()
                    .Select(edge => long.Parse((string)edge!["node"]!["providerId"]!)).ToList(), page["pageInfo"]!);
                seen.InsertRange(backward ? 0 : seen.Count, ids);
                var (more, behind) = (seen.Count < expected.Count, seen.Count > ids.Count);
                Assert.Equal(backward ? (behind, more) : (more, behind),
                    ((bool)info["hasNextPage"]!, (bool)info["hasPreviousPage"]!));
                place = more && ids.Count > 0 ? (string?)info[backward ? "startCursor" : "endCursor"] : null;
            }
            while (place is not null);
            Same(seed, filter, sort, expected, seen);
        }
    }

    [Fact]
    public void Words_are_near_exactly_where_one_edit_makes_one_of_the_other()
    {
        var random = new Random(7);
        for (var run = 0; run < 20_000; run++)
        {
            var (one, other) = (Word(random), Word(random));
            if (random.Next(3) > 0)
                other = Edited(random, random.Next(2) == 0 ? one : Edited(random, one));
            var isNear = DrawnDirectory.Distance(one, other) <= 1;
            Assert.True(isNear == SearchTerms.AreNear(one, other), $"{one} {other}");
            if (isNear)
                Assert.NotEmpty(SearchTerms.Variants(one).Intersect(SearchTerms.Variants(other)));
        }

        static string Word(Random random) =>
            string.Concat(Enumerable.Range(0, random.Next(1, 7)).Select(_ => (char)('a' + random.Next(3))));
    }

    async Task<List<long>> Walk(ProviderQuery query, int size, bool backward)
    {
        var (seen, place) = (new List<long>(), (IReadOnlyList<long>?)null);
        while (true)
        {
            var part = new ProviderQuery.Part(backward ? null : place, backward ? place : null, backward, size);
            var rows = await _app.OwnCall().Read(async session => await query.Find(session, part));
            seen.AddRange(rows.Select(row => row.Profile.Id));
            if (rows.Count < size)
                break;
            place = rows[^1].Place;
        }
        if (backward)
            seen.Reverse();
        return seen;
    }

    static void Same(
        int seed, ProviderFilter filter, ProviderSort sort, List<long> expected, List<long> seen) =>
        Assert.True(expected.SequenceEqual(seen),
            $"Seed {seed}, {JsonSerializer.Serialize(filter)} by {sort}:\n" +
            $"{string.Join(' ', expected)} was expected,\n{string.Join(' ', seen)} came.");

    static ProviderFilter Filter(Random random, DrawnDirectory directory)
    {
        bool Often(int times) => random.Next(times) == 0;
        var cost = Two(random, DrawnDirectory.Costs);
        var rating = Two(random, (decimal[])[0, 0.01m, 3.33m, 3.34m, 4.5m, 5]);
        var free = Often(4) ? DrawnDirectory.Range(random) : null;
        return new ProviderFilter(
            Name: Often(12) ? DrawnDirectory.Pick(random, directory.All).Name : null,
            Text: Often(3) ? Text(random, directory) : null,
            Skills: Often(3) ? Enumerable.Range(0, random.Next(1, 4))
                .Select(_ => DrawnDirectory.Pick(random, [.. DrawnDirectory.Skills, "nobody's"])).ToList() : null,
            SkillsMatch: DrawnDirectory.Pick(random, Enum.GetValues<SkillsMatch>()),
            CostMin: Often(4) ? cost.Low : null,
            CostMax: Often(4) ? cost.High : null,
            Currency: Often(6) ? DrawnDirectory.Pick(random, ["GBP", "EUR", "SEK"]) : null,
            RatingMin: Often(4) ? rating.Low : null,
            RatingMax: Often(4) ? rating.High : null,
            FreeFrom: free?.FromDate,
            FreeTo: free?.ToDate,
            Language: Often(6) ? DrawnDirectory.Pick(random, [.. DrawnDirectory.Tongues, "pt", "fr", "EN"]) : null,
            OrganisationId: Often(8) ? DrawnDirectory.Pick(random, [.. directory.Organisations, 999_999]) : null)
        {
            AnyDates = Often(4)
                ? Enumerable.Range(0, random.Next(1, 4)).Select(_ => DrawnDirectory.Range(random)).ToList()
                : [],
        };
    }

    static (T Low, T High) Two<T>(Random random, T[] sorted)
    {
        var low = random.Next(sorted.Length);
        return (sorted[low], sorted[random.Next(low, sorted.Length)]);
    }

    // Words as providers have them, beginnings of those, and some with an edit or two.
    static string Text(Random random, DrawnDirectory directory) => string.Join(
        DrawnDirectory.Pick(random, [" ", ", ", " – "]), Enumerable.Range(0, random.Next(1, 3)).Select(_ =>
        {
            var one = DrawnDirectory.Pick(random, directory.All);
            var words = string.Join(' ', one.Skills.Append(one.Name)).Split(' ');
            var word = DrawnDirectory.Pick(random, words);
            return random.Next(5) switch
            {
                0 => word[..random.Next(1, word.Length + 1)],
                1 or 2 => Edited(random, word),
                3 => Edited(random, Edited(random, word)),
                _ => word.ToUpperInvariant(),
            };
        }));

    static string Edited(Random random, string word)
    {
        var at = random.Next(word.Length);
        return random.Next(4) switch
        {
            0 when word.Length > 1 => word.Remove(at, 1),
            1 => word.Insert(at, "x"),
            2 when at > 0 => word.Remove(at, 1).Insert(at - 1, word[at].ToString(CultureInfo.InvariantCulture)),
            _ => word.Remove(at, 1).Insert(at, "q"),
        };
    }

    static JsonObject Body(ProviderFilter filter)
    {
        var body = JsonSerializer.SerializeToNode(filter, Platform.Json.Options)!.AsObject();
        foreach (var (name, value) in body.ToList())
            if (value is null || !Known.Contains(name))
                body.Remove(name);
        return body;
    }

    static readonly HashSet<string> Known =
    [
        "name", "text", "skills", "skills_match", "cost_min", "cost_max", "currency", "rating_min", "rating_max",
        "free_from", "free_to", "language", "organisation_id",
    ];

    static string Query(JsonObject body) => string.Join('&', body
        .Where(member => member.Value is not null)
        .SelectMany(member => member.Value is JsonArray list && member.Key != "facets"
            ? list.Select(each => $"{member.Key}={Uri.EscapeDataString((string)each!)}")
            : [$"{member.Key}={(member.Key == "facets" ? "skills,cost" : Uri.EscapeDataString($"{member.Value}"))}"]));

    static string Arguments(ProviderFilter filter, ProviderSort sort) =>
        string.Concat(Body(filter).Select(member =>
        {
            var name = JsonNamingPolicy.CamelCase.ConvertName(
                string.Concat(member.Key.Split('_').Select(part => char.ToUpperInvariant(part[0]) + part[1..])));
            var value = name == "skillsMatch" ? $"{member.Value}".ToUpperInvariant()
                : name == "organisationId" ? $"\"{member.Value}\""
                : member.Value!.ToJsonString();
            return $"{name}: {value}, ";
        })) + $"order: {EnumText.Of(sort).ToUpperInvariant()}, ";

    static string Facets(List<DrawnDirectory.One> found)
    {
        var skills = found.SelectMany(one => one.Skills).GroupBy(skill => skill)
            .OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => new { skill = group.Key, count = group.Count() });
        long[] bounds = [0, 1000, 2000, 5000, 10_000, 20_000, 50_000];
        var cost = found.Where(one => one.Cost is not null)
            .GroupBy(one => (one.Currency, Band: bounds.Count(bound => bound <= one.Cost) - 1))
            .OrderBy(group => group.Key.Currency, StringComparer.Ordinal).ThenBy(group => group.Key.Band)
            .Select(group => new
            {
                currency = group.Key.Currency,
                from = bounds[group.Key.Band],
                to = bounds[group.Key.Band + 1],
                count = group.Count(),
            });
        return JsonSerializer.SerializeToNode(new { total = found.Count, skills, cost }, Platform.Json.Options)!
            .ToJsonString();
    }
}

public sealed class SearchPropertyTestsOnSqlite(SqliteApp app) : SearchPropertyTests(app), IClassFixture<SqliteApp>;

public sealed class SearchPropertyTestsOnPostgres(PostgresApp app)
    : SearchPropertyTests(app), IClassFixture<PostgresApp>;
