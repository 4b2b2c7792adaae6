using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using Kalends.Directory.Matching;
using Kalends.Platform.Storage;
using Kalends.Providers.Public;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Directory;

/// <summary>The score as a value: fractions of numbers without bounds are what it is held against.</summary>
public sealed class ScoreValueTests
{
    [Fact]
    public void Any_score_is_the_weighted_fractions_and_its_parts_add_up() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            var (match, provider) = (Matches.Any(random), Matches.Anybody(random));
            var score = match.Of(provider);
            var parts = Matches.PartsOf(score).ToList();

            Assert.Equal(score.Total, parts.Sum(part => part.Points));
            Assert.InRange(score.Total, 0, Match.Whole);
            Assert.All(parts, part => Assert.InRange(part.Value, 0, Match.Whole));
            Assert.All(parts, part => Assert.InRange(part.Points, 0, Match.Whole));
            Assert.Equal(Matches.Plainly(match, provider), score.Total);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Fact]
    public void Many_good_reviews_beat_one_perfect_review()
    {
        var match = new Match(new MatchWeights(), SiteMean.Of(400, 1), ["a"], new Price(100, 1), []);
        var somebody = Matches.Anybody(new Random(1)) with { Skills = ["a"], Cost = 50 };

        var many = match.Of(somebody with { Rating = new Rating(450 * 20_000, 20_000) });
        var one = match.Of(somebody with { Rating = new Rating(500, 1) });
        var none = match.Of(somebody with { Rating = new Rating(0, 0) });

        Assert.True(many.Total > one.Total && one.Total > none.Total, $"{many} {one} {none}");
        Assert.Equal(800_000, none.Parts.Rating.Value);
    }

    [Fact]
    public void Who_fits_in_everything_has_it_all_and_who_fits_in_nothing_has_none()
    {
        var days = new DateRange(new(2030, 1, 1), new(2030, 1, 7));
        var match = new Match(
            new MatchWeights { Skills = 1, Price = 1, Rating = 0, Dates = 1 }, SiteMean.Neutral, ["a", "b", "c"],
            new Price(100, 2), [days]);
        var somebody = Matches.Anybody(new Random(1));

        var best = match.Of(somebody with { Skills = ["c", "x", "b", "a"], Cost = 0, Availability = [days] });
        var worst = match.Of(somebody with { Skills = ["x"], Cost = 50, Availability = [] });

        Assert.Equal((Match.Whole, 333_333, 333_333, 333_334),
            (best.Total, best.Parts.Skills!.Points, best.Parts.Price!.Points, best.Parts.Dates!.Points));
        Assert.Equal(0, worst.Total);
        Assert.Equal(["c", "b", "a"], match.MatchedSkills(somebody with { Skills = ["c", "x", "b", "a"] }));
    }

    [Fact]
    public void What_was_not_asked_for_has_no_part_and_takes_no_weight()
    {
        var provider = Matches.Anybody(new Random(1)) with { Rating = new Rating(500 * 90, 90) };

        var score = new Match(new MatchWeights(), SiteMean.Of(0, 1), [], null, []).Of(provider);

        Assert.Equal(new Score(900_000, new(null, null, new(900_000, 25, 900_000), null)), score);
        Assert.Equal(0, new Match(new MatchWeights { Rating = 0 }, SiteMean.Neutral, [], null, []).Of(provider).Total);
    }

    [Fact]
    public void Other_weights_have_another_name()
    {
        var weights = new MatchWeights();

        Assert.Matches("^[0-9a-f]{8}$", weights.Version);
        Assert.Equal(weights.Version, new MatchWeights().Version);
        Assert.Equal(6, ((MatchWeights[])
        [
            weights, weights with { Skills = 41 }, weights with { Price = 41 }, weights with { Rating = 41 },
            weights with { Dates = 41 }, weights with { RatingPrior = 11 },
        ]).Select(one => one.Version).Distinct().Count());
    }
}

