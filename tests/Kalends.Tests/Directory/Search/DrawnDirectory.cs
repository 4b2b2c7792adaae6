using Kalends.Directory.Search;
using Kalends.Platform.Storage;
using Kalends.Providers.Public;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Directory.Search;

/// <summary>A directory at random, many of whose providers are equal in what they are sorted by.</summary>
sealed record DrawnDirectory(IReadOnlyList<DrawnDirectory.One> All, IReadOnlyList<long> Organisations)
{
    public sealed record One(
        long Id, string Name, IReadOnlyList<string> Skills, long? Cost, string? Currency, long Sum, long Count,
        IReadOnlyList<DateRange> Ranges, IReadOnlyList<string> Languages, long? Organisation, bool Active);

    static readonly string[] Names =
    [
        "Anna Smith", "Annabel Smyth", "José Müller", "Jose Mueller", "Zoë Strasse", "Marta O'Neil", "Martha Ó Néill",
        "Ananya", "Physio Bern", "Łukasz Straße", "Jean-Luc Müller", "Łucja O’Neil-Müller",
    ];

    public static readonly string[] Skills =
        ["CBT", "cbt", "physiotherapy", "Physio", "counselling", "Counseling", "Addiction", "ADHD", "SEO", "Müsli 24"];

    public static readonly long[] Costs = [0, 999, 1000, 1999, 2000, 5000, 25_000];
    public static readonly string[] Tongues = ["en", "en-GB", "pt-BR", "PT", "de"];
    static readonly (long Sum, long Count)[] Ratings =
        [(0, 0), (0, 0), (0, 3), (500, 1), (450, 1), (900, 2), (1000, 3), (1001, 3), (500, 3), (333, 1), (1333, 4)];

    static readonly Dictionary<TestApp, DrawnDirectory> Made = [];

    /// <summary>Those that one statement sorts by, from what a directory knows by itself.</summary>
    public static readonly ProviderSort[] Sorts =
    [
        ProviderSort.Relevance, ProviderSort.Id, ProviderSort.Cost, ProviderSort.CostDesc, ProviderSort.Rating,
        ProviderSort.Mean,
    ];

    public static readonly DateOnly FirstDay = new(2030, 1, 1);

    public static T Pick<T>(Random random, IReadOnlyList<T> some) => some[random.Next(some.Count)];

    public static async Task<DrawnDirectory> Of(TestApp app)
    {
        if (Made.TryGetValue(app, out var made))
            return made;
        var random = new Random(1);
        var (all, organisations) = (new List<One>(), new List<long>());
        for (var i = 0; i < 2; i++)
            organisations.Add((await app.Admin.Post("/v1/organisations", new { name = Guid.NewGuid() })).Is(201).Id);
        for (var i = 0; i < 80; i++)
            all.Add(await Enter(app, random, organisations));
        // One who is deleted would be found by everything.
        var gone = await Enter(app, random, organisations);
        await Run(app, "UPDATE providers SET active = 0, deleted_at = 1 WHERE id = @id", ("id", gone.Id));
        return Made[app] = new(all, organisations);
    }

    public static Task Run(TestApp app, string sql, params (string, object?)[] values) =>
        app.OwnCall().Write(async session => await session.Run(new Sql(sql), values));

    static async Task<One> Enter(TestApp app, Random random, List<long> organisations)
    {
        var cost = random.Next(5) == 0 ? null : (long?)Pick(random, Costs);
        var (sum, count) = Pick(random, Ratings);
        var one = new One(
            0, Pick(random, Names), Skills.Where(_ => random.Next(3) == 0).OrderBy(_ => random.Next()).ToList(), cost,
            cost is null ? null : Pick(random, ["GBP", "GBP", "EUR", "USD"]), sum, count,
            Enumerable.Range(0, random.Next(4)).Select(_ => Range(random)).ToList(),
            Tongues.Where(_ => random.Next(3) == 0).ToList(), random.Next(3) == 0 ? Pick(random, organisations) : null,
            random.Next(8) > 0);
        var id = (await app.Admin.Post("/v1/providers", new
        {
            name = one.Name,
            skills = one.Skills,
            cost = one.Cost,
            currency = one.Currency,
            availability = one.Ranges.Select(range => new { from_date = range.FromDate, to_date = range.ToDate }),
            languages = one.Languages,
            organisation_id = one.Organisation,
            active = one.Active,
        })).Is(201).Id;
        await Run(app, "UPDATE providers SET rating_sum = @sum, rating_count = @count WHERE id = @id",
            ("sum", sum), ("count", count), ("id", id));
        return one with { Id = id };
    }

    public static DateRange Range(Random random)
    {
        var from = FirstDay.AddDays(random.Next(12));
        return new(from, from.AddDays(random.Next(5)));
    }

