using System.Text.RegularExpressions;
using Kalends.Directory.Search;
using Kalends.Platform.Storage;
using Kalends.Providers.Public;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Directory.Search;

/// <summary>
/// Words are looked up by an index, and pages are walked in the order's own index, however many providers there are.
/// </summary>
public abstract partial class PlanTests
{
    const string ByCurrency = "SEARCH p USING (COVERING )?INDEX providers_by_currency_rank .currency_rank";
    const string ById = "SCAN p(?! USING)|SEARCH p USING INTEGER PRIMARY KEY";

    static readonly HashSet<TestApp> Filled = [];

    readonly TestApp _app;

    protected PlanTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    /// <summary>What a plan must have in it, and whether it may sort.</summary>
    private protected sealed record Plan(string SqliteHas, string PostgresHas, bool Sorts = false);

    public static TheoryData<string> Searches() => [.. Cases.Keys];

    static readonly Dictionary<string, (ProviderSort Sort, int Stage, ProviderFilter Filter, Plan Plan)> Cases = new()
    {
        ["all"] = (ProviderSort.Relevance, 1, new(), new(ById, "providers_pkey")),
        ["a common word"] = (ProviderSort.Relevance, 1, new(Text: "common"), new(ById, "providers_pkey")),
        ["a rare word"] = (ProviderSort.Relevance, 1, new(Text: "rare77"),
            new("provider_words USING COVERING INDEX provider_words_by_word .word>", "provider_words_by_word", true)),
        ["a common word with accents, as typed"] = (ProviderSort.Relevance, 0, new(Text: "häufig"),
            new(ById, "providers_pkey")),
        ["a common word with accents, the others"] = (ProviderSort.Relevance, 1, new(Text: "häufig"),
            new(ById, "providers_pkey")),
        ["Chinese"] = (ProviderSort.Relevance, 1, new(Text: "李77"),
            new("provider_words USING COVERING INDEX provider_words_by_word .word>", "provider_words_by_word", true)),
        ["a rare word with accents"] = (ProviderSort.Relevance, 0, new(Text: "größe77"),
            new("provider_words USING COVERING INDEX provider_words_by_word .word>", "provider_words_by_word", true)),
        ["cost"] = (ProviderSort.Cost, 0, new(),
            new("SEARCH p USING (COVERING )?INDEX providers_by_cost .currency=", "providers_by_cost ")),
        ["cost, another currency"] = (ProviderSort.Cost, 1, new(),
            new(ByCurrency, "providers_by_currency_rank ")),
        ["cost, no price"] = (ProviderSort.CostDesc, 2, new(),
            new(ByCurrency, "providers_by_currency_rank ")),
        ["cost, highest first"] = (ProviderSort.CostDesc, 0, new(),
            new("SEARCH p USING (COVERING )?INDEX providers_by_cost_rank .currency=", "providers_by_cost_rank ")),
        ["mean"] = (ProviderSort.Mean, 0, new(),
            new("(SCAN|SEARCH) p USING (COVERING )?INDEX providers_by_rating_rank", "providers_by_rating_rank ")),
        // Of each number of reviews the best are looked up, and these are sorted.
        ["rating"] = (ProviderSort.Rating, 0, new(),
            new(@"(?s)^(?!.*SCAN p\b).*SEARCH p USING INDEX providers_by_rating_count .rating_count=",
                "(?s)^(?!.*Seq Scan on providers).*Index Cond: .*rating_count = .*\\.n", true)),
    };

    [Theory]
    [MemberData(nameof(Searches))]
    public async Task A_page_is_walked_by_an_index_from_its_start_and_from_any_place(string name)
    {
        await Fill();
        var (sort, stage, filter, plan) = Cases[name];
        var call = _app.OwnCall();
        var query = await call.Read(async session => await ProviderQuery.Of(
            session, filter, await ProviderOrder.Find(session, sort, filter, null, call), call));
        var page = await call.Read(async session => await query.Find(session, new(null, null, false, 20)));
        Assert.NotEmpty(page);
        var place = query.Order.Stages.Count == 1 ? page[^1].Place
            : [stage, .. Enumerable.Repeat(0L, query.Order.Stages[stage].Count)];

        foreach (var part in (ProviderQuery.Part[])
            [new(null, null, false, 20), new(null, null, true, 20), new(place, null, false, 20)])
        {
            var given = new Parameters();
            var text = await _app.Explain(Sql.Shaped(query.Places(stage, part, given)!), given.Values);
            Assert.Matches(_app is SqliteApp ? plan.SqliteHas : plan.PostgresHas, text);
            Assert.DoesNotMatch(Through(), text);
            if (!plan.Sorts)
                Assert.DoesNotMatch(Sort(), text);
        }
    }