/// <summary>Both engines come to the very scores that the program explains.</summary>
public abstract class ScoreTests
{
    readonly TestApp _app;

    protected ScoreTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task Statements_and_the_program_agree_to_the_last_digit()
    {
        var random = new Random(7);
        var ids = new List<long>();
        for (var i = 0; i < 40; i++)
            ids.Add(await _app.GivenSomebody(Matches.Anybody(random)));
        var profiles = await Kalends.Providers.Public.Profiles.ByIds(ids, _app.OwnCall());

        for (var round = 0; round < 150; round++)
        {
            var (match, given) = (Matches.Any(random), new Parameters());
            var sql = Sql.Shaped(
                $"SELECT p.id, {match.Expression(given)} AS n FROM providers p WHERE p.id {given.AddList(ids)}");
            var found = await _app.Db.Read(async session => await session.All(
                sql, row => (Id: row.Long("id"), Score: row.Long("n")), given.Values), CancellationToken.None);

            Assert.Equal(ids.Count, found.Count);
            Assert.All(found, one => Assert.Equal(match.Of(profiles[one.Id]).Total, one.Score));
        }
    }

    [Fact]
    public async Task The_mean_of_the_house_is_that_of_all_its_ratings()
    {
        async Task<SiteMean> Find() => await _app.Db.Read(
            async session => await SiteMean.Find(session), CancellationToken.None);

        Assert.Equal(SiteMean.Neutral, await Find());
        await _app.GivenRatingsOfTheHouse((0, 1000, 2), (1, 0, 1));
        Assert.Equal(new SiteMean(333_333_333), await Find());
        Assert.Equal(3.3333m, (await Find()).Shown);
    }
}

public sealed class ScoreTestsOnSqlite(SqliteApp app) : ScoreTests(app), IClassFixture<SqliteApp>;

public sealed class ScoreTestsOnPostgres(PostgresApp app) : ScoreTests(app), IClassFixture<PostgresApp>;

/// <summary>Questions and providers at random, and the score of them worked out with numbers without bounds.</summary>
static class Matches
{
    static readonly DateOnly Day = new(2030, 3, 1);

    public static Match Any(Random random)
    {
        int Weight() => random.Next(4) == 0 ? 0 : random.Next(1, random.Next(2) == 0 ? 100 : 1_000_000);
        var weights = new MatchWeights
        {
            Skills = Weight(),
            Price = Weight(),
            Rating = Weight(),
            Dates = Weight(),
            RatingPrior = random.Next(1, random.Next(2) == 0 ? 20 : 1_000_000),
        };
        var budget = random.Next(3) switch
        {
            0 => random.NextInt64(1L << 53),
            1 => random.Next(5),
            _ => random.Next(9999),
        };
        return new Match(
            weights, new SiteMean(random.NextInt64(0, 500 * Match.Whole + 1)),
            random.Next(4) == 0 ? [] : Skills(random),
            random.Next(4) == 0 ? null : new Price(budget, random.Next(1, random.Next(2) == 0 ? 10 : 3650)),
            random.Next(4) == 0 ? [] : DateRange.Merged(Ranges(random, random.Next(1, 6))));
    }

    public static Profile Anybody(Random random)
    {
        var count = random.Next(3) switch { 0 => 0, 1 => random.Next(1, 5), _ => random.NextInt64(1, 1_000_000_000) };
        long? cost = random.Next(4) switch
        {
            0 => null,
            1 => random.NextInt64(1_000_000_000_000),
            _ => random.Next(3000),
        };
        return new Profile(
            0, "Somebody", "Somebody", "", Skills(random), cost, cost is null ? null : "GBP",
            Ranges(random, random.Next(0, 6)), "UTC", [], true, null,
            new Rating(random.NextInt64(500 * count + 1), count), null, "", null, default, default, 1);
    }