    /// <summary>Those that a filter finds, in the plainest way that there is.</summary>
    public IEnumerable<One> Found(ProviderFilter filter)
    {
        var currency = filter.Currency ?? ((filter.CostMin ?? filter.CostMax) is null ? null : "GBP");
        return All.Where(one => one.Active
            && (filter.Name is null || one.Name == filter.Name)
            && (filter.Text is null || HasText(one, filter.Text, Plain))
            && (filter.Skills is null || HasSkills(one, filter))
            && (currency is null || one.Currency == currency)
            && (filter.CostMin is null || one.Cost >= filter.CostMin)
            && (filter.CostMax is null || one.Cost <= filter.CostMax)
            && (filter.RatingMin is null || one.Sum >= filter.RatingMin * 100 * one.Count)
            && (filter.RatingMax is null || one.Sum <= filter.RatingMax * 100 * one.Count)
            && (filter.RatingMin is not > 0 || one.Count > 0)
            && (filter.FreeFrom is null || IsFree(one, new(filter.FreeFrom.Value, filter.FreeTo!.Value)))
            && (filter.AnyDates.Count == 0 || filter.AnyDates.Any(range => IsFree(one, range)
                || one.Ranges.Any(own => own.FromDate >= range.FromDate && own.ToDate <= range.ToDate)))
            && (filter.Language is null || one.Languages.Any(tag =>
                $"{tag}-".StartsWith($"{filter.Language}-", StringComparison.OrdinalIgnoreCase)))
            && (filter.OrganisationId is null || one.Organisation == filter.OrganisationId));
    }

    public static List<One> Sorted(IEnumerable<One> some, ProviderFilter filter, ProviderSort sort)
    {
        long? Cost(One one) => one.Currency == (filter.Currency ?? "GBP") ? one.Cost : null;
        // Who has no price at all comes last.
        int Foreign(One one) => Cost(one) is null ? Array.IndexOf(["EUR", "GBP", "SEK", "USD", null], one.Currency) : 0;
        return (sort switch
        {
            ProviderSort.Relevance =>
                some.OrderByDescending(one => filter.Text is null || HasText(one, filter.Text, Own)),
            ProviderSort.Cost => some.OrderBy(one => Cost(one) ?? long.MaxValue).ThenBy(Foreign),
            ProviderSort.CostDesc => some.OrderByDescending(one => Cost(one) ?? -1)
                .ThenByDescending(one => Cost(one) is null ? 0 : Mean(one)).ThenBy(Foreign),
            ProviderSort.Mean => some.OrderByDescending(Mean),
            // Ten reviews of 2.5 stand beside everybody's own, and what is left of millionths does not count.
            ProviderSort.Rating => some.OrderByDescending(one =>
                (10 * 250 + one.Sum) * 1_000_000 / (500 * (10 + one.Count))).ThenByDescending(one => one.Sum),
            _ => some.OrderBy(_ => 0),
        }).ThenBy(one => one.Id).ToList();
    }

    // Who has no review stands behind who has nothing but zeros.
    static decimal Mean(One one) => one.Count == 0 ? -1 : decimal.Divide(one.Sum, one.Count);

    static bool HasSkills(One one, ProviderFilter filter) => filter.SkillsMatch == SkillsMatch.All
        ? filter.Skills!.All(one.Skills.Contains)
        : filter.Skills!.Any(one.Skills.Contains);

    static bool IsFree(One one, DateRange wanted)
    {
        for (var day = wanted.FromDate; day <= wanted.ToDate; day = day.AddDays(1))
            if (!one.Ranges.Any(range => range.FromDate <= day && day <= range.ToDate))
                return false;
        return true;
    }

    // As it is written, only words that can be written otherwise count.
    static bool HasText(One one, string text, Func<string, string> form)
    {
        var own = Compounds(string.Join(' ', one.Skills.Append(one.Name)))
            .SelectMany(parts => parts.Concat(parts.Select((_, i) => string.Concat(parts.Skip(i)))))
            .SelectMany(word => (string[])[Own(word), Plain(word)]).ToList();
        return Compounds(text).All(parts => parts.Where(part => form == Plain || Own(part) != Plain(part)).All(part =>
            own.Exists(word => word.StartsWith(form(part), StringComparison.Ordinal)
                || word.StartsWith(form(string.Concat(parts)), StringComparison.Ordinal)
                || (form == Plain && Plain(part).Length >= 5 && Distance(Plain(part), word) <= 1))));
    }

    static IEnumerable<List<string>> Compounds(string text) => text.Split([' ', ','])
        .Select(word => word.Split(['-', '\'', '’', '–'], StringSplitOptions.RemoveEmptyEntries).ToList())
        .Where(parts => parts.Count > 0);

    static string Own(string word) => word.ToLowerInvariant().Replace("ß", "ss", StringComparison.Ordinal);

    static string Plain(string word) => string.Concat(Own(word).Select(letter => letter switch
    {
        'é' or 'ë' => 'e',
        'ü' => 'u',
        'ó' => 'o',
        'ł' => 'l',
        _ => letter,
    }));

    /// <summary>How many letters are put in, left out, replaced or change places with their neighbours.</summary>
    public static int Distance(string one, string other)
    {
        var cost = new int[one.Length + 1, other.Length + 1];
        for (var i = 0; i <= one.Length; i++)
            for (var j = 0; j <= other.Length; j++)
            {
                cost[i, j] = i == 0 ? j : j == 0 ? i : Math.Min(
                    Math.Min(cost[i - 1, j], cost[i, j - 1]) + 1,
                    cost[i - 1, j - 1] + (one[i - 1] == other[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1])
                    cost[i, j] = Math.Min(cost[i, j], cost[i - 2, j - 2] + 1);
            }
        return cost[one.Length, other.Length];
    }
}