    [Fact]
    public async Task Words_are_looked_up_and_counted_by_indexes()
    {
        await Fill();
        var filter = new ProviderFilter(
            Text: "common häufig 李77 o'rare counseling", Skills: ["a", "b"], CostMin: 5, Currency: "GBP");
        var given = new Parameters();

        var text = await _app.Explain(
            Sql.Shaped(AccessPath.LookUp(filter, AskedWord.Of(filter.Text!), given, 1000, true)), given.Values);

        Assert.DoesNotMatch(Through(), text);
        Assert.Matches("word_variants|v USING", text);
    }

    [Fact]
    public async Task Days_are_looked_up_by_indexes()
    {
        await Fill();
        var days = new DateRange(new(2027, 7, 9), new(2027, 7, 11));
        foreach (var filter in (ProviderFilter[])
            [new(FreeFrom: days.FromDate, FreeTo: days.ToDate), new() { AnyDates = [days, days] }])
        {
            var given = new Parameters();

            var text = await _app.Explain(
                Sql.Shaped(AccessPath.LookUp(filter, [], given, 20_000, true)), given.Values);

            Assert.DoesNotMatch(Through(), text);
            foreach (var index in (string[])["provider_days_to", "provider_days_from"])
                Assert.Contains(index, text, StringComparison.Ordinal);
            Assert.Equal(
                filter.AnyDates.Count > 0, text.Contains("provider_availability_by_date", StringComparison.Ordinal));
        }
    }

    async Task Fill()
    {
        if (!Filled.Add(_app))
            return;
        const string Numbers = """
            WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 20000)
            """;
        // Half have no price, or one that does not compare.
        await _app.Repair($"""
            {Numbers}
            INSERT INTO providers (first_name, last_name, name, time_zone, owner_user_id, cost, currency, active,
                rating_sum, rating_count, created_at, updated_at)
            SELECT 'a', '', 'a', 'UTC', 'o', CASE n % 4 WHEN 0 THEN NULL ELSE n % 1000 END,
                   CASE n % 4 WHEN 0 THEN NULL WHEN 1 THEN 'EUR' ELSE 'GBP' END, 1, 100 * (n % 5) * (n % 7), n % 7,
                   1, 1
            FROM numbers
            """);
        // One day each, which is its own node.
        await _app.Repair("""
            INSERT INTO provider_days (provider_id, from_day, to_day, node)
            SELECT id, id % 30000, id % 30000, id % 30000 + 719163 FROM providers
            """);
        await _app.Repair("""
            INSERT INTO provider_availability (provider_id, position, from_date, to_date)
            SELECT id, 0, CAST(id % 9000 + 1000 AS TEXT) || '-01-01', CAST(id % 9000 + 1000 AS TEXT) || '-01-01'
            FROM providers
            """);
        foreach (var word in (string[])
            ["'common'", "'haufig'", "'rare' || id", "'李' || id", "'grösse' || id", "'grosse' || id"])
            await _app.Repair($"INSERT INTO provider_words (provider_id, word) SELECT id, {word} FROM providers");
        await _app.Repair(
            "INSERT INTO provider_words (provider_id, word) SELECT id, 'häufig' FROM providers WHERE id % 2 = 0");
        await _app.Repair("INSERT INTO word_variants (variant, word) SELECT 'rare' || id, 'rare' || id FROM providers");
        if (_app is PostgresApp)
            foreach (var table in (string[])["providers", "provider_words", "word_variants"])
                await _app.Repair($"VACUUM ANALYZE {table}");
    }

    // A table that is read through.
    [GeneratedRegex("SCAN (provider_words|word_variants|h|v)\\b|Seq Scan on (provider_words|word_variants)")]
    private static partial Regex Through();

    [GeneratedRegex("TEMP B-TREE|Sort Key")]
    private static partial Regex Sort();
}

public sealed class PlanTestsOnSqlite(SqliteApp app) : PlanTests(app), IClassFixture<SqliteApp>;

public sealed class PlanTestsOnPostgres(PostgresApp app) : PlanTests(app), IClassFixture<PostgresApp>;