    /// <summary>Enters somebody like that.</summary>
    public static async Task<long> GivenSomebody(this TestApp app, Profile profile)
    {
        var made = await app.Admin.Post("/v1/providers", new
        {
            name = profile.Name,
            skills = profile.Skills,
            cost = profile.Cost,
            currency = profile.Currency,
            availability = profile.Availability.Select(range => new
            {
                from_date = range.FromDate.ToString("O", null),
                to_date = range.ToDate.ToString("O", null),
            }),
            time_zone = profile.TimeZone,
        });
        var id = made.Is(201).Id;
        await app.GivenARating(id, profile.Rating.Sum, profile.Rating.Count);
        return id;
    }

    /// <summary>A rating as many reviews would make it.</summary>
    public static Task GivenARating(this TestApp app, long id, long sum, long count) => app.Db.Write(
        async session => await session.Run(Rate, ("id", id), ("sum", sum), ("count", count)), CancellationToken.None);

    /// <summary>All ratings of the installation, as many reviews would make them.</summary>
    public static Task GivenRatingsOfTheHouse(
        this TestApp app, params (long Stripe, long Sum, long Count)[] totals) => app.Db.Write(async session =>
    {
        await session.Run(Forget, ("all", true));
        foreach (var (stripe, sum, count) in totals)
            await session.Run(Total, ("stripe", stripe), ("sum", sum), ("count", count));
        return true;
    }, CancellationToken.None);

    public static IEnumerable<ScorePart> PartsOf(Score score) => ((ScorePart?[])
        [score.Parts.Skills, score.Parts.Price, score.Parts.Rating, score.Parts.Dates]).OfType<ScorePart>();

    /// <summary>The score of a provider, from what was asked day by day and skill by skill.</summary>
    public static long Plainly(Match match, Profile provider)
    {
        BigInteger whole = Match.Whole;
        var parts = new List<(BigInteger Value, BigInteger Weight)>();
        if (match.Skills.Count > 0)
            parts.Add((
                match.Skills.Count(provider.Skills.Contains) * whole / match.Skills.Count, match.Weights.Skills));
        if (match.Price is { } price)
            parts.Add((provider.Cost is { } cost && price.Budget > 0
                ? BigInteger.Max(0, price.Budget - (BigInteger)cost * price.Days) * whole / price.Budget
                : 0, match.Weights.Price));
        BigInteger m = match.Weights.RatingPrior;
        parts.Add(((m * match.SiteMean.Value + provider.Rating.Sum * whole) / (500 * (m + provider.Rating.Count)),
            match.Weights.Rating));
        var asked = Days(match.Dates);
        if (asked.Count > 0)
            parts.Add((Days(provider.Availability).Count(asked.Contains) * whole / asked.Count, match.Weights.Dates));
        var weights = parts.Aggregate(BigInteger.Zero, (sum, part) => sum + part.Weight);
        var points = parts.Aggregate(BigInteger.Zero, (sum, part) => sum + part.Value * part.Weight);
        return weights.IsZero ? 0 : (long)(points / weights);
    }

    static HashSet<long> Days(IEnumerable<DateRange> ranges) => ranges.SelectMany(range => Enumerable
        .Range(0, (int)(range.LastDay() - range.FirstDay() + 1))
        .Select(i => range.FirstDay() + i)).ToHashSet();

    static List<string> Skills(Random random) =>
        Enumerable.Range(0, 9).Where(_ => random.Next(2) == 0).Select(i => $"skill {i}").Append("all").ToList();

    static List<DateRange> Ranges(Random random, int count) => Enumerable.Range(0, count)
        .Select(_ => Day.AddDays(random.Next(60)))
        .Select(from => new DateRange(from, from.AddDays(random.Next(14)))).ToList();

    static readonly Sql Rate = new(
        "UPDATE providers SET rating_sum = @sum, rating_count = @count WHERE id = @id");

    static readonly Sql Forget = new("DELETE FROM rating_totals WHERE @all");

    static readonly Sql Total = new("""
        INSERT INTO rating_totals (stripe, rating_sum, rating_count)
        VALUES (@stripe, @sum, @count)
        """);
}
